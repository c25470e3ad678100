"""When a piece of news leaves: pure functions of a date and of the clock of Paris."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lilith.notifications.enums import Rhythm

# Summaries leave at seven in the morning, those of a week on Monday.
HOUR = time(7)
MONDAY = 0


def departure(*, rhythm: Rhythm, after: datetime) -> datetime | None:
    """When what is told at `after` leaves; None: never. Seven in the morning itself is for the day after."""
    if rhythm == Rhythm.NEVER:
        return None
    if rhythm == Rhythm.AT_ONCE:
        return after
    day = timezone.localdate(after)
    if _at(day) <= after:
        day += timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return _at(day)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, HOUR), timezone.get_default_timezone())
