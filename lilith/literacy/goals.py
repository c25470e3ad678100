"""The bounds that each level of knowledge sets on a reading."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from lilith.literacy.measures import Reading


class Level(IntEnum):
    """Who a text is for: everyone, those who want to know more, professionals and researchers (levels 3 to 5 of a practice)."""

    EVERYONE = 1
    FURTHER = 2
    SCIENTIFIC = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """One bound and what the text does. `at_least`: the value must reach the bound instead of staying under it."""

    name: str
    label: str
    value: float
    bound: float
    at_least: bool
    is_met: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Measure:
    label: str
    value: Callable[[Reading], float]
    detail: Callable[[Reading], str] = lambda reading: ""
    at_least: bool = False


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(counts)


_MEASURES: dict[str, _Measure] = {
    "mean_sentence": _Measure("mots par phrase, en moyenne", lambda r: r.mean_sentence, lambda r: r.longest),
    "share_over_12": _Measure("phrases de plus de 12 mots, sur 100", lambda r: r.share_over_12, lambda r: r.longest),
    "share_over_15": _Measure("phrases de plus de 15 mots, sur 100", lambda r: r.share_over_15, lambda r: r.longest),
    "share_over_25": _Measure("phrases de plus de 25 mots, sur 100", lambda r: r.share_over_25, lambda r: r.longest),
    "kandel_moles": _Measure("indice de Kandel et Moles", lambda r: r.kandel_moles, at_least=True),
    "rare_share": _Measure("mots rares, sur 100", lambda r: r.rare_share, lambda r: _listed(r.rare_words)),
    "passive_share": _Measure(
        "phrases à la voix passive, sur 100", lambda r: r.passive_share, lambda r: " ; ".join(r.passives)
    ),
    "unexplained_acronyms": _Measure(
        "sigles non expliqués", lambda r: len(r.unexplained_acronyms), lambda r: _listed(r.unexplained_acronyms)
    ),
    "roman_numerals": _Measure("chiffres romains", lambda r: len(r.roman_numerals), lambda r: ", ".join(r.roman_numerals)),
    "percentages": _Measure("pourcentages", lambda r: len(r.percentages), lambda r: ", ".join(r.percentages)),
}
_BOUNDS: dict[Level, dict[str, float]] = {
    Level.EVERYONE: {
        "mean_sentence": 10,
        "share_over_12": 20,
        "share_over_15": 5,
        "share_over_25": 0,
        "kandel_moles": 80,
        "rare_share": 3,
        "passive_share": 5,
        "unexplained_acronyms": 0,
        "roman_numerals": 0,
        "percentages": 0,
    },
    Level.FURTHER: {
        "mean_sentence": 15,
        "share_over_15": 45,
        "share_over_25": 5,
        "kandel_moles": 60,
        "rare_share": 5,
        "passive_share": 20,
        "unexplained_acronyms": 0,
        "roman_numerals": 0,
    },
    Level.SCIENTIFIC: {"mean_sentence": 22, "share_over_25": 30, "kandel_moles": 35, "unexplained_acronyms": 0},
}


def goals_of(reading: Reading, level: Level) -> list[Goal]:
    """Each goal of a level, met or not; none for a text without a sentence."""
    if not reading.sentences:
        return []
    goals = []
    for name, bound in _BOUNDS[level].items():
        measure = _MEASURES[name]
        value = measure.value(reading)
        reaches = operator.ge if measure.at_least else operator.le
        is_met = reaches(value, bound)
        goals.append(
            Goal(name, measure.label, value, bound, measure.at_least, is_met, "" if is_met else measure.detail(reading))
        )
    return goals


def level_reached(reading: Reading) -> Level | None:
    """The easiest level whose goals are all met; None when even those of the third are not, or without a sentence."""
    if not reading.sentences:
        return None
    return next((level for level in Level if all(goal.is_met for goal in goals_of(reading, level))), None)
