"""The passage of a document that shows best why it was found, as runs of plain text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lilith.search.analyzer import fold
from lilith.search.results import Segment

LENGTH = 220
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_START = re.compile(r"(?:[.!?…]\s+|\n+)")


def excerpt_of(text: str, *, forms: Collection[str], phrases: Sequence[str], length: int = LENGTH) -> tuple[Segment, ...]:
    """About `length` characters of a text around the words looked for (folded `forms`, whole `phrases`); its start if none."""
    text = re.sub(r"[ \t\u00a0]*\n\s*", "\n", text).strip()
    if not text:
        return ()
    marks = find_marks(text, forms=forms, phrases=phrases)
    start, end = _window(text, marks, length)
    inside = [(max(a, start), min(b, end)) for a, b in marks if a < end and b > start]
    return _cut(text, start, end, inside)


def find_marks(text: str, *, forms: Collection[str], phrases: Sequence[str]) -> list[tuple[int, int]]:
    """(start, end) of the words looked for, in order and apart."""
    words = [(match.start(), match.end(), fold(match.group())) for match in _WORD.finditer(text)]
    wanted = set(forms)
    first: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        folded = [fold(word) for word in _WORD.findall(phrase)]
        if folded:
            first.setdefault(folded[0], []).append(folded)
    marks: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        start, end, form = words[index]
        size = 1 if form in wanted else 0
        for folded in first.get(form, ()):
            if len(folded) > size and [word for _, _, word in words[index : index + len(folded)]] == folded:
                size = len(folded)
        if size:
            marks.append((start, words[index + size - 1][1]))
        index += size or 1
    return marks


def _window(text: str, marks: list[tuple[int, int]], length: int) -> tuple[int, int]:
    if not marks:
        return 0, _end_of_word(text, length)
    best, best_score = 0, -1.0
    for index, (start, _) in enumerate(marks):
        seen: set[str] = set()
        score = 0.0
        for other_start, other_end in marks[index:]:
            if other_end > start + length:
                break
            word = fold(text[other_start:other_end])
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
