"""How much a document speaks of each of its tokens (BM25F, as whole numbers that every database adds up alike)."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from lilith.search.analyzer import ACRONYM_MARK, LONGEST_TOKEN, Position
from lilith.search.thesaurus import Thesaurus

# Field → (weight, mean number of words): the means are fixed, so that a document's impacts depend on nothing but itself.
FIELDS: dict[str, tuple[float, float]] = {
    "title": (12.0, 6.0),
    "names": (10.0, 6.0),
    "keywords": (4.0, 6.0),
    "lead": (4.0, 25.0),
    "body": (1.0, 200.0),
}
_SATURATION = 14.0
_LENGTH_SHARE = 0.7
SCALE = 1000
# What kinds weigh in a list of all kinds, of 100: what explains and what one can ask for before what mentions.
KIND_WEIGHTS = {
    "practice": 105,
    "theme": 105,
    "page": 100,
    "term": 95,
    "team": 100,
    "training": 95,
    "news": 90,
    "event": 85,
    "publication": 90,
    "organisation": 90,
    "question": 90,
    "territory": 90,
}
# A title or a name that is the whole question: the token that says so, and its impact.
_WHOLE_FIELDS = ("title", "names")
WHOLE_MARK = "~"
WHOLE_IMPACT = 2000
# A field is read up to here: beyond, a text is not what a person looks for by words.
MOST_POSITIONS = 20_000


def impacts_of(fields: dict[str, list[Sequence[Position]]], thesaurus: Thesaurus, *, kind: str = "") -> dict[str, int]:
    """Token → impact (1 to 16,000) of a document. `fields`: name of a field → its passages, analysed apart."""
    frequency: dict[str, float] = defaultdict(float)
    scale = SCALE * KIND_WEIGHTS.get(kind, 100) / 100
    for name, passages in fields.items():
        weight, mean = FIELDS[name]
        length = sum(len(passage) for passage in passages)
        share = weight / (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / mean) if length else 0.0
        for passage in passages:
            for position in passage:
                for token in position.tokens:
                    frequency[token] += share
            for said in thesaurus.said_in_document(passage):
                frequency[said.concept] += share
    impacts = {
        token: max(1, round(scale * value * (_SATURATION + 1) / (value + _SATURATION))) for token, value in frequency.items()
    }
    for name in _WHOLE_FIELDS:
        for passage in fields.get(name, ()):
            for token in whole_tokens(
                passage, [s.concept for s in thesaurus.said_in_document(passage) if s.is_all_of(passage)]
            ):
                impacts[token] = round(WHOLE_IMPACT * scale / SCALE)
    return impacts


def whole_tokens(positions: Sequence[Position], concepts: Iterable[str]) -> list[str]:
    """Tokens that stand for a whole title, name or question: its words in order, and each concept that it says from end to end."""
    if not positions:
        return []
    words = " ".join(position.tokens[0].removeprefix(ACRONYM_MARK) for position in positions)
    if len(words) > LONGEST_TOKEN:
        words = hashlib.sha256(words.encode()).hexdigest()
    return [WHOLE_MARK + words, *(WHOLE_MARK + concept for concept in concepts)]


def rarity(*, documents: int, having: int) -> int:
    """How much a token tells documents apart, × 100: 1 at least."""
    return max(1, round(100 * math.log(1 + (documents - having + 0.5) / (having + 0.5))))
