"""Verbs of answers: one reader's sheet is kept whole or not at all, and once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lilith.instruments.enums import AnswerChannel, ComprehensionState
from lilith.instruments.models import Answer, AnswerSheet, Choice, ComprehensionTest, Response
from lilith.instruments.permissions import Verb
from lilith.instruments.services.codes import read_code
from lilith.instruments.services.comprehension import check_may

CLOSED = "Ce test est fini\u00a0: il ne prend plus de réponses."
CHANGED = "Le texte a changé depuis\u00a0: ce test ne prend plus de réponses."
USED = "Cette feuille a déjà été saisie. Une feuille sert une seule fois."


def record_answers(
    *, test_id: int, form_token: UUID, chosen: Mapping[int, int], today: date, now: datetime, is_demo: bool = False
) -> Response:
    """Keep what a reader answered on the site. `chosen`: key of each question → key of the answer.

    The same form sent twice counts once: the second sending gives the first response back. Raises ValidationError when the
    test takes no answers, or when an answer is missing or belongs to another question.
    """
    try:
        with transaction.atomic():
            test = ComprehensionTest.objects.select_for_update().get(pk=test_id)
            known = _recorded(form_token)
            if known is not None:
                return known
            if not test.takes_answers_on_the_site:
                raise ValidationError(CLOSED if test.changed_on is None else CHANGED)
            response = Response(
                instrument=test,
                form_token=form_token,
                channel=AnswerChannel.SITE,
                valid_at=today,
                recorded_at=now,
                is_demo=is_demo,
            )
            return _keep(response, chosen)
    except IntegrityError:  # both sendings came at the same moment
        return Response.objects.get(form_token=form_token)


def record_paper_answers(
    *, code: str, chosen: Mapping[int, int], answered_on: date, by: Any, today: date, now: datetime
) -> Response:
    """Keep what a reader wrote on a sheet of paper, of which the code serves once: of two typists, the second is told.

    What a demonstration account types in is marked, and counted nowhere. Raises ValidationError otherwise as above.
    """
    check_may(by, Verb.TYPE_IN_ANSWERS)
    try:
        with transaction.atomic():
            sheet = sheet_to_type(code=code)
            if answered_on > today:
                raise ValidationError("Cette date n’est pas encore passée.")
            # Printed at 23:30 in Paris is the day before in UTC: one day of margin costs nothing.
            if (sheet.created_at.date() - answered_on).days > 1:
                raise ValidationError("Cette feuille n’était pas encore imprimée ce jour-là.")
            response = Response(
                instrument=sheet.instrument,
                form_token=uuid4(),
                channel=AnswerChannel.PAPER,
                sheet=sheet,
                valid_at=answered_on,
                recorded_at=now,
                is_demo=bool(getattr(by, "is_demo", False)),
            )
            return _keep(response, chosen)
    except IntegrityError as error:
        raise ValidationError(USED, code="used") from error


def sheet_to_type(*, code: str) -> AnswerSheet:
    """The sheet with this code, ready to be typed in. Raises ValidationError when there is none, or when it cannot be."""
    sheet = AnswerSheet.objects.select_related("instrument", "panel").filter(code=read_code(code)).first()
    if sheet is None:
        raise ValidationError(
            "Ce code n’existe pas. Vérifiez-le sur la feuille\u00a0: huit lettres ou chiffres.", code="unknown"
        )
    if Response.objects.filter(sheet=sheet).exists():
        raise ValidationError(USED, code="used")
    test = ComprehensionTest.objects.filter(pk=sheet.instrument_id).first()
    if test is not None and test.state != ComprehensionState.OPEN:
        raise ValidationError(CLOSED, code="closed")
    return sheet


def _recorded(form_token: UUID) -> Response | None:
    return Response.objects.filter(form_token=form_token).first()


def _keep(response: Response, chosen: Mapping[int, int]) -> Response:
    possible: dict[int, set[int]] = {}
    for item, choice in Choice.objects.filter(item__instrument=response.instrument_id).values_list("item", "pk"):
        possible.setdefault(item, set()).add(choice)
    if set(chosen) != set(possible):
        raise ValidationError("Répondez à toutes les questions, puis envoyez de nouveau.", code="missing")
    if any(choice not in possible[item] for item, choice in chosen.items()):
        raise ValidationError("Une réponse n’est pas dans la liste. Choisissez-en une autre.", code="forged")
    response.clean_fields()
    response.save()
    Answer.objects.bulk_create([Answer(response=response, item_id=item, choice_id=choice) for item, choice in chosen.items()])
    return response
