"""Dated things as iCalendar files. Every entry lasts whole days: documents give no hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from lilith.foundation.slots import CalendarEntry, calendars
from lilith.foundation.templatetags.structured import absolute

_VAGUE = {"month": "Le jour exact n’est pas connu.", "year": "Le mois et le jour ne sont pas connus."}


def all_entries() -> list[CalendarEntry]:
    """The entries of every room, newest first."""
    found = [entry for calendar in calendars() for entry in calendar.entries()]
    return sorted(found, key=lambda entry: (entry.day, entry.key), reverse=True)


def entry_of(*, key: str) -> CalendarEntry | None:
    """The entry with this key; None when no room has it."""
    return next((entry for calendar in calendars() if (entry := calendar.entry(key)) is not None), None)


def render(entries: Iterable[CalendarEntry], *, name: str) -> bytes:
    """Entries as one iCalendar file (RFC 5545), the same bytes for the same entries."""
    calendar = Calendar()
    calendar.add("prodid", "-//lilith//agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: CalendarEntry) -> Event:
    host = urlsplit(settings.BASE_URL).hostname or "lilith"
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("summary", entry.title)
    # The end of an event of whole days is the day after its last one.
    event.add("dtstart", entry.day)
    event.add("dtend", entry.end + timedelta(days=1))
    event.add("dtstamp", datetime.combine(entry.updated or entry.day, time.min, UTC))
    lines = [entry.summary, f"Date : {entry.day_label}" if entry.day_label else "", _VAGUE.get(entry.precision, "")]
    event.add("description", "\n".join([line for line in lines if line] + [absolute(entry.url)]))
    event.add("url", absolute(entry.url))
    event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    return event
