"""Questions about news by year, the agenda, and the map of the site."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.utils.dates import MONTHS

from lilith.foundation.selectors import sort_key
from lilith.foundation.slots import CalendarEntry, FeedItem, Place
from lilith.practices.models import PracticePage, ToReducePage
from lilith.practices.selectors import doors
from lilith.website.models import ContentPage, Event, NewsPage

NEWS = "/actualites/"
AGENDA = "/agenda/"
# Above these, a list of the map gives its first lines and the address of the whole.
IN_MAP_ALREADY = {
    "/plan-du-site/", "/pratiques/", "/a-reduire/", "/actualites/", "/formations/", "/glossaire/", "/publications/", "/organismes/",
}  # fmt: skip
# A keyboard goes through them all.
MOST_IN_MAP = {"practices": 160, "news": 8, "pages": 80}


@dataclass(frozen=True)
class Year:
    """A year of the agenda: its address and how many dates it holds."""

    number: int
    url: str
    count: int


# News


def live_news() -> QuerySet[NewsPage]:
    """News that the public sees, newest first."""
    return (
        NewsPage.objects.live()
        .order_by("-day", "title")
        .only(
            "title", "slug", "summary", "day", "day_label", "place", "updated_on", "path", "depth", "url_path", "literacy_level"
        )
    )


def news_by_year(*, news: Iterable[NewsPage]) -> list[tuple[int, list[NewsPage]]]:
    """(year, its news) of a list that is in order."""
    return [(year, list(rows)) for year, rows in groupby(news, key=lambda page: page.day.year)]


def news_feed(most: int) -> list[FeedItem]:
    """The newest news for a feed, demonstration left out."""
    rows = live_news().filter(is_demo=False)[:most]
    return [
        FeedItem(page.title, f"{NEWS}{page.slug}/", page.day, page.day_label, page.summary, page.updated_on) for page in rows
    ]


# Agenda


def live_events() -> QuerySet[Event]:
    """Dated things that the public sees, newest first."""
    return Event.objects.filter(live=True).order_by("-day", "title")


def last_day(*, event: Event) -> date:
    """The last day that the date of an event may mean: that day, or the end of its month or year."""
    if event.precision == "year":
        return date(event.day.year, 12, 31)
    if event.precision == "month":
        return event.day.replace(day=calendar.monthrange(event.day.year, event.day.month)[1])
    return event.day


def when_words(*, event: Event) -> str:
    """The date in words: that of the editor, else « 6 juin 2018 », « juin 2018 » or « 2018 » as far as it is known."""
    if event.day_label:
        return event.day_label[:1].upper() + event.day_label[1:]
    if event.precision == "year":
        return str(event.day.year)
    month = f"{MONTHS[event.day.month]} {event.day.year}"
    if event.precision == "month":
        return month[:1].upper() + month[1:]
    return f"{'1er' if event.day.day == 1 else event.day.day} {month}"


def coming_events(*, today: date) -> list[Event]:
    """Events that are not over on `today`, the next one first."""
    # A month or a year may go on long after its first day.
    since = date(today.year, 1, 1)
    rows = [event for event in live_events().filter(day__gte=since) if last_day(event=event) >= today]
    return sorted(rows, key=lambda event: (event.day, event.title))


def years() -> list[Year]:
    """The years of the agenda, the latest first."""
    counts = Counter(day.year for day in Event.objects.filter(live=True).values_list("day", flat=True))
    return [Year(number, f"{AGENDA}{number}/", counts[number]) for number in sorted(counts, reverse=True)]


def events_by_year(*, events: Iterable[Event]) -> list[tuple[int, list[Event]]]:
    """(year, its events) of a list that is in order."""
    return [(year, list(rows)) for year, rows in groupby(events, key=lambda event: event.day.year)]


def calendar_entry(event: Event) -> CalendarEntry:
    """An event as calendars take it."""
    return CalendarEntry(
        key=event.slug,
        title=event.title,
        day=event.day,
        end=last_day(event=event),
        url=event.get_absolute_url(),
        precision=event.precision,
        day_label=event.day_label,
        summary=event.summary,
        place=event.place,
        updated=event.updated_on,
    )


def calendar_entries() -> list[CalendarEntry]:
    """Every event, newest first, demonstration left out."""
    return [calendar_entry(event) for event in live_events().filter(is_demo=False)]


def calendar_entry_by_key(key: str) -> CalendarEntry | None:
    """One event by its key; None when there is none."""
    event = live_events().filter(is_demo=False, slug=key).first()
    return calendar_entry(event) if event else None


# Map of the site


def practice_places() -> tuple[list[Place], int]:
    """The first practices by name, and how many there are."""
    practices = PracticePage.objects.live().filter(is_demo=False)
    rows = practices.order_by("title").values_list("title", "short_name", "slug")[: MOST_IN_MAP["practices"]]
    places = [Place(short or title, f"/pratiques/{slug}/") for title, short, slug in rows]
    return sorted(places, key=lambda place: sort_key(place.title)), practices.count()


def theme_places() -> list[tuple[Place, str, list[Place]]]:
    """(pathway, its tint, its themes)."""
    return [
        (Place(door.title, door.url), door.css, [Place(theme.title, theme.url) for theme in door.themes]) for door in doors()
    ]


def page_places() -> list[Place]:
    """The pages of text, in the editors' order; those below another one follow it."""
    rows = ContentPage.objects.live().filter(is_demo=False).values_list("title", "url_path", "order", "depth")
    orders = {url_path: order for _, url_path, order, _ in rows}

    def key(row: tuple[str, str, int, int]) -> list[tuple[int, str]]:
        parts = row[1].strip("/").split("/")
        above = ["/" + "/".join(parts[:length]) + "/" for length in range(2, len(parts) + 1)]
        return [(orders.get(address, 100), address) for address in above]

    places = [Place(title, "/" + url_path.split("/", 2)[2]) for title, url_path, _, _ in sorted(rows, key=key)]
    return [place for place in places if place.url not in IN_MAP_ALREADY][: MOST_IN_MAP["pages"]]


def to_reduce_places() -> list[Place]:
    """The pages of what is to be reduced."""
    rows = ToReducePage.objects.live().order_by("title").values_list("title", "slug")
    return [Place(title, f"/a-reduire/{slug}/") for title, slug in rows]
