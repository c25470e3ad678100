"""What changed from one version to the next, word by word, in a time that has a bound whatever the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from lilith.editorial.snapshot import Section

# One side of a comparison by lines, then by words: beyond, the whole passage counts as replaced.
MOST_LINES = 400
MOST_WORDS = 1_000
# Comparisons of pairs of words that one page may ask for.
MOST_WORK = 4_000_000
# How much of a passage must stay, from 0 to 1, for its changes to be shown word by word.
LEAST_ALIKE = 0.4
# Unchanged lines kept around a change, and characters of one section that a page shows.
CONTEXT = 1
MOST_SHOWN = 20_000
# A word or a sign, with the space after it: a space alone would be found everywhere, and take a long time to compare.
_TOKENS = re.compile(r"\s*(?:\w+|[^\w\s])\s*")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Piece:
    """Some text and what became of it; for SKIPPED, how many unchanged lines are not shown."""

    change: Change
    text: str

    @property
    def core(self) -> str:
        """The words, without the space around them: marks stand beside words."""
        return self.text.strip()

    @property
    def before(self) -> str:
        """The space before the words."""
        return self.text[: len(self.text) - len(self.text.lstrip())]

    @property
    def after(self) -> str:
        """The space after the words."""
        return self.text[len(self.text.rstrip()) :]


@dataclass(frozen=True)
class SectionChange:
    """A section that changed: its title, what became of its text; `cut` when there was more than a page can show."""

    title: str
    pieces: list[Piece]
    cut: bool = False


class _Work:
    """How much comparing is still allowed."""

    def __init__(self, most: int) -> None:
        self.left = most

    def allows(self, first: int, second: int) -> bool:
        cost = first * second
        if cost > self.left:
            return False
        self.left -= cost
        return True


def compare(old: Sequence[Section], new: Sequence[Section]) -> list[SectionChange]:
    """The sections that changed, in the order of the new version, then those that went away."""
    before = {section["key"]: section for section in old}
    after = {section["key"] for section in new}
    work = _Work(MOST_WORK)
    pairs = [(section["title"], before.get(section["key"], {}).get("text", ""), section["text"]) for section in new]
    pairs += [(section["title"], section["text"], "") for section in old if section["key"] not in after]
    return [_section(title, first, second, work) for title, first, second in pairs if first != second]


def _section(title: str, old: str, new: str, work: _Work) -> SectionChange:
    pieces: list[Piece] = []
    size = 0
    for piece in _joined(_by_lines(old.split("\n") if old else [], new.split("\n") if new else [], work)):
        if size + len(piece.text) > MOST_SHOWN:
            pieces.append(Piece(piece.change, piece.text[: MOST_SHOWN - size]))
            return SectionChange(title, [one for one in pieces if one.text], cut=True)
        pieces.append(piece)
        size += len(piece.text)
    return SectionChange(title, pieces)


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many items are the same at the beginning, and at the end."""
    least = min(len(old), len(new))
    head = next((index for index in range(least) if old[index] != new[index]), least)
    tail = 0
    while tail < least - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _steps(
    old: Sequence[str], new: Sequence[str], most: int, work: _Work
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """("equal" | "replace", items of the old, items of the new)."""
    head, tail = _ends(old, new)
    yield "equal", old[:head], new[:head]
    first, second = old[head : len(old) - tail], new[head : len(new) - tail]
    if first and second and max(len(first), len(second)) <= most and work.allows(len(first), len(second)):
        matcher = SequenceMatcher(None, _bare(first), _bare(second))
        # A passage written anew reads better whole than in crumbs.
        steps = matcher.get_opcodes() if matcher.ratio() >= LEAST_ALIKE else [("replace", 0, len(first), 0, len(second))]
        for tag, a, b, c, d in steps:
            yield ("equal" if tag == "equal" else "replace"), first[a:b], second[c:d]
    elif first or second:
        yield "replace", first, second
    yield "equal", old[len(old) - tail :], new[len(new) - tail :]


def _bare(items: Sequence[str]) -> list[str]:
    return [item.strip() for item in items]


def _by_lines(old: list[str], new: list[str], work: _Work) -> Iterator[Piece]:
    steps = [step for step in _steps(old, new, MOST_LINES, work) if step[1] or step[2]]
    for place, (tag, first, second) in enumerate(steps):
        if tag == "equal":
            yield from _shortened(first, begins=place > 0, ends=place < len(steps) - 1)
        else:
            yield from _by_words("\n".join(first), "\n".join(second), work)
            yield Piece(Change.SAME, "\n")


def _shortened(lines: Sequence[str], *, begins: bool, ends: bool) -> Iterator[Piece]:
    """The lines beside a change; the others are counted."""
    head = CONTEXT if begins else 0
    tail = CONTEXT if ends else 0
    if len(lines) <= head + tail + 1:
        yield Piece(Change.SAME, "\n".join(lines) + "\n")
        return
    if head:
        yield Piece(Change.SAME, "\n".join(lines[:head]) + "\n")
    yield Piece(Change.SKIPPED, str(len(lines) - head - tail))
    if tail:
        yield Piece(Change.SAME, "\n".join(lines[-tail:]) + "\n")


def _by_words(old: str, new: str, work: _Work) -> Iterator[Piece]:
    for tag, first, second in _steps(_TOKENS.findall(old), _TOKENS.findall(new), MOST_WORDS, work):
        if tag == "equal":
            yield Piece(Change.SAME, "".join(second))
        else:
            yield Piece(Change.REMOVED, "".join(first))
            yield Piece(Change.ADDED, "".join(second))


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Neighbours of the same kind made one, empty pieces left out."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].change == piece.change != Change.SKIPPED:
            joined[-1] = Piece(piece.change, joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined
