"""The thesaurus in memory: which concepts the positions of a text say."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lilith.search.analyzer import Position, analyse_document, analyse_question

_lock = threading.Lock()
_cached: tuple[tuple[str, int], Thesaurus] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A concept said by the positions `start` to `end` (excluded)."""

    concept: str
    start: int
    end: int

    def is_all_of(self, positions: Sequence[Position]) -> bool:
        """True when nothing of the text is outside."""
        return self.start == 0 and self.end == len(positions)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An expression, analysed: the tokens of each of its positions; `text` as written."""

    concept: str
    text: str
    tokens: tuple[frozenset[str], ...]
    asks: bool
    answers: bool


class Thesaurus:
    """Expressions by the tokens of their first word, longest first."""

    def __init__(self, expressions: Iterable[tuple[str, str, bool, bool]] = ()) -> None:
        """`expressions`: (concept token, text, whether it asks, whether it answers)."""
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        self._by_concept: dict[str, list[Phrase]] = defaultdict(list)
        for concept, text, asks, answers in expressions:
            positions = analyse_document(text) or analyse_question(text, most=12)
            if not positions:
                continue
            phrase = Phrase(concept, text, tuple(frozenset(p.tokens) for p in positions), asks, answers)
            self._by_concept[concept].append(phrase)
            for token in phrase.tokens[0]:
                self._by_first[token].append(phrase)
        for phrases in self._by_first.values():
            phrases.sort(key=lambda phrase: (-len(phrase.tokens), phrase.concept))

    def said_in_document(self, positions: Sequence[Position]) -> list[Said]:
        """Every concept that a text of the site says, with overlaps."""
        return self._said(positions, in_question=False)

    def said_in_question(self, positions: Sequence[Position]) -> list[Said]:
        """The concepts that a question asks for; an expression inside a longer one of the same concept is left out."""
        found = self._said(positions, in_question=True)
        return [
            one
            for one in found
            if not any(
                other.start <= one.start and one.end <= other.end and (other.end - other.start) > (one.end - one.start)
                for other in found
            )
        ]

    def _said(self, positions: Sequence[Position], *, in_question: bool) -> list[Said]:
        found: dict[Said, None] = {}
        for start, position in enumerate(positions):
            for token in position.tokens:
                for phrase in self._by_first.get(token, ()):
                    wanted = phrase.asks if in_question else phrase.answers
                    if wanted and self._matches(phrase, positions, start):
                        found[Said(phrase.concept, start, start + len(phrase.tokens))] = None
        return list(found)

    @staticmethod
    def _matches(phrase: Phrase, positions: Sequence[Position], start: int) -> bool:
        if start + len(phrase.tokens) > len(positions):
            return False
        return all(
            not tokens.isdisjoint(position.tokens) for tokens, position in zip(phrase.tokens, positions[start:], strict=False)
        )

    def phrases(self, concept: str) -> list[Phrase]:
        """Every expression of a concept, for marking it in excerpts."""
        return self._by_concept.get(concept, [])


def current(*, version: int, database: str) -> Thesaurus:
    """The thesaurus of the database at a version, read once by each process."""
    global _cached
    key = (database, version)
    cached = _cached
    if cached is not None and cached[0] == key:
        return cached[1]
    from lilith.search.models import Expression

    with _lock:
        rows = Expression.objects.order_by("concept_id", "text").values_list("concept_id", "text", "asks", "answers")
        thesaurus = Thesaurus((f"#{concept}", text, asks, answers) for concept, text, asks, answers in rows)
        _cached = (key, thesaurus)
    return thesaurus


def forget() -> None:
    """Drop what is in memory: after a transaction that was rolled back, a version may come back with other words."""
    global _cached
    _cached = None
