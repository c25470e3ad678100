"""The life of an appraisal: received, read, sent back, closed. Who reads is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.accounts.models import Organisation, User
from lilith.evidence.appraisals.cells import (
    READERS,
    THIRD,
    active_readings,
    disagreements,
    lines_to_judge,
)
from lilith.evidence.appraisals.enums import AppraisalState, ReadingState
from lilith.evidence.appraisals.errors import InvalidError, NotAllowedError, StaleError, WrongMomentError
from lilith.evidence.appraisals.standing import obstacle, require
from lilith.evidence.models import Appraisal, AppraisalEvent, ConcernedOrganisation, Dossier, Opinion, Reading
from lilith.evidence.permissions import Verb

BEFORE_RESULT = (AppraisalState.RECEIVED, AppraisalState.READING, AppraisalState.TO_COMPLETE)


@transaction.atomic
def open_appraisal(
    *,
    dossier: Dossier,
    by: User,
    requested_by_role: str,
    reason: str,
    now: datetime,
    organisations: Iterable[Organisation] = (),
) -> Appraisal:
    """Receive an appraisal. `organisations` carry, pay for or sell the practice: whoever has a tie to them stays out.

    The appraisal of a demonstration dossier is a demonstration. Raises NotAllowedError; WrongMomentError when one is open
    already.
    """
    # Two openings at once wait for each other here.
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    is_demo = dossier.is_demo
    role = require(user=by, verb=Verb.OPEN_APPRAISAL, dossier=dossier, is_demo=is_demo, today=timezone.localdate(now))
    number = (Appraisal.objects.filter(dossier=dossier).aggregate(last=Max("number"))["last"] or 0) + 1
    row = Appraisal(
        dossier=dossier,
        number=number,
        requested_by_role=requested_by_role.strip(),
        request_reason=reason.strip(),
        is_demo=is_demo,
    )
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        words = error.message_dict
        if set(words) == {"__all__"}:
            raise WrongMomentError(words["__all__"][0]) from error
        raise InvalidError("Quelque chose est à corriger.", {name: text[0] for name, text in words.items()}) from error
    except IntegrityError as error:
        raise WrongMomentError("Une évaluation de ce dossier est déjà ouverte.") from error
    for organisation in organisations:
        ConcernedOrganisation.objects.get_or_create(dossier=dossier, organisation=organisation)
    move(row, AppraisalState.RECEIVED, by=by, role=role, reason="", now=now)
    return row


@transaction.atomic
def assign_reader(
    *, appraisal: Appraisal, seat: int, reviewer: User, by: User, seen_version: int, now: datetime, reason: str = ""
) -> Reading:
    """Give a seat to a reader; `reason` is needed to replace one who has not finished.

    The appraisal is « en lecture » once seats 1 and 2 are taken. Raises NotAllowedError (who asks), InvalidError (who would
    read), WrongMomentError, StaleError.
    """
    row = take(appraisal, seen_version)
    today = timezone.localdate(now)
    require(user=by, verb=Verb.ASSIGN_READERS, dossier=row.dossier, is_demo=row.is_demo, today=today)
    readings = active_readings(row)
    _check_moment(row, seat, readings)
    _check_reviewer(row, seat, reviewer, by, readings, now)
    sitting = readings.get(seat)
    if sitting is not None:
        _withdraw(sitting, reason, now)
    days = settings.LILITH["APPRAISAL"]["READING_DAYS" if seat in READERS else "DELIBERATION_DAYS"]
    reading = Reading(
        appraisal=row,
        seat=seat,
        reviewer=reviewer,
        role=Role.COMMITTEE,
        assigned_on=today,
        due_on=today + timedelta(days=int(days)),
    )
    try:
        with transaction.atomic():
            reading.save()
    except IntegrityError as error:
        raise StaleError("Cette place vient d’être prise. Rechargez la page.") from error
    if row.state == AppraisalState.RECEIVED and all(place == seat or place in readings for place in READERS):
        move(row, AppraisalState.READING, by=by, role=Role.COORDINATION, reason="", now=now)
    return reading


@transaction.atomic
def ask_to_complete(*, appraisal: Appraisal, by: User, reason: str, seen_version: int, now: datetime) -> None:
    """A reader, or who opened it, says what the dossier lacks; the reason is public. Readings are kept as they are."""
    row = take(appraisal, seen_version)
    reads = any(reading.reviewer_id == by.pk for reading in active_readings(row).values())
    verb = Verb.APPRAISE if reads else Verb.ASSIGN_READERS
    role = require(user=by, verb=verb, dossier=row.dossier, is_demo=row.is_demo, today=timezone.localdate(now))
    if row.state not in (AppraisalState.RECEIVED, AppraisalState.READING):
        raise WrongMomentError("On ne peut plus demander de compléter ce dossier à cette étape.")
    move(row, AppraisalState.TO_COMPLETE, by=by, role=role, reason=_said(reason, "Dites ce qui manque au dossier."), now=now)


@transaction.atomic
def resume(*, appraisal: Appraisal, by: User, reason: str, seen_version: int, now: datetime) -> None:
    """The dossier was completed: readings go on."""
    row = take(appraisal, seen_version)
    role = _coordination(row, by, now)
    if row.state != AppraisalState.TO_COMPLETE:
        raise WrongMomentError("Ce dossier n’est pas à compléter.")
    readings = active_readings(row)
    state = AppraisalState.READING if all(seat in readings for seat in READERS) else AppraisalState.RECEIVED
    move(row, state, by=by, role=role, reason=_said(reason, "Dites ce qui a été complété."), now=now)


@transaction.atomic
def reopen_readings(*, appraisal: Appraisal, by: User, reason: str, seen_version: int, now: datetime) -> None:
    """Give both readings back to their readers, blind again, as when the dossier changed. Settlements and opinions stay, and
    no longer count."""
    row = take(appraisal, seen_version)
    role = _coordination(row, by, now)
    if row.state != AppraisalState.DELIBERATION:
        raise WrongMomentError("Les lectures ne se rouvrent qu’une fois terminées, et avant la publication.")
    words = _said(reason, "Dites pourquoi les lectures reprennent.")
    due = timezone.localdate(now) + timedelta(days=int(settings.LILITH["APPRAISAL"]["READING_DAYS"]))
    for seat, reading in active_readings(row).items():
        if seat == THIRD:
            _withdraw(reading, words, now)
            continue
        reading.state, reading.done_at, reading.fingerprint, reading.due_on = ReadingState.OPEN, None, "", due
        reading.version += 1
        reading.save()
    row.round += 1
    move(row, AppraisalState.READING, by=by, role=role, reason=words, now=now)


@transaction.atomic
def close_appraisal(*, appraisal: Appraisal, by: User, reason: str, seen_version: int, now: datetime) -> None:
    """End without a result; the reason is public."""
    row = take(appraisal, seen_version)
    role = _coordination(row, by, now)
    move(row, AppraisalState.CLOSED, by=by, role=role, reason=_said(reason, "Dites pourquoi l’évaluation s’arrête."), now=now)


# Shared by the services of this room


def take(appraisal: Appraisal, seen_version: int | None = None) -> Appraisal:
    """The appraisal as it is now, held until the end of the transaction.

    With `seen_version` its version goes up by one, and StaleError is raised when it is no longer the one that was seen.
    Raises WrongMomentError when it has ended.
    """
    if seen_version is not None:
        seen = Appraisal.objects.filter(pk=appraisal.pk, version=seen_version)
        if not seen.update(version=F("version") + 1):
            raise StaleError("L’évaluation a changé pendant ce temps. Relisez la page, puis recommencez.")
    row = Appraisal.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=appraisal.pk)
    if row.ended:
        raise WrongMomentError("Cette évaluation est terminée. Elle ne change plus.")
    return row


def move(appraisal: Appraisal, state: AppraisalState, *, by: User, role: Role, reason: str, now: datetime) -> None:
    """Write a new state, and since when. The public pages follow."""
    appraisal.state = state
    appraisal.version += 1
    appraisal.save()
    AppraisalEvent.objects.create(
        appraisal=appraisal,
        state=state,
        reason=reason,
        by=by,
        by_role=role,
        valid_at=timezone.localdate(now),
        recorded_at=now,
    )


def _coordination(row: Appraisal, by: User, now: datetime) -> Role:
    return require(user=by, verb=Verb.ASSIGN_READERS, dossier=row.dossier, is_demo=row.is_demo, today=timezone.localdate(now))


def _said(text: str, message: str) -> str:
    if not text.strip():
        raise InvalidError(message, {"reason": message})
    return text.strip()


def _check_moment(row: Appraisal, seat: int, readings: dict[int, Reading]) -> None:
    if seat in READERS:
        if row.state not in BEFORE_RESULT:
            raise WrongMomentError("Les deux lectures sont terminées. Un troisième lecteur peut trancher les désaccords.")
        if not lines_to_judge(row.dossier):
            raise WrongMomentError(
                "Le dossier n’a rien à juger\u00a0: il faut au moins un résultat, une étude retenue et la sorte d’études."
            )
    elif seat == THIRD:
        if not any(not item.settled for item in disagreements(row, readings)):
            raise WrongMomentError("Un troisième lecteur n’est nommé que s’il reste un désaccord à trancher.")
    else:
        raise InvalidError("Il y a trois places de lecteur.")
    if seat in readings and readings[seat].done:
        raise WrongMomentError("Cette lecture est terminée\u00a0: son lecteur ne se remplace plus.")


def _check_reviewer(row: Appraisal, seat: int, reviewer: User, by: User, readings: dict[int, Reading], now: datetime) -> None:
    if reviewer.pk == by.pk:
        raise NotAllowedError("On ne se nomme pas soi-même lecteur.")
    found = obstacle(user=reviewer, verb=Verb.APPRAISE, dossier=row.dossier, is_demo=row.is_demo, today=timezone.localdate(now))
    if found is not None:
        raise InvalidError(found.they, {"reviewer": found.they})
    if any(reading.reviewer_id == reviewer.pk for reading in readings.values()):
        words = "Cette personne lit déjà ce dossier. Il faut deux lecteurs différents."
        raise InvalidError(words, {"reviewer": words})
    if Opinion.objects.filter(appraisal=row, round=row.round, by=reviewer).exists():
        words = "Cette personne a déjà donné un avis sur cette évaluation."
        raise InvalidError(words, {"reviewer": words})


def _withdraw(reading: Reading, reason: str, now: datetime) -> None:
    reading.withdrawn_reason = _said(reason, "Dites pourquoi ce lecteur est remplacé.")
    reading.withdrawn_at = now
    reading.save()
