"""Questions that every room with a list asks: the order of names, the letter of a word, one page of a list."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.utils.html import strip_tags

# What begins with a digit or a sign stands under this letter.
OTHER_LETTER = "0"
_LINE_ENDS = ("</p>", "</li>", "</h2>", "</h3>", "<br>", "<br/>")


@dataclass(frozen=True)
class LetterLink:
    """One page of a list by letter: « C », its words, and its address."""

    letter: str
    label: str
    url: str
    count: int
    number: int = 1


def sort_key(text: str) -> str:
    """`text` without accents, marks or capitals, so that « École » stands among the E."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in folded if character.isalnum() or character == " ").strip()


def letter_of(text: str) -> str:
    """« a » to « z », or « 0 » for a name that begins with something else."""
    first = sort_key(text)[:1]
    return first if "a" <= first <= "z" else OTHER_LETTER


def shown_letter(letter: str) -> str:
    """« C » for « c », « 0-9 » for what has no letter."""
    return letter.upper() if letter != OTHER_LETTER else "0-9"


def _page_size() -> int:
    return int(str(settings.LILITH["PAGE_SIZE"]))


def letter_links(names: Iterable[str], *, base: str, noun: tuple[str, str]) -> list[LetterLink]:
    """The pages of a list cut by first letter, `settings.LILITH["PAGE_SIZE"]` names a page.

    `base` is the address of the list; each letter stands at `<base>lettre-<x>/`, its next pages at `…/page-2/`.
    `noun` is what is counted, singular and plural. Letters without a name are left out.
    """
    size = _page_size()
    counts = Counter(letter_of(name) for name in names)
    links = []
    for letter in sorted(counts):
        total = counts[letter]
        for number, start in enumerate(range(0, total, size), start=1):
            here = min(size, total - start)
            label = f"{here} {noun[here > 1]}" if total <= size else f"{start + 1} à {start + here}"
            tail = "" if number == 1 else f"page-{number}/"
            links.append(LetterLink(shown_letter(letter), label, f"{base}lettre-{letter}/{tail}", here, number))
    return links


def page_of(items: Sequence[Any] | Any, *, number: int) -> Page:
    """Page `number` of a list. Raises Http404 for a page that does not exist."""
    paginator = Paginator(items, _page_size())
    try:
        return paginator.page(number)
    except EmptyPage as error:
        raise Http404 from error


def page_words(*, number: int) -> str:
    """What the title of a page of a list adds to that of the first: « , page 2 », or nothing."""
    return f", page {number}" if number > 1 else ""


def text_of(html: str) -> str:
    """The words of rich text, one paragraph or list item a line."""
    spaced = html
    for tag in _LINE_ENDS:
        spaced = spaced.replace(tag, tag + "\n")
    lines = (" ".join(line.split()) for line in unescape(strip_tags(spaced)).split("\n"))
    return "\n".join(line for line in lines if line)


def related_titles(records: Sequence[Any], relation: str) -> dict[int, list[str]]:
    """Key of each record → titles of the live pages of a room above that point to it by many-to-many (`relation` is their
    `related_name`). One query; empty when that room is not installed.
    """
    if not records:
        return {}
    try:
        rel: Any = type(records[0])._meta.get_field(relation)
    except FieldDoesNotExist:
        return {}
    here, there = rel.field.m2m_reverse_field_name(), rel.field.m2m_field_name()
    rows = rel.through.objects.filter(**{f"{here}__in": [record.pk for record in records], f"{there}__live": True})
    found: dict[int, list[str]] = defaultdict(list)
    for pk, title in rows.order_by(f"{there}__title").values_list(here, f"{there}__title"):
        found[pk].append(title)
    return found
