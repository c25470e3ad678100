"""What a method reads and what it gives: frozen, and the same after a journey through JSON."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A stable code with its French words."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, words) of each, for a field of a form."""
        return [(member.value, member.label) for member in cls]


class Importance(Word):
    """How much an outcome matters for people who decide (GRADE)."""

    CRITICAL = "critical", "décisif"
    IMPORTANT = "important", "important"
    LIMITED = "limited", "secondaire"


class Start(Word):
    """The kind of studies that an outcome rests on: where its certainty starts."""

    TRIAL = "trial", "essais avec tirage au sort"
    OBSERVATIONAL = "observational", "études d’observation"
    OTHER = "other", "autre (avis, récits, série de cas)"
    UNKNOWN = "unknown", "inconnu"


class Direction(Word):
    """What changes for people: `better` is good for them, whatever the sign of the figure."""

    BETTER = "better", "mieux pour les personnes"
    WORSE = "worse", "moins bien pour les personnes"
    NONE = "none", "pas de différence"
    MIXED = "mixed", "résultats partagés"
    UNKNOWN = "unknown", "inconnu"


class Certainty(Word):
    """How sure one may be of a result (GRADE), from the surest down."""

    HIGH = "elevee", "élevée"
    MODERATE = "moderee", "modérée"
    LOW = "faible", "faible"
    VERY_LOW = "tres_faible", "très faible"
    NOT_JUDGED = "non_jugee", "non jugée"


class Effect(Word):
    """What the decisive outcomes say together."""

    FAVOURABLE = "favourable", "favorable"
    UNFAVOURABLE = "unfavourable", "défavorable"
    NONE = "none", "pas d’effet montré"
    MIXED = "mixed", "partagé ou incertain"


class Domain(Word):
    """What is judged for each outcome: five reasons to lower the certainty, then three to raise it."""

    RISK_OF_BIAS = "risk_of_bias", "risque de biais"
    INCONSISTENCY = "inconsistency", "résultats qui se contredisent"
    INDIRECTNESS = "indirectness", "personnes ou contexte différents"
    IMPRECISION = "imprecision", "manque de précision"
    PUBLICATION_BIAS = "publication_bias", "études peut-être non publiées"
    LARGE_EFFECT = "large_effect", "effet très grand"
    DOSE_RESPONSE = "dose_response", "plus on en fait, plus l’effet est grand"
    OPPOSING_CONFOUNDING = "opposing_confounding", "ce qui fausse irait dans l’autre sens"
