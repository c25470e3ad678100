"""Real rows of the library for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.text import slugify

from lilith.library.models import Publication, Term

TODAY = date(2026, 11, 22)


def term(name: str, definition: str = "C’est un mot simple.", **fields: Any) -> Term:
    values = {"slug": slugify(name), "category": "soins et lieux", "updated_on": TODAY, **fields}
    record = Term(term=name, definition=f"<p>{definition}</p>", **values)
    record.full_clean()
    record.save()
    return record


def publication(slug: str = "poremski-2016", **fields: Any) -> Publication:
    values = {
        "title": "Effects of Housing First on Employment and Income",
        "type": "article",
        "authors": "Poremski D.\nStergiopoulos V.",
        "year": 2016,
        "journal": "Psychiatric Services",
        "volume": "67(6)",
        "pages": "603-609",
        "language": "en",
        "plain_summary": "C’est un article de 2016, en anglais.",
        "updated_on": TODAY,
        **fields,
    }
    record = Publication(slug=slug, **values)
    record.full_clean()
    record.save()
    return record
