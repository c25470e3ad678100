"""From plain text to sentences and words, with the place of each in the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

SPACES = "\t \u00a0\u202f"
WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_RUN_OF_SPACES = re.compile(rf"[{SPACES}]{{2,}}")
_PLAIN_SPACES = str.maketrans(dict.fromkeys(SPACES, " "))
_BULLET = re.compile(r"(?:[•▪◦–—\-*→o]|\d{1,2}[.)])(?: +|$)")
_CLOSED = re.compile(r"[.!?…:]\s*[»\")]?$")
_FINAL = re.compile(r"[.!?…]\s*[»”\")\]]*$")
_BREAK = re.compile(r"([.!?…]+[»”\")\]]*)\s+(?=[«“\"(\[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ\d–—-])")
_ABBREVIATION_WORDS = """
    m mm mme mmes mlle dr pr me mgr st ste art al cf ex p pp vol n no fig tel tél env min max éd ed av bd op cit
    i.e e.g resp sq
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_WORDS.split())
_LONGEST_ABBREVIATION = 80
# A line of a hard-wrapped text is longer than this, and so is a list of sentences that is not one.
_WRAPPED_LINE = 55
# Fewer words without a final mark: a title or a label, not a sentence.
_FRAGMENT_WORDS = 8


class Block:
    """One paragraph, title or list item; spaces made single, joined lines included."""

    def __init__(self) -> None:
        self.length = 0
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._origins: list[int] = []

    @cached_property
    def text(self) -> str:
        """The whole block; asked for once nothing more is added."""
        return "".join(self._pieces)

    @property
    def end(self) -> str:
        """Its last characters."""
        return "".join(self._pieces[-3:])[-8:]

    def append(self, piece: str, origin: int) -> None:
        """Add characters that stand at `origin` of the whole text."""
        self._starts.append(self.length)
        self._origins.append(origin)
        self._pieces.append(piece)
        self.length += len(piece)

    def drop_last(self) -> None:
        """Take the last character away."""
        self._pieces[-1] = self._pieces[-1][:-1]
        self.length -= 1

    def place(self, index: int) -> int:
        """Where the character at `index` of the block stands in the whole text."""
        which = max(0, bisect_right(self._starts, index) - 1)
        return self._origins[which] + index - self._starts[which]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or a fragment: a title, a short item without a final mark) and its words.

    `start` counts characters of its block; `words` are as a word processor counts them: « l’aide » is one.
    """

    text: str
    words: tuple[str, ...]
    block: Block
    start: int
    is_fragment: bool

    def place(self, index: int) -> int:
        """Where the character at `index` of the sentence stands in the whole text."""
        return self.block.place(self.start + index)


def normalise(text: str) -> str:
    """Composed letters and no soft hyphen; places of hints count characters of this text."""
    return unicodedata.normalize("NFC", text).replace("\r", "").replace("\u00ad", "")


def words_of(text: str) -> list[str]:
    """The words of a text: letters and digits, joined by apostrophes and hyphens."""
    return WORD.findall(text)


def _looks_wrapped(lines: list[str]) -> bool:
    long_lines = [line for line in lines if len(line) > _WRAPPED_LINE]
    cut = sum(not re.search(r"[.!?:;…»]$", line) for line in long_lines)
    return len(long_lines) > 5 and cut > 0.5 * len(long_lines)


def _lines(text: str) -> Iterator[list[tuple[str, int]]]:
    """Each line as pieces that one space parts, with their places in the text; an empty line has none."""
    start = 0
    for line in text.split("\n"):
        pieces = []
        begin = len(line) - len(line.lstrip(SPACES))
        body = line.rstrip(SPACES)
        for run in _RUN_OF_SPACES.finditer(body, begin):
            pieces.append((body[begin : run.start()].translate(_PLAIN_SPACES), start + begin))
            begin = run.end()
        if begin < len(body):
            pieces.append((body[begin:].translate(_PLAIN_SPACES), start + begin))
        yield pieces
        start += len(line) + 1


def _without_bullet(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The pieces of a list item without its mark; the same pieces when the line is no list item."""
    bullet = _BULLET.match(pieces[0][0])
    if not bullet or (bullet.end() == len(pieces[0][0]) and len(pieces) == 1):
        return pieces
    rest = pieces[0][0][bullet.end() :]
    return [(rest, pieces[0][1] + bullet.end()), *pieces[1:]] if rest else pieces[1:]


def blocks_of(text: str, *, wrapped: bool | None = None) -> list[Block]:
    """Paragraphs of a normalised text. A line joins the one before it when its sentence plainly goes on.

    `wrapped` says that lines were cut at a width (a text out of a PDF); None guesses.
    """
    lines = list(_lines(text))
    bodies = [" ".join(piece for piece, _ in line) for line in lines]
    if wrapped is None:
        wrapped = _looks_wrapped([body for body in bodies if body])
    blocks: list[Block] = []
    current: Block | None = None
    previous = ""
    for body, pieces in zip(bodies, lines, strict=True):
        if not body:
            current = None
            continue
        rest = _without_bullet(pieces)
        first = rest[0][0][:1]
        joins = False
        if current is not None and rest is pieces and not _CLOSED.search(current.end):
            both_long = wrapped and current.length > _WRAPPED_LINE and len(previous) > _WRAPPED_LINE
            joins = first.islower() or first in ("(", "«", ",") or both_long
        if not joins or current is None:
            current = Block()
            blocks.append(current)
        elif current.end.endswith("-") and first.islower():
            current.drop_last()
        else:
            current.append(" ", rest[0][1] - 1)
        for index, (piece, origin) in enumerate(rest):
            current.append(" " + piece if index else piece, origin - 1 if index else origin)
        previous = body
    return blocks


def _is_abbreviation(before: str, mark: str, following: str) -> bool:
    """True when the full stop ends « Dr », « p. 4 » or an initial and not a sentence."""
    if mark != ".":
        return False
    words = before.split()
    if not words:
        return False
    last = words[-1]
    low = last.lower().lstrip("(«\"'")
    return (
        low in _ABBREVIATIONS
        or (following.isdigit() and re.fullmatch(r"[a-zà-ÿ]|\d+", low) is not None)
        or re.fullmatch(r"(?:[a-z]\.)+[a-z]", low) is not None
        or re.fullmatch(r"[A-Z]", last) is not None
    )


def sentences_of(blocks: list[Block]) -> Iterator[Sentence]:
    """Sentences and fragments of the blocks, in order; what has no word is left out."""
    for block in blocks:
        start = 0
        for match in _BREAK.finditer(block.text):
            # The last word is enough; all that stands before it would be cut again at each full stop.
            before = block.text[max(start, match.start() - _LONGEST_ABBREVIATION) : match.start()]
            if _is_abbreviation(before, match.group(1), block.text[match.end() : match.end() + 1]):
                continue
            yield from _sentence(block, start, match.end())
            start = match.end()
        yield from _sentence(block, start, len(block.text))


def _sentence(block: Block, start: int, end: int) -> Iterator[Sentence]:
    raw = block.text[start:end]
    text = raw.strip()
    words = tuple(words_of(text))
    if words:
        is_fragment = len(words) < _FRAGMENT_WORDS and not _FINAL.search(text)
        yield Sentence(text, words, block, start + len(raw) - len(raw.lstrip()), is_fragment)
