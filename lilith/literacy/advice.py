"""Words to avoid and what to say instead: lists kept elsewhere, found here in a text whatever their plural or feminine."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lilith.literacy.lexicon import inflections, singulars


class AdviceKind(StrEnum):
    """Why a word is better avoided: it may hurt, it belongs to those who make studies, or few people know it."""

    STIGMA = "stigma"
    JARGON = "jargon"
    RARE = "rare"


@dataclass(frozen=True, slots=True)
class Advice:
    """A word or an expression, in the singular, and what to say instead (may be empty).

    `forms` are other ways to write it that its plural and its feminine do not give (« souffre de » for « souffrir de »).
    """

    word: str
    kind: AdviceKind
    say: str = ""
    why: str = ""
    forms: tuple[str, ...] = ()


_TOKEN = re.compile(r"[^\W_]+(?:[’'](?=[^\W_]))?")
_GLUE = re.compile(r"[ \t\u00a0\u202f-]*")
_WHOLE = {"l": "le", "d": "de", "qu": "que", "s": "se", "n": "ne", "j": "je", "m": "me", "t": "te", "c": "ce"}


def _whole(word: str) -> str:
    """An elided word made whole: « d’ » → « de »."""
    return _WHOLE.get(word[:-1], word[:-1]) if word[-1] in "’'" else word


def _lower(text: str) -> str:
    """In lower case, every letter where it stood."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(sign.lower()[:1] for sign in text)


class WordList:
    """A list of advice, made ready to be found in texts."""

    def __init__(self, advice: Iterable[Advice] = ()) -> None:
        # Each expression waits at its longest word, the rarest as a rule: looking at each « les » would take most of the time.
        self._at_word: dict[str, list[tuple[int, list[str], Advice]]] = defaultdict(list)
        for item in advice:
            for form in (item.word, *item.forms):
                written = [match.group() for match in _TOKEN.finditer(_lower(form))]
                if not written:
                    continue
                anchor = max(range(len(written)), key=lambda place: (written[place][-1] not in "’'", len(written[place])))
                words = [_whole(word) for word in written]
                for inflected in inflections(words[anchor]):
                    self._at_word[inflected].append((anchor, words, item))

    def find(self, text: str) -> list[tuple[int, int, Advice]]:
        """(start, end, advice) of each place, in order; of two that overlap, the first, then the longest."""
        if not self._at_word:
            return []
        low = _lower(text)
        words = _TOKEN.findall(low)
        hits = [index for index, word in enumerate(words) if word in self._at_word]
        starts = [match.start() for match in _TOKEN.finditer(low)] if hits else []
        found = []
        for index in hits:
            for anchor, wanted, item in self._at_word[words[index]]:
                first, last = index - anchor, index - anchor + len(wanted) - 1
                if first < 0 or last >= len(words):
                    continue
                places = [(starts[place], starts[place] + len(words[place])) for place in range(first, last + 1)]
                if _is(words[first : last + 1], wanted, anchor) and _follow(text, places):
                    found.append((places[0][0], places[-1][1], item))
        found.sort(key=lambda place: (place[0], -place[1]))
        kept, free_from = [], 0
        for start, end, item in found:
            if start >= free_from:
                kept.append((start, end, item))
                free_from = end
        return kept


def _is(words: list[str], wanted: list[str], anchor: int) -> bool:
    """True when the words are those of the expression, in the plural or in the feminine too."""
    pairs = enumerate(zip(words, wanted, strict=True))
    return all(place == anchor or one in singulars(_whole(word)) for place, (word, one) in pairs)


def _follow(text: str, places: list[tuple[int, int]]) -> bool:
    """True when nothing but spaces or hyphens stands between the words."""
    pairs = zip(places, places[1:], strict=False)
    return all(_GLUE.fullmatch(text, before[1], after[0]) for before, after in pairs)
