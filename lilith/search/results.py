"""What a search gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lilith.search.excerpts import Marker, Segment

__all__ = ["Correction", "Group", "Result", "Results", "Segment", "Suggestion"]


@dataclass(frozen=True)
class Result:
    """One document found. `score` only orders results of one question. `excerpt` is read from the text when it is asked for."""

    kind: str
    key: str
    title: str
    url: str
    score: float
    facets: Mapping[str, tuple[str, ...]]
    text: str = field(repr=False)
    marker: Marker = field(repr=False, compare=False)

    @cached_property
    def excerpt(self) -> tuple[Segment, ...]:
        """The passage that shows best why it was found, in runs; empty when the record has no text."""
        return self.marker.excerpt(self.text)

    @property
    def excerpt_text(self) -> str:
        return "".join(segment.text for segment in self.excerpt)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that stands nowhere in the site, and the one that was looked for instead."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Group:
    """The best results of one kind, and how many there are in all."""

    kind: str
    label: str
    count: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one question.

    `count` and `kinds` (kind → count) are of everything that matched, `selectors.MOST_RESULTS` at the most; `results` is the page
    asked for, best first; `groups` the best of each kind, practices first. `nearest` holds words of the site close to what was
    typed when nothing matched.
    """

    query: str
    count: int = 0
    results: tuple[Result, ...] = ()
    groups: tuple[Group, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    nearest: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title that goes on as what is being typed."""

    text: str
    kind: str
    url: str
