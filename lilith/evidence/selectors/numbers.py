"""Figures said so that most people understand them: « sur 100 personnes », and the words of the sources beside."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lilith.evidence.enums import Certainty, Measure

# People out of whom an effect is said; the second when the first would round someone away.
BASES = (100, 1000)

_FULL_CELLS = {Certainty.HIGH: 4, Certainty.MODERATE: 3, Certainty.LOW: 2, Certainty.VERY_LOW: 1}


def certainty_bar(certainty: Certainty) -> str:
    """The classes of the bar of a certainty: four cells, full from the left; dashed while it is not judged."""
    return f"plein n4 k{_FULL_CELLS[certainty]}" if certainty in _FULL_CELLS else "vide n4"


@dataclass(frozen=True)
class Frequency:
    """Two groups out of `per` people, rounded. `with_count` and `without_count` are whole numbers of people."""

    per: int
    with_count: int
    without_count: int
    event_words: str
    total_with: int
    total_without: int

    @property
    def difference(self) -> int:
        """People more (or, below zero, fewer) out of `per` with the practice than without."""
        return self.with_count - self.without_count

    @property
    def sentence(self) -> str:
        """« Sur 100 personnes accompagnées, 37 ont été hospitalisées, contre 50 sans cet accompagnement. »"""
        event = f" {self.event_words}" if self.event_words else ""
        return f"Sur {self.per} personnes accompagnées, {self.with_count}{event}, contre {self.without_count} sans cet accompagnement."


def natural_frequency(
    *, events_with: int, total_with: int, events_without: int, total_without: int, event_words: str = ""
) -> Frequency:
    """The same shares out of 100 people, or out of 1 000 when 100 would hide someone. Halves are rounded up."""
    for per in BASES:
        counts = [_share(events, total, per) for events, total in ((events_with, total_with), (events_without, total_without))]
        if all(count or not events for count, events in zip(counts, (events_with, events_without), strict=True)):
            break
    return Frequency(per, counts[0], counts[1], event_words, total_with, total_without)


def _share(events: int, total: int, per: int) -> int:
    return (2 * per * events + total) // (2 * total)


def effect_words(*, measure: str, estimate: Decimal | None, low: Decimal | None, high: Decimal | None, unit: str = "") -> str:
    """The effect as the sources write it: « RR 0,74 (intervalle à 95 % : de 0,60 à 0,91) »; empty without an estimate."""
    if not measure or estimate is None:
        return ""
    name = Measure(measure).name if measure in {Measure.RR, Measure.OR, Measure.HR} else Measure(measure).label
    words = " ".join(part for part in (name, french_number(estimate), unit) if part)
    if low is None or high is None:
        return words
    return f"{words} (intervalle à 95 %\u00a0: de {french_number(low)} à {french_number(high)})"


def french_number(value: Decimal) -> str:
    """« −1 234,5 » : no useless zero, a comma, a real minus sign."""
    text = f"{value.normalize():,f}"
    return text.replace(",", "\u00a0").replace(".", ",").replace("-", "−")


def months_words(months: int | None) -> str:
    """« 18 mois », « 2 ans », « 1 an »; empty when unknown."""
    if not months:
        return ""
    if months % 12:
        return f"{months} mois"
    years = months // 12
    return f"{years} an{'s' if years > 1 else ''}"
