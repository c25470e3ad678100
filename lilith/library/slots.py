"""What this room gives to the places of lower rooms, to search and to the map of the site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from lilith.foundation import slots
from lilith.foundation.selectors import page_of
from lilith.library import documents, selectors, services, sitemaps
from lilith.library.advice.permissions import Verb, can
from lilith.library.imports import personal_data
from lilith.library.imports.services import forget_old_imports
from lilith.library.models import Link, Term


def register() -> None:
    personal_data.register()
    slots.register_glossary(slots.Glossary(terms=selectors.glossary_terms, stamp=selectors.glossary_stamp))
    slots.register_change_listener(selectors.forget_explained_terms)
    slots.register_change_listener(services.follow_term)
    slots.register_change_listener(services.follow_publication)
    slots.register_prose_fields(slots.ProseFields(model=Term, levels={"definition": 1}, is_glossary=True))
    slots.register_prose_fields(slots.ProseFields(model=Link, levels={"what": 2}))
    slots.register_page_slot("workspace:items", words_item, order=40)
    slots.register_page_slot("page:glossaire", glossary_index)
    slots.register_page_slot("page:publications", publications_index)
    slots.register_page_slot("organisation:after", organisation_films, order=20)
    slots.register_page_slot("page:plan-du-site", map_sections, order=50)
    slots.register_search_source(documents.TERMS)
    slots.register_search_source(documents.PUBLICATIONS)
    slots.register_sitemap("glossaire", sitemaps.TermSitemap)
    slots.register_sitemap("publications", sitemaps.PublicationSitemap)
    slots.register_scheduled_work(slots.ScheduledWork("library-imports", timedelta(days=1), old_imports))
    slots.register_scheduled_work(slots.ScheduledWork("library-citations", timedelta(hours=1), missing_citations))


def old_imports(now: datetime) -> str:
    """Scheduled work: throw away imports that nobody accepted."""
    return f"{forget_old_imports(now=now)} import(s) oublié(s)"


def missing_citations(now: datetime) -> str:
    """Scheduled work: cite what came in bulk, a few hundred at a time."""
    return f"{services.keep_missing_citations(limit=300)} citation(s) faite(s)"


def words_item(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """A line of « Mon espace » for those who keep the words to avoid."""
    if request is None or not can(request.user, Verb.KEEP_WORDS_TO_AVOID):
        return ""
    return render_to_string("library/advice/workspace_item.html", {"url": reverse("words_to_avoid")}, request)


def glossary_index(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """Letters and categories, under the text of `/glossaire/`."""
    letters = selectors.term_letters()
    return render_to_string(
        "library/glossary_index.html",
        {"letters": letters, "count": sum(link.count for link in letters), "categories": selectors.categories()},
        request,
    )


def publications_index(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The first page of publications by year, and their types, under the text of `/publications/`."""
    rows = selectors.live_publications()
    page = page_of(rows, number=1)
    return render_to_string(
        "library/publications_index.html",
        {
            "groups": selectors.publication_types(),
            "page_obj": page,
            "years": selectors.publications_by_year(publications=page),
            "base": selectors.PUBLICATIONS,
            "link_count": selectors.live_links().count(),
        },
        request,
    )


def map_sections(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The glossary and publications in the map of the site."""
    pages = page_of(selectors.live_publications(), number=1).paginator.num_pages
    following = [slots.Place(f"Toutes, page {n}", f"{selectors.PUBLICATIONS}page-{n}/") for n in range(2, min(pages, 20) + 1)]
    parts = [
        {"title": "Glossaire", "url": selectors.GLOSSARY, "letters": selectors.term_letters()},
        {
            "title": "Publications",
            "url": selectors.PUBLICATIONS,
            "links": [*following, slots.Place("Liens utiles", selectors.LINKS)],
        },
    ]
    return "".join(render_to_string("foundation/components/map_section.html", part, request) for part in parts)


def organisation_films(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The films that an organisation made; nothing when there are none."""
    videos = selectors.videos_of_organisation(organisation=context["organisation"])
    return render_to_string("library/films.html", {"videos": videos}, request) if videos else ""
