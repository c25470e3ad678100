"""Questions about paid time: the rate of a day, someone's entries, what waits, and the totals of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone

from lilith.accounts.models import User
from lilith.participation.enums import TimeState
from lilith.participation.models import Rate, TimeEntry

WAITING = (TimeState.DECLARED, TimeState.CORRECTED)
DONE = (TimeState.VALIDATED, TimeState.PAID)
# What is neither given up nor sent back.
COUNTED = (*WAITING, *DONE)


@dataclass(frozen=True)
class YearTotal:
    """What lived experience gave in one year, validated or paid. `people` is None when they are too few to be counted;
    `updated_on` is the day of the last validation.
    """

    year: int
    hours: Decimal
    euros: Decimal
    people: int | None
    updated_on: date


@dataclass(frozen=True)
class Statement:
    """The entries of one person between two days (both included), oldest first, and the sums in euros by state."""

    person: User
    start: date
    end: date
    entries: list[TimeEntry]
    hours: Decimal
    waiting: Decimal
    validated: Decimal
    paid: Decimal


def rate_on(*, day: date) -> Rate:
    """The rate in force on a day: the last one written, else that of the settings (not saved)."""
    found = Rate.objects.filter(since__lte=day).order_by("-since").first()
    if found is not None:
        return found
    default = settings.LILITH["LIVED_EXPERIENCE_RATE"]
    return Rate(
        since=day,
        euros_per_day=Decimal(str(default["euros_per_day"])),
        hours_per_day=Decimal(str(default["hours_per_day"])),
    )


def entries_of(*, person: User) -> QuerySet[TimeEntry]:
    """The entries of a person, the latest first."""
    return TimeEntry.objects.filter(person=person).order_by("-day", "-pk")


def to_validate(*, by: Any) -> QuerySet[TimeEntry]:
    """What waits for `by`, the oldest first: never their own; the demonstration and the real ledger stay apart."""
    return _of_others(by).filter(state__in=WAITING).order_by("day", "pk")


def to_pay(*, by: Any) -> QuerySet[TimeEntry]:
    """What is validated and not paid yet, by person, the oldest first."""
    return _of_others(by).filter(state=TimeState.VALIDATED).order_by("person__display_name", "person", "day", "pk")


def counts_of_others(*, by: Any) -> tuple[int, int]:
    """How many entries of others wait for `by` to be validated, and to be paid. One query."""
    states = list(_of_others(by).filter(state__in=(*WAITING, TimeState.VALIDATED)).values_list("state", flat=True))
    due = states.count(TimeState.VALIDATED)
    return len(states) - due, due


def _of_others(by: Any) -> QuerySet[TimeEntry]:
    return TimeEntry.objects.filter(is_demo=by.is_demo).exclude(person=by).select_related("person")


def ledger(*, by: Any, start: date, end: date, person: User | None = None) -> QuerySet[TimeEntry]:
    """Every entry between two days that `by` may read, of everyone or of one person, the oldest first."""
    rows = TimeEntry.objects.filter(is_demo=by.is_demo, day__gte=start, day__lte=end).select_related("person")
    return (rows.filter(person=person) if person else rows).order_by("day", "pk")


def people(*, by: Any) -> QuerySet[User]:
    """Those who have entries that `by` may read."""
    return User.objects.filter(time_entries__is_demo=by.is_demo).distinct().order_by("display_name", "pk")


def statement(*, person: User, start: date, end: date) -> Statement:
    """What one person gave between two days; what was given up is left out."""
    rows = TimeEntry.objects.filter(person=person, day__gte=start, day__lte=end).exclude(state=TimeState.CANCELLED)
    entries = list(rows.order_by("day", "pk"))

    def euros(*states: TimeState) -> Decimal:
        return sum((entry.amount for entry in entries if entry.state in states), Decimal("0.00"))

    return Statement(
        person=person,
        start=start,
        end=end,
        entries=entries,
        hours=sum((entry.hours for entry in entries if entry.state in COUNTED), Decimal(0)),
        waiting=euros(*WAITING),
        validated=euros(TimeState.VALIDATED),
        paid=euros(TimeState.PAID),
    )


def yearly_totals() -> list[YearTotal]:
    """What was given each year, the latest first, demonstration left out.

    People are counted from `settings.LILITH["SMALLEST_GROUP"]` up. One query.
    """
    rows = (
        TimeEntry.objects.filter(is_demo=False, state__in=DONE)
        .order_by()
        .annotate(year=ExtractYear("day"))
        .values("year")
        .annotate(
            minutes_given=Sum("minutes"), euros=Sum("amount"), people=Count("person", distinct=True), last=Max("validated_at")
        )
        .order_by("-year")
    )
    smallest = settings.LILITH["SMALLEST_GROUP"]
    return [
        YearTotal(
            year=row["year"],
            hours=Decimal(row["minutes_given"]) / 60,
            euros=row["euros"],
            people=row["people"] if row["people"] >= smallest else None,
            updated_on=timezone.localdate(row["last"]),
        )
        for row in rows
    ]
