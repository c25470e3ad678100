"""What this room gives to the places of lower rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from lilith.foundation import slots
from lilith.foundation.selectors import page_of
from lilith.trainings import documents, selectors, sitemaps


def register() -> None:
    slots.register_page_slot("page:formations", catalogue)
    slots.register_page_slot("page:plan-du-site", map_section, order=40)
    slots.register_search_source(documents.COURSES)
    slots.register_sitemap("formations", sitemaps.CourseSitemap)


def catalogue(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The first page of the catalogue, under the text of `/formations/`."""
    page = page_of(selectors.catalogue(), number=1)
    values = {
        "groups": selectors.groups(),
        "page_obj": page,
        "families": selectors.by_family(courses=page),
        "base": selectors.CATALOGUE,
    }
    return render_to_string("trainings/catalogue.html", values, request)


def map_section(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The families of trainings in the map of the site: each training would make it too long for a keyboard."""
    links = [slots.Place(f"{group.name} ({group.count})", group.url) for group in selectors.groups()]
    values = {"title": "Se former", "url": selectors.CATALOGUE, "links": links}
    return render_to_string("foundation/components/map_section.html", values, request)
