"""Words to avoid and what to say instead: lists kept elsewhere, found here in a text whatever their plural or feminine."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
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


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word in lower case, an elided one made whole (« d’ » → « de »), with its place."""
    for match in _TOKEN.finditer(text):
        word = match.group().lower()
        if word[-1] in "’'":
            word = _WHOLE.get(word[:-1], word[:-1])
        yield word, match.start(), match.end()


class WordList:
    """A list of advice, made ready to be found in texts."""

    def __init__(self, advice: Iterable[Advice] = ()) -> None:
        self._by_first: dict[str, list[tuple[list[str], Advice]]] = defaultdict(list)
        for item in advice:
            for form in (item.word, *item.forms):
                first, *rest = [word for word, _, _ in _tokens(form)] or [""]
                for written in inflections(first) if first else ():
                    self._by_first[written].append((rest, item))
        for expressions in self._by_first.values():
            expressions.sort(key=lambda expression: -len(expression[0]))

    def find(self, text: str) -> list[tuple[int, int, Advice]]:
        """(start, end, advice) of each place, in order; the longest expression wins."""
        if not self._by_first:
            return []
        tokens = list(_tokens(text))
        found: list[tuple[int, int, Advice]] = []
        free_from = 0
        for index, (word, start, _end) in enumerate(tokens):
            for rest, item in self._by_first.get(word, ()) if index >= free_from else ():
                last = index + len(rest)
                if last < len(tokens) and _follow(text, tokens[index : last + 1], rest):
                    found.append((start, tokens[last][2], item))
                    free_from = last + 1
                    break
        return found


def _follow(text: str, tokens: list[tuple[str, int, int]], rest: list[str]) -> bool:
    """True when the tokens after the first are the rest of the expression, with nothing but spaces or hyphens between."""
    for (_, _, before), (word, start, _), wanted in zip(tokens, tokens[1:], rest, strict=False):
        if wanted not in singulars(word) or not _GLUE.fullmatch(text, before, start):
            return False
    return True
