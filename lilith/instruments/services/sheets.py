"""Verbs of paper: print sheets for a group, take back those that nobody will fill."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction

from lilith.instruments.enums import ComprehensionState
from lilith.instruments.models import AnswerSheet, ComprehensionTest, ReadingPanel, Response
from lilith.instruments.permissions import Verb
from lilith.instruments.services.codes import new_code
from lilith.instruments.services.comprehension import check_may

MOST_SHEETS = 60


@transaction.atomic
def print_sheets(*, test_id: int, panel: ReadingPanel, count: int, by: Any, now: datetime) -> UUID:
    """Make `count` sheets of an open test for a group; returns their batch. Raises ValidationError when it is not open."""
    check_may(by, Verb.MANAGE_TESTS)
    test = ComprehensionTest.objects.select_for_update().get(pk=test_id)
    if test.state != ComprehensionState.OPEN:
        raise ValidationError("Ouvrez le test avant d’imprimer des feuilles.")
    if test.changed_on is not None:
        raise ValidationError("Le texte a changé\u00a0: préparez une nouvelle version avant d’imprimer des feuilles.")
    if not 1 <= count <= MOST_SHEETS:
        raise ValidationError(f"De 1 à {MOST_SHEETS} feuilles à la fois.")
    batch = uuid4()
    codes: set[str] = set()
    while len(codes) < count:
        fresh = {new_code() for _ in range(count - len(codes))}
        codes |= fresh - set(AnswerSheet.objects.filter(code__in=fresh).values_list("code", flat=True))
    AnswerSheet.objects.bulk_create(
        AnswerSheet(instrument=test, panel=panel, batch=batch, code=code, created_at=now) for code in sorted(codes)
    )
    return batch


@transaction.atomic
def withdraw_batch(*, batch: UUID, by: Any) -> int:
    """Make the codes of a batch that were not typed in worthless; returns how many."""
    check_may(by, Verb.MANAGE_TESTS)
    return AnswerSheet.objects.filter(batch=batch, response__isnull=True).delete()[0]


@transaction.atomic
def forget_demonstration_answers() -> int:
    """Remove what demonstration accounts typed in; returns how many responses there were. Their sheets may serve again."""
    rows = Response.objects.filter(is_demo=True)
    count = rows.count()
    rows.delete()
    return count
