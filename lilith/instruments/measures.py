"""Pure functions: how much of a text has changed, and what the answers of readers say of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from lilith.instruments.enums import GateState

# More words than that is no level-1 text: five times the longest of the launch.
MOST_WORDS = 3_000
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Bounds:
    """From how many readers, and from how many right answers out of 100, a text counts as understood."""

    readers: int
    right_in_100: int


@dataclass(frozen=True)
class Gate:
    """What readers say of a text. `readers` answered `answers` questions, `right` of them well; the last one on `last_on`."""

    state: GateState
    readers: int = 0
    answers: int = 0
    right: int = 0
    last_on: date | None = None
    changed_on: date | None = None

    @property
    def right_in_100(self) -> int:
        """Right answers out of 100, rounded down: 69.9 does not pass for 70."""
        return 100 * self.right // self.answers if self.answers else 0


def gate_of(*, readers: int, answers: int, right: int, last_on: date | None, changed_on: date | None, bounds: Bounds) -> Gate:
    """The state of a text that has been tested. One that changed since is to be tested again, whatever its score."""
    if changed_on is not None:
        state = GateState.TO_RETEST
    elif readers < bounds.readers or not answers:
        state = GateState.TOO_FEW
    elif 100 * right >= bounds.right_in_100 * answers:
        state = GateState.UNDERSTOOD
    else:
        state = GateState.TO_REWRITE
    return Gate(state, readers, answers, right, last_on, changed_on)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without marks: commas and typographic signs change nothing."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def changed_share(before: str, after: str) -> float:
    """How many words must be put in, taken out or replaced to go from one text to the other, for the longer one: 0 to 1.

    Word-level Levenshtein distance (RapidFuzz, bit-parallel): under 50 ms for two level-1 texts; a text of 1 MB against one of
    at most `MOST_WORDS` words takes well under a second.
    """
    return float(Levenshtein.normalized_distance(words_of(before), words_of(after)))


def digest_of(text: str) -> str:
    """A fingerprint of a text, the same for composed and decomposed letters."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "replace")).hexdigest()
