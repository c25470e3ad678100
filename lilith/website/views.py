"""Pages of the site that are no Wagtail pages: more news, the years of the agenda, results of the search."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lilith.foundation.fields import lines_of
from lilith.foundation.page_cache import varies_on
from lilith.foundation.selectors import page_of, page_words
from lilith.foundation.slots import Place
from lilith.foundation.templatetags.structured import absolute
from lilith.website import listings
from lilith.website.models import Event

HOME = ("Accueil", "/")


@varies_on()
def more_news(request: HttpRequest, number: int) -> HttpResponse:
    """The next pages of the news."""
    page = page_of(listings.live_news(), number=number)
    updated = max((row.updated_on for row in page if row.updated_on), default=None)
    return render(
        request,
        "website/more_news.html",
        {
            "meta_title": "Actualités" + page_words(number=number),
            "meta_description": "Les actualités plus anciennes de la santé mentale, d’après les documents de lilith.",
            "updated_on": updated,
            "foot": {"updated_on": updated},
            "steps": [HOME, ("Actualités", listings.NEWS)],
            "current": f"Page {number}",
            "page_obj": page,
            "years": listings.news_by_year(news=page),
            "base": listings.NEWS,
        },
    )


@varies_on()
def agenda_year(request: HttpRequest, year: int) -> HttpResponse:
    """The dates of one year, with what is known of each."""
    years = listings.years()
    numbers = [known.number for known in years]
    if year not in numbers:
        raise Http404
    events = listings.live_events().filter(day__year=year).order_by("day", "title").prefetch_related("practices", "news")
    rows = [
        {
            "event": event,
            "when": listings.when_words(event=event),
            "organisations": lines_of(event.organisations),
            "facts": lines_of(event.facts),
            "figures": lines_of(event.figures),
            "practices": [practice for practice in event.practices.all() if practice.live],
            "news": [page for page in event.news.all() if page.live],
        }
        for event in events
    ]
    place = numbers.index(year)
    updated = max((row["event"].updated_on for row in rows if row["event"].updated_on), default=None)
    before = years[place + 1] if place + 1 < len(years) else None
    after = years[place - 1] if place else None
    return render(
        request,
        "website/agenda_year.html",
        {
            "year": str(year),
            "meta_title": f"Agenda {year}",
            "meta_description": f"Les dates de {year} : {', '.join(row['event'].title for row in rows)[:220]}.",
            "updated_on": updated,
            "foot": {"updated_on": updated},
            "steps": [HOME, ("Agenda", listings.AGENDA)],
            "current": str(year),
            "rows": rows,
            "previous_page": Place(str(before.number), before.url) if before else None,
            "next_page": Place(str(after.number), after.url) if after else None,
            "structured": {"@graph": [_event_data(row["event"]) for row in rows if row["event"].precision == "day"]},
        },
    )


def _event_data(event: Event) -> dict[str, object]:
    data = {
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "startDate": event.day.isoformat(),
        "location": {"@type": "Place", "name": event.place} if event.place else "",
        "url": absolute(event.get_absolute_url()),
    }
    return {key: value for key, value in data.items() if value}
