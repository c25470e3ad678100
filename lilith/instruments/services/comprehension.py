"""Verbs of a test of comprehension: prepare it, open it on the text as it is, follow that text, close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from lilith.foundation.changes import tell
from lilith.foundation.slots import PlainText
from lilith.instruments import measures, selectors
from lilith.instruments.drafts import FEWEST_ITEMS, MOST_ITEMS, ItemDraft, faults_of
from lilith.instruments.enums import ComprehensionState, InstrumentKind
from lilith.instruments.models import Choice, ComprehensionTest, Instrument, Item
from lilith.instruments.permissions import Verb, can
from lilith.instruments.services.codes import new_code

STALE = "Quelqu’un a changé ce test pendant que vous écriviez. Copiez vos questions, rechargez la page, puis reprenez."
FROZEN = "Ce test est ouvert ou clos\u00a0: ses questions ne changent plus. Préparez une nouvelle version."


def check_may(by: Any, verb: Verb) -> None:
    """Raise PermissionDenied, in French, when the table does not give `verb` to `by`."""
    if not can(by, verb):
        raise PermissionDenied(f"Votre rôle ne permet pas cela\u00a0: {verb.label}.")


def create_test(*, subject: UUID, by: Any, now: datetime) -> ComprehensionTest:
    """A draft on one public text, with the questions of its last test if there was one; the draft that exists, if there is one.

    Raises ValidationError when no public text has this id.
    """
    check_may(by, Verb.MANAGE_TESTS)
    text = selectors.plain_text(subject=subject)
    if text is None:
        raise ValidationError("Ce texte n’est pas en ligne\u00a0: on ne peut pas encore le tester.")
    try:
        with transaction.atomic():
            return _draft(text, now)
    except IntegrityError:  # someone prepared it at the same moment
        return ComprehensionTest.objects.get(subject=subject, state=ComprehensionState.DRAFT)


def _draft(text: PlainText, now: datetime) -> ComprehensionTest:
    earlier = ComprehensionTest.objects.filter(subject=text.uuid)
    draft = earlier.filter(state=ComprehensionState.DRAFT).first()
    if draft is not None:
        return draft
    last = earlier.order_by("-version").first()
    test = ComprehensionTest(
        kind=InstrumentKind.COMPREHENSION,
        title=text.title[:300],
        version=(earlier.aggregate(last=Max("version"))["last"] or 0) + 1,
        created_at=now,
        code=new_code().replace("-", "").lower(),
        subject=text.uuid,
        subject_title=text.title[:300],
        subject_url=text.url[:300],
    )
    test.full_clean()
    test.save()
    if last is not None:
        _replace_items(test, selectors.item_drafts(instrument=last))
    return test


def write_items(*, test_id: int, items: Sequence[ItemDraft], revision: int, by: Any) -> None:
    """Replace the questions of a draft. `revision` is that of the draft the editor read: of two editors, the second is told.

    Raises ValidationError, with one message a fault, and then changes nothing.
    """
    check_may(by, Verb.MANAGE_TESTS)
    faults = faults_of(items)
    if faults:
        raise ValidationError(faults)
    with transaction.atomic():
        test = ComprehensionTest.objects.select_for_update().get(pk=test_id)
        if test.state != ComprehensionState.DRAFT:
            raise ValidationError(FROZEN)
        if not Instrument.objects.filter(pk=test_id, revision=revision).update(revision=F("revision") + 1):
            raise ValidationError(STALE, code="stale")
        _replace_items(test, items)


def _replace_items(test: Instrument, items: Sequence[ItemDraft]) -> None:
    Item.objects.filter(instrument=test).delete()
    for order, draft in enumerate(items, start=1):
        item = Item(instrument=test, order=order, question=draft.question.strip(), help=draft.help.strip())
        item.full_clean()
        item.save()
        choices = [
            Choice(item=item, order=rank, text=text.strip(), is_right=rank == draft.right + 1)
            for rank, text in enumerate(draft.choices, start=1)
        ]
        for choice in choices:
            choice.clean_fields(exclude=["item"])
        Choice.objects.bulk_create(choices)


def open_test(*, test_id: int, by: Any, now: datetime) -> ComprehensionTest:
    """Open a draft on the text as the site shows it now; the test that was open on the same text closes.

    Raises ValidationError when there are too few questions, or when the text is gone, empty or too long.
    """
    check_may(by, Verb.MANAGE_TESTS)
    with transaction.atomic():
        test = ComprehensionTest.objects.select_for_update().get(pk=test_id)
        if test.state != ComprehensionState.DRAFT:
            raise ValidationError("Ce test est déjà ouvert ou clos.")
        text = selectors.plain_text(subject=test.subject)
        _check_can_open(test, text)
        assert text is not None
        closing = ComprehensionTest.objects.filter(subject=test.subject, state=ComprehensionState.OPEN)
        closing.update(state=ComprehensionState.CLOSED, closed_at=now)
        test.state, test.opened_at = ComprehensionState.OPEN, now
        test.text, test.text_digest = text.text, measures.digest_of(text.text)
        test.title = test.subject_title = text.title[:300]
        test.subject_url = text.url[:300]
        test.full_clean()
        test.save()
    return test


def _check_can_open(test: ComprehensionTest, text: PlainText | None) -> None:
    count = test.items.count()
    if count < FEWEST_ITEMS:
        raise ValidationError(f"{count} question{'s' if count > 1 else ''}\u00a0: il en faut de {FEWEST_ITEMS} à {MOST_ITEMS}.")
    faults = faults_of(selectors.item_drafts(instrument=test))
    if faults:
        raise ValidationError(faults)
    if text is None:
        raise ValidationError("Ce texte n’est plus en ligne\u00a0: on ne peut pas le tester.")
    words = len(measures.words_of(text.text))
    if not words:
        raise ValidationError("Ce texte est vide\u00a0: on ne peut pas le tester.")
    if words > measures.MOST_WORDS:
        raise ValidationError(
            f"Ce texte a {words} mots\u00a0: c’est trop pour un test. {measures.MOST_WORDS} mots au plus\u00a0; "
            "le niveau 1 doit rester court."
        )


def close_test(*, test_id: int, by: Any, now: datetime) -> None:
    """Take no more answers; the score stays. Closing what is closed changes nothing."""
    check_may(by, Verb.MANAGE_TESTS)
    with transaction.atomic():
        rows = ComprehensionTest.objects.filter(pk=test_id, state=ComprehensionState.OPEN)
        if rows.update(state=ComprehensionState.CLOSED, closed_at=now):
            tell(ComprehensionTest.objects.get(pk=test_id))


def delete_draft(*, test_id: int, by: Any) -> None:
    """Throw a draft away; a test that was opened stays."""
    check_may(by, Verb.MANAGE_TESTS)
    with transaction.atomic():
        test = ComprehensionTest.objects.select_for_update().filter(pk=test_id).first()
        if test is None:
            return
        if test.state != ComprehensionState.DRAFT:
            raise ValidationError("Ce test a été ouvert\u00a0: il reste, avec ses résultats.")
        test.delete()


def follow_text(*, text: PlainText, today: date) -> bool:
    """Compare a text that was just published with the one that readers tested; True when it is now to be tested again.

    More than the share of settings.LILITH["COMPREHENSION"]["CHANGED_IN_100"] re-opens the gate; a text put back closes it.
    """
    test = selectors.last_opened(subject=text.uuid)
    if test is None:
        return False
    share = 0.0 if measures.digest_of(text.text) == test.text_digest else measures.changed_share(test.text, text.text)
    is_other = share > settings.LILITH["COMPREHENSION"]["CHANGED_IN_100"] / 100
    changed_on = (test.changed_on or today) if is_other else None
    seen = (test.changed_share, test.changed_on, test.subject_title, test.subject_url)
    now = (share, changed_on, text.title[:300], text.url[:300])
    if now != seen:
        ComprehensionTest.objects.filter(pk=test.pk).update(
            changed_share=share, changed_on=changed_on, subject_title=now[2], subject_url=now[3]
        )
        tell(test)
    return is_other
