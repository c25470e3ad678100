"""What this room gives to its own pages, to feeds, calendars, search and the sitemap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from lilith.foundation import slots
from lilith.foundation.selectors import page_of
from lilith.website import documents, listings
from lilith.website.models import ContentPage, NewsPage


def register() -> None:
    slots.register_page_slot("page:actualites", news)
    slots.register_page_slot("page:agenda", agenda)
    slots.register_page_slot("page:plan-du-site", map_sections, order=10)
    for model in (ContentPage, NewsPage):
        slots.register_prose_fields(slots.ProseFields(model=model, levels={"body": None}))
    for source in documents.SOURCES:
        slots.register_search_source(source)
    slots.register_feed(
        slots.Feed(
            name="actualites",
            title="Actualités",
            description="Ce qui s’est passé, et ce que cela change.",
            url=listings.NEWS,
            items=listings.news_feed,
        )
    )
    slots.register_calendar(slots.Calendar(entries=listings.calendar_entries, entry=listings.calendar_entry_by_key))


def news(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The newest news by year, under the text of `/actualites/`."""
    page = page_of(listings.live_news(), number=1)
    values = {"page_obj": page, "years": listings.news_by_year(news=page), "base": listings.NEWS}
    return render_to_string("website/news_list.html", values, request)


def agenda(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """What is to come, then the past year by year, under the text of `/agenda/`."""
    today = timezone.localdate()
    coming = listings.coming_events(today=today)
    known = {event.pk for event in coming}
    past = [event for event in listings.live_events() if event.pk not in known]
    values = {
        "coming": [_line(event) for event in coming],
        "years": listings.years(),
        "past": [(str(year), [_line(event) for event in rows]) for year, rows in listings.events_by_year(events=past)],
    }
    return render_to_string("website/agenda.html", values, request)


def _line(event: Any) -> dict[str, Any]:
    return {"event": event, "when": listings.when_words(event=event)}


def map_sections(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """Pathways, practices, pages and news in the map of the site; other rooms add theirs."""
    practices, count = listings.practice_places()
    most = listings.MOST_IN_MAP["news"]
    news_pages = list(listings.live_news()[: most + 1])
    values = {
        "doors": listings.theme_places(),
        "practices": practices,
        "all_practices": slots.Place(f"Voir les {count} pratiques", "/pratiques/") if count > len(practices) else None,
        "to_reduce": listings.to_reduce_places(),
        "pages": listings.page_places(),
        "news": [slots.Place(page.title, f"{listings.NEWS}{page.slug}/") for page in news_pages[:most]],
        "all_news": slots.Place("Voir toutes les actualités", listings.NEWS) if len(news_pages) > most else None,
    }
    return render_to_string("website/map.html", values, request)
