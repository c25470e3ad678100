"""A rich text made shorter, by whole sentences, for a table or a sheet of paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[«(A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ0-9])")


@dataclass(frozen=True)
class Paragraph:
    """Plain text; `items` instead when it is a list."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Digest:
    """The first paragraphs of a text. `is_shortened`: the text goes on."""

    paragraphs: tuple[Paragraph, ...] = ()
    is_shortened: bool = False

    def __bool__(self) -> bool:
        return bool(self.paragraphs)

    def lines(self, line: int) -> int:
        """Lines of `line` characters that it takes on paper."""
        return sum(_whole_lines(len(part), line) // line for one in self.paragraphs for part in one.items or (one.text,))


def sentences_of(text: str) -> list[str]:
    """The sentences of a plain text; an ordinal or an acronym with points does not end one."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def digest(html: str, *, characters: int, line: int = 1) -> Digest:
    """The beginning of a rich text within `characters`, cut between sentences or items.

    On paper, an item of a list and the end of a paragraph take whole lines: `line` is how many characters one holds. The first
    sentence is always there, cut at a word when it alone is too long.
    """
    left = characters
    kept: list[Paragraph] = []
    for block in _blocks(html):
        parts = block if isinstance(block, list) else sentences_of(block)
        taken: list[str] = []
        for part in parts:
            cost = _whole_lines(len(part), line) if isinstance(block, list) else len(part) + 1
            if cost > left:
                break
            taken.append(part)
            left -= cost
        left -= left % line
        whole = len(taken) == len(parts)
        if not taken and not kept and parts:
            taken = [_cut(parts[0], characters - 2)]
        if taken:
            kept.append(Paragraph(items=tuple(taken)) if isinstance(block, list) else Paragraph(" ".join(taken)))
        if not whole:
            return Digest(tuple(kept), is_shortened=True)
    return Digest(tuple(kept))


def _whole_lines(characters: int, line: int) -> int:
    return -(-characters // line) * line


def _cut(text: str, characters: int) -> str:
    if len(text) <= characters:
        return text
    return text[:characters].rsplit(" ", 1)[0].rstrip(",;:\u00a0 ") + "\u00a0…"


def _blocks(html: str) -> list[str | list[str]]:
    """Paragraphs as text, lists as lists of text, in their order."""
    soup = BeautifulSoup(html or "", "html.parser")
    found: list[str | list[str]] = []
    for element in soup.find_all(["p", "ul", "ol", "h2", "h3"]):
        if element.find_parent(["ul", "ol"]):
            continue
        if element.name in {"ul", "ol"}:
            items = [_text(item) for item in element.find_all("li")]
            found.append([item for item in items if item])
        elif _text(element):
            found.append(_text(element))
    if not found and soup.get_text(strip=True):
        found.append(_text(soup))
    return [block for block in found if block]


def _text(element: Tag) -> str:
    return re.sub(r"[ \t\r\n]+", " ", element.get_text()).strip()
