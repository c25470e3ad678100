"""Where practices and themes refer to a word, a publication or an organisation: lines for the pages of lower rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

from lilith.foundation import slots
from lilith.practices.models import PracticePage, ThemePage

# A longer list helps nobody; the number of the others is said.
MOST = 24
FIELDS = ("title", "short_name", "slug", "summary", "url_path")


def register() -> None:
    slots.register_page_slot("term:after", of_term, order=10)
    slots.register_page_slot("publication:after", of_publication, order=10)
    slots.register_page_slot("organisation:after", of_organisation, order=10)


def of_term(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The practices and themes that use a word of the glossary."""
    return _lines(request, context["term"], title="Où lire ce mot", themes=True)


def of_publication(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The practices and themes that cite a publication."""
    return _lines(request, context["publication"], title="Les pratiques qui citent ce texte", themes=True)


def of_organisation(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The practices that name an organisation."""
    return _lines(request, context["organisation"], title="Ses pratiques", themes=False)


def _lines(request: HttpRequest, record: Any, *, title: str, themes: bool) -> str:
    practices: QuerySet[PracticePage] = record.practices.live().filter(is_demo=False).order_by("title").only(*FIELDS)
    shown = list(practices[: MOST + 1])
    others = practices.count() - MOST if len(shown) > MOST else 0
    found: list[ThemePage] = (
        list(record.themes.live().order_by("order").only("title", "slug", "icon", "url_path")) if themes else []
    )
    if not shown and not found:
        return ""
    values = {"title": title, "practices": shown[:MOST], "others": others, "themes": found}
    return render_to_string("practices/components/mentions.html", values, request)
