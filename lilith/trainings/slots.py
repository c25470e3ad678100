"""What this room gives to the places of lower rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from lilith.foundation import slots
from lilith.foundation.selectors import page_of
from lilith.trainings import documents, selectors, sitemaps

# More than these would make the map of the site too long to read.
MOST_IN_MAP = 60


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
    """The trainings in the map of the site."""
    courses = selectors.catalogue()
    links = [slots.Place(course.title, course.get_absolute_url()) for course in courses[:MOST_IN_MAP]]
    more = slots.Place(f"Voir les {len(courses)} formations", selectors.CATALOGUE) if len(courses) > MOST_IN_MAP else None
    values = {"title": "Se former", "url": selectors.CATALOGUE, "links": links, "more": more}
    return render_to_string("foundation/components/map_section.html", values, request)
