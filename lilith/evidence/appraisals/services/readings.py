"""What a reader writes: a draft as often as they like, then « J’ai terminé », once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lilith.accounts.models import User
from lilith.evidence.appraisals.cells import (
    Cell,
    active_readings,
    both_done,
    cells_to_judge,
    fingerprint,
    judgments_of,
    lines_to_judge,
    most,
)
from lilith.evidence.appraisals.enums import AppraisalState, ReadingState
from lilith.evidence.appraisals.errors import InvalidError, NotAllowedError, StaleError, WrongMomentError
from lilith.evidence.appraisals.services.process import move, take
from lilith.evidence.appraisals.standing import require
from lilith.evidence.models import Judgment, Reading
from lilith.evidence.permissions import Verb

# What a reader typed for one question: (levels, None when not answered; the reason).
Typed = tuple[int | None, str]
LONGEST = 2000


def cell_name(cell: Cell) -> str:
    """The name of a question in a form and in errors."""
    return f"{cell[0]}-{cell[1].value}"


@transaction.atomic
def save_reading(
    *, reading: Reading, by: User, typed: Mapping[Cell, Typed], seen_version: int, now: datetime, finish: bool = False
) -> None:
    """Keep what a reader judged: `typed` is all of it, a question that is not there is no longer answered.

    With `finish` every question must be answered; the reading is then closed, and when it is the second one the appraisal
    goes to deliberation. Raises NotAllowedError, StaleError, WrongMomentError; InvalidError with the message of each cell
    (see `cell_name`). Nothing is half-saved.
    """
    # Two readers who finish at once wait for each other here.
    appraisal = take(reading.appraisal)
    row = Reading.objects.get(pk=reading.pk)
    if row.reviewer_id != by.pk or row.withdrawn_at is not None:
        raise NotAllowedError("Cette lecture est celle de quelqu’un d’autre.")
    role = require(
        user=by, verb=Verb.APPRAISE, dossier=appraisal.dossier, is_demo=appraisal.is_demo, today=timezone.localdate(now)
    )
    if row.done:
        raise WrongMomentError("Votre lecture est terminée. Elle ne change plus.")
    open_to = (
        (AppraisalState.READING,) if finish else (AppraisalState.RECEIVED, AppraisalState.READING, AppraisalState.TO_COMPLETE)
    )
    if appraisal.state not in open_to:
        raise WrongMomentError("Ce dossier est à compléter. Gardez un brouillon\u00a0; vous terminerez ensuite.")
    if not Reading.objects.filter(pk=row.pk, version=seen_version).update(version=F("version") + 1):
        raise StaleError(
            "Vous avez enregistré cette lecture dans une autre fenêtre. Votre texte est encore ici\u00a0: comparez, puis recommencez."
        )
    cells = cells_to_judge(lines_to_judge(appraisal.dossier))
    errors = _errors(cells, typed, finish)
    if errors:
        words = "Il manque des réponses." if finish else "Quelque chose est à corriger."
        raise InvalidError(words, errors)
    _write(row, cells, typed, now)
    if not finish:
        return
    row.refresh_from_db()
    row.state, row.done_at, row.fingerprint = ReadingState.DONE, now, fingerprint(appraisal.dossier)
    row.save()
    if both_done(active_readings(appraisal)):
        move(appraisal, AppraisalState.DELIBERATION, by=by, role=role, reason="", now=now)


def _errors(cells: list[Cell], typed: Mapping[Cell, Typed], finish: bool) -> dict[str, str]:
    errors = {}
    for cell in typed:
        if cell not in cells:
            errors[cell_name(cell)] = "Cette question n’est plus posée\u00a0: le dossier a changé. Rechargez la page."
    for cell in cells:
        value, reason = typed.get(cell, (None, ""))
        if value is None:
            if finish or reason.strip():
                errors[cell_name(cell)] = "Choisissez une réponse."
        elif not 0 <= value <= most(cell[1]):
            errors[cell_name(cell)] = "Choisissez une des réponses."
        elif value and not reason.strip():
            errors[cell_name(cell)] = "Dites pourquoi."
        if len(reason) > LONGEST:
            errors[cell_name(cell)] = f"Raccourcissez\u00a0: {LONGEST} signes au plus."
    return errors


def _write(row: Reading, cells: list[Cell], typed: Mapping[Cell, Typed], now: datetime) -> None:
    known = judgments_of(row)
    for cell in cells:
        value, reason = typed.get(cell, (None, ""))
        judgment = known.pop(cell, None)
        if value is None:
            if judgment is not None:
                judgment.delete()
            continue
        judgment = judgment or Judgment(reading=row, outcome_id=cell[0], domain=cell[1].value)
        if (judgment.value, judgment.reason) != (value, reason.strip()):
            judgment.value, judgment.reason, judgment.recorded_at = value, reason.strip(), now
            judgment.full_clean()
            judgment.save()
    # What was judged of lines that are no longer to be judged.
    for judgment in known.values():
        judgment.delete()
