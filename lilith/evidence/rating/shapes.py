"""What a method reads and what it gives: frozen, and the same after a journey through JSON."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, Self, TypeVar, cast, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")


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


LOWERING = (
    Domain.RISK_OF_BIAS,
    Domain.INCONSISTENCY,
    Domain.INDIRECTNESS,
    Domain.IMPRECISION,
    Domain.PUBLICATION_BIAS,
)
RAISING = (Domain.LARGE_EFFECT, Domain.DOSE_RESPONSE, Domain.OPPOSING_CONFOUNDING)


class RatingError(ValueError):
    """What a method was given cannot be rated; the message is in French, for who gave it."""


@dataclass(frozen=True)
class Reason:
    """Why a judgment, and who says so: a role or a reading (« première lecture »), never a name."""

    by: str
    text: str


@dataclass(frozen=True)
class Judgment:
    """How many levels a domain takes away (or gives, for what raises): 0 or more; None when it was not judged."""

    domain: Domain
    points: int | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class OutcomeInput:
    """All that a method reads of one outcome. `studies` is how many studies it rests on."""

    key: str
    name: str
    importance: Importance
    start: Start
    direction: Direction
    studies: int
    judgments: tuple[Judgment, ...] = ()


@dataclass(frozen=True)
class RatingInput:
    """All that a method reads of one dossier."""

    question: str
    outcomes: tuple[OutcomeInput, ...]


@dataclass(frozen=True)
class Step:
    """One step of the computation, in words; `after` is the level once it is done, `reasons` those of the judgment."""

    words: str
    after: Certainty
    domain: Domain | None = None
    points: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class OutcomeResult:
    """The certainty of one outcome, with every step that leads to it."""

    key: str
    name: str
    importance: Importance
    direction: Direction
    certainty: Certainty
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class RatingResult:
    """What a method gives for a dossier: `why_certainty` and `why_effect` say the last step of each in words."""

    method: str
    certainty: Certainty
    effect: Effect
    why_certainty: str
    why_effect: str
    outcomes: tuple[OutcomeResult, ...]


def to_json(value: Any) -> Any:
    """A shape as plain lists, dictionaries, strings and numbers."""
    if is_dataclass(value):
        return {item.name: to_json(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    return value.value if isinstance(value, Word) else value


def from_json(shape: type[Shape], data: Any) -> Shape:
    """The shape that `to_json` wrote. Raises RatingError when `data` is something else."""
    try:
        return cast("Shape", _read(shape, data))
    except (KeyError, TypeError, ValueError) as error:
        raise RatingError(f"Ce ne sont pas les données d’un calcul de certitude ({error}).") from error


def _read(kind: Any, data: Any) -> Any:
    if isinstance(kind, UnionType):
        return None if data is None else _read(get_args(kind)[0], data)
    if get_origin(kind) is tuple:
        if not isinstance(data, list):
            raise TypeError(f"liste attendue, pas {data!r}")
        return tuple(_read(get_args(kind)[0], item) for item in data)
    if is_dataclass(kind):
        types = get_type_hints(kind)
        if set(data) != set(types):
            raise TypeError(f"{sorted(types)} attendus, pas {sorted(data)}")
        return kind(**{name: _read(types[name], data[name]) for name in types})
    if issubclass(kind, Word):
        return kind(data)
    if type(data) is not kind:
        raise TypeError(f"{kind.__name__} attendu, pas {data!r}")
    return data
