"""Paid time: declared by the person, checked by someone else, corrected with its history, paid.

Each act names the version that its author saw: the database lets one of two acts through.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from lilith.accounts.models import User
from lilith.foundation import changes
from lilith.participation.enums import TimeKind, TimeState, Verb
from lilith.participation.models import Rate, TimeEntry, TimeEntryChange
from lilith.participation.models.time import LONGEST_DAY, QUARTER
from lilith.participation.permissions import can
from lilith.participation.selectors.time import DONE, WAITING, rate_on

OLDEST_YEARS = 3
CENT = Decimal("0.01")
STALE = "Quelqu’un a changé cette ligne entre-temps. Regardez son état, puis recommencez si besoin."
OPEN = (*WAITING, TimeState.VALIDATED, TimeState.REFUSED)


def amount_of(*, minutes: int, rate: Rate) -> Decimal:
    """Euros for so many minutes: in proportion of a day of `rate.hours_per_day` hours, to the nearest cent."""
    return (Decimal(minutes) / 60 / rate.hours_per_day * rate.euros_per_day).quantize(CENT, ROUND_HALF_UP)


@transaction.atomic
def declare(*, person: User, day: date, kind: TimeKind, task: str, minutes: int, now: datetime) -> TimeEntry:
    """Write down what a person did. Raises ValidationError for a day or a length that cannot be, PermissionDenied."""
    _allowed(person, Verb.DECLARE_TIME)
    entry = TimeEntry(person=person, is_demo=person.is_demo)
    _fill(entry, day=day, kind=kind, task=task, minutes=minutes, today=timezone.localdate(now))
    entry.full_clean()
    entry.save()
    _note(entry, author=person, now=now)
    return entry


@transaction.atomic
def correct(
    *, entry: TimeEntry, version: int, by: User, day: date, kind: TimeKind, task: str, minutes: int, reason: str, now: datetime
) -> TimeEntry:
    """Change one's own entry: it has to be validated again. What is paid or given up stays as it is."""
    entry = _own(entry, by)
    was_counted = entry.state in DONE
    _fill(entry, day=day, kind=kind, task=task, minutes=minutes, today=timezone.localdate(now))
    entry.state, entry.validated_by, entry.validated_at = TimeState.CORRECTED, None, None
    return _write(entry, version=version, author=by, reason=reason, now=now, totals=was_counted)


@transaction.atomic
def cancel(*, entry: TimeEntry, version: int, by: User, reason: str, now: datetime) -> TimeEntry:
    """Give up one's own entry; it stays in the history."""
    entry = _own(entry, by)
    was_counted = entry.state in DONE
    entry.state, entry.validated_by, entry.validated_at = TimeState.CANCELLED, None, None
    return _write(entry, version=version, author=by, reason=reason, now=now, totals=was_counted)


@transaction.atomic
def validate(*, entry: TimeEntry, version: int, by: User, now: datetime) -> TimeEntry:
    """Say that someone else's entry is right. Nobody does so for their own."""
    entry = _of_another(entry, by)
    if entry.state not in WAITING:
        raise ValidationError(STALE, code="stale")
    entry.state, entry.validated_by, entry.validated_at = TimeState.VALIDATED, by, now
    return _write(entry, version=version, author=by, now=now, totals=True)


@transaction.atomic
def refuse(*, entry: TimeEntry, version: int, by: User, reason: str, now: datetime) -> TimeEntry:
    """Send someone else's entry back to them, with the reason; a validated one too, as long as it is not paid."""
    entry = _of_another(entry, by)
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi\u00a0: la personne le lira."})
    if entry.state not in (*WAITING, TimeState.VALIDATED):
        raise ValidationError(STALE, code="stale")
    was_counted = entry.state in DONE
    entry.state, entry.validated_by, entry.validated_at = TimeState.REFUSED, None, None
    return _write(entry, version=version, author=by, reason=reason, now=now, totals=was_counted)


@transaction.atomic
def pay(*, entries: Iterable[tuple[UUID, int]], by: User, paid_on: date, now: datetime) -> list[TimeEntry]:
    """Note that validated entries (identifier, version seen) are paid: all of them, or none."""
    if paid_on > timezone.localdate(now):
        raise ValidationError({"paid_on": "Cette date est dans le futur."})
    paid = []
    for identifier, version in entries:
        entry = TimeEntry.objects.filter(uuid=identifier).first()
        if entry is None:
            raise ValidationError(STALE, code="stale")
        entry = _of_another(entry, by)
        if entry.state != TimeState.VALIDATED:
            raise ValidationError(STALE, code="stale")
        entry.state, entry.paid_on = TimeState.PAID, paid_on
        paid.append(_write(entry, version=version, author=by, now=now, totals=False))
    if not paid:
        raise ValidationError("Cochez au moins une ligne.")
    return paid


def _allowed(user: User, verb: Verb) -> None:
    if not can(user, verb):
        raise PermissionDenied


def _own(entry: TimeEntry, by: User) -> TimeEntry:
    entry = TimeEntry.objects.get(pk=entry.pk)
    if entry.person_id != by.pk:
        raise PermissionDenied
    if entry.state not in OPEN:
        raise ValidationError(
            f"Cette ligne est {entry.get_state_display()}\u00a0: elle ne change plus. Écrivez à la coordination."
        )
    return entry


def _of_another(entry: TimeEntry, by: User) -> TimeEntry:
    _allowed(by, Verb.VALIDATE_TIME)
    entry = TimeEntry.objects.get(pk=entry.pk)
    # The demonstration never touches the real ledger, nor the other way round.
    if entry.is_demo != by.is_demo:
        raise PermissionDenied
    if entry.person_id == by.pk:
        raise ValidationError("C’est votre temps\u00a0: une autre personne doit le valider.", code="own")
    return entry


def _fill(entry: TimeEntry, *, day: date, kind: TimeKind, task: str, minutes: int, today: date) -> None:
    if day > today:
        raise ValidationError({"day": "Cette date est dans le futur."})
    if day < today - relativedelta(years=OLDEST_YEARS):
        raise ValidationError({"day": f"Cette date a plus de {OLDEST_YEARS} ans. Écrivez à la coordination."})
    if not 0 < minutes <= LONGEST_DAY or minutes % QUARTER:
        raise ValidationError({"hours": "Donnez une durée en quarts d’heure, de 0,25 à 24 heures."})
    if not task.strip():
        raise ValidationError({"task": "Dites en quelques mots ce que vous avez fait."})
    # One at a time for each person, so that the sum of a day is right.
    User.objects.select_for_update().get(pk=entry.person_id)
    others = TimeEntry.objects.filter(person=entry.person_id, day=day, state__in=OPEN + DONE).exclude(pk=entry.pk)
    if minutes + (others.aggregate(total=Sum("minutes"))["total"] or 0) > LONGEST_DAY:
        raise ValidationError({"hours": "Avec vos autres lignes, cela fait plus de 24 heures ce jour-là."})
    rate = rate_on(day=day)
    entry.day, entry.kind, entry.task, entry.minutes = day, kind, task.strip(), minutes
    entry.euros_per_day, entry.hours_per_day = rate.euros_per_day, rate.hours_per_day
    entry.amount = amount_of(minutes=minutes, rate=rate)


_WRITTEN = (
    "day", "kind", "task", "minutes", "euros_per_day", "hours_per_day", "amount", "state", "reason", "validated_by",
    "validated_at", "paid_on", "version",
)  # fmt: skip
_HISTORY = ("day", "kind", "task", "minutes", "euros_per_day", "hours_per_day", "amount", "state", "reason")


def _write(entry: TimeEntry, *, version: int, author: User, now: datetime, reason: str = "", totals: bool = False) -> TimeEntry:
    entry.version, entry.reason = version + 1, reason.strip()
    entry.full_clean()
    seen = TimeEntry.objects.filter(pk=entry.pk, version=version)
    if not seen.update(**{name: getattr(entry, name) for name in _WRITTEN}):
        raise ValidationError(STALE, code="stale")
    _note(entry, author=author, now=now)
    if totals:
        changes.tell(entry)
    return entry


def _note(entry: TimeEntry, *, author: User, now: datetime) -> None:
    change = TimeEntryChange(entry=entry, number=entry.version, author=author, recorded_at=now)
    for name in _HISTORY:
        setattr(change, name, getattr(entry, name))
    change.full_clean()
    change.save()
