"""The passage of a document that shows best why it was found, as runs of plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

LENGTH = 220
_WORD = re.compile(r"[^\W_]+")
_BLANK_LINES = re.compile(r"[ \t\u00a0]*\n\s*")
# A text is looked at up to here.
_LONGEST = 50_000
_MOST_MARKS = 200
# Accented letter → letter, one for one, so that places in the folded text are places in the text.
_ACCENTS = [(accented, unicodedata.normalize("NFD", accented)[0]) for accented in "éèàêçôîûùâëïöüÿñáíóúäãõåìò"]
_SENTENCE_START = re.compile(r"(?:[.!?…]\s+|\n+)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of plain text; `is_match` when it is a word that was looked for. Never HTML: templates escape it."""

    text: str
    is_match: bool = False


class Marker:
    """Finds the words of one question in many texts."""

    def __init__(self, *, forms: Collection[str], phrases: Sequence[str]) -> None:
        """`forms`: folded words; `phrases`: whole expressions, as written."""
        self._words = set(_spellings(forms))
        self._phrases: dict[str, list[list[str]]] = {}
        for phrase in phrases:
            words = _WORD.findall(_folded(phrase))
            if len(words) == 1:
                self._words.update(_spellings(words))
            elif words:
                self._phrases.setdefault(words[0], []).append(words)
        for options in self._phrases.values():
            options.sort(key=lambda words: (-len(words), words))

    def marks(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, folded words) of what is found, in order and apart; an expression rather than its words."""
        found: list[tuple[int, int, str]] = []
        folded = _folded(text)
        if len(folded) != len(text):  # a letter whose small form is two letters: places would not agree
            return []
        matches = list(_WORD.finditer(folded))
        words = [match.group() for match in matches]
        after = 0
        for index, word in enumerate(words):
            if index < after:
                continue
            size = 1 if word in self._words else 0
            for phrase in self._phrases.get(word, ()):
                if words[index : index + len(phrase)] == phrase:
                    size = len(phrase)
                    break
            if size:
                end = matches[index + size - 1].end()
                found.append((matches[index].start(), end, folded[matches[index].start() : end]))
                after = index + size
        return found

    def excerpt(self, text: str, length: int = LENGTH) -> tuple[Segment, ...]:
        """About `length` characters of a text around the words looked for; its start when there is none."""
        text = _BLANK_LINES.sub("\n", text[:_LONGEST]).strip()
        if not text:
            return ()
        marks = self.marks(text)
        start, end = _window(text, marks, length)
        inside = [(max(a, start), min(b, end)) for a, b, _ in marks if a < end and b > start]
        return _cut(text, start, end, inside)


def _folded(text: str) -> str:
    """Small letters without the accents of French and its neighbours."""
    low = text.lower()
    for accented, letter in _ACCENTS:
        if accented in low:
            low = low.replace(accented, letter)
    return low


def _spellings(forms: Collection[str]) -> set[str]:
    """Folded forms, also as a text folded letter by letter writes them: « oeuvre » and « œuvre »."""
    return {spelling for form in forms for spelling in (form, form.replace("oe", "œ"), form.replace("ae", "æ"))}


def _window(text: str, marks: list[tuple[int, int, str]], length: int) -> tuple[int, int]:
    if not marks:
        return 0, _end_of_word(text, length)
    best, best_score = 0, -1.0
    for index, (start, _, _) in enumerate(marks[:_MOST_MARKS]):
        seen: set[str] = set()
        score = 0.0
        for _, other_end, word in marks[index:]:
            if other_end > start + length:
                break
            score += 0.2 if word in seen else 1.0
            seen.add(word)
        if score > best_score:
            best, best_score = start, score
    begin = 0
    floor = max(0, best - length // 2)
    for match in _SENTENCE_START.finditer(text, floor, best):
        begin = match.end()
    if begin == 0 and floor > 0:
        space = text.find(" ", max(0, best - length // 4))
        begin = space + 1 if 0 <= space < best else best
    return begin, _end_of_word(text, max(begin + length, min(len(text), marks[0][1] if begin == 0 else 0)))


def _end_of_word(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, end - 30), end)
    return space if space > 0 else end


def _cut(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []

    def add(piece: str, is_match: bool = False) -> None:
        if piece:
            segments.append(Segment(piece.replace("\n", " "), is_match))

    place = start
    for mark_start, mark_end in marks:
        add(("…" if place == start > 0 and not segments else "") + text[place:mark_start])
        add(text[mark_start:mark_end], True)
        place = mark_end
    add(("…" if not segments and start > 0 else "") + text[place:end].rstrip() + ("…" if end < len(text) else ""))
    return tuple(segments)
