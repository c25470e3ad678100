"""Signing a stage: by role, once, on the text that was read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState

from lilith.accounts.models import User
from lilith.editorial.enums import Stage
from lilith.editorial.models import StageTask
from lilith.editorial.permissions import VERB_OF_STAGE, can
from lilith.foundation.models import LilithPage
from lilith.foundation.templatetags.lilith import jour

LONGEST = 500


class StageError(Exception):
    """A stage that cannot be signed; its words say why, what is kept and what to do."""


class NotYourStageError(StageError, PermissionDenied):
    """The person has no role for this stage, or no longer."""

    def __str__(self) -> str:
        return "Votre compte n’a pas, ou n’a plus, le rôle de cette étape. Rien n’a été enregistré."


class StageClosedError(StageError):
    """Someone else answered first, or the text was taken back."""

    def __init__(self, state: TaskState) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        if self.state.status == TaskState.STATUS_CANCELLED:
            return (
                "Ce texte a été repris par la rédaction\u00a0: il n’est plus à relire. Votre réponse n’a pas été enregistrée."
            )
        return f"Quelqu’un a déjà répondu, le {jour(self.state.finished_at)}. Votre réponse n’a pas été enregistrée."


class TextChangedError(StageError):
    """The text is not the one that was read."""

    def __str__(self) -> str:
        return (
            "Le texte a changé pendant votre lecture. Lisez la nouvelle version, puis répondez\u00a0: votre mot est gardé ici."
        )


def reading_url(task_state_id: int) -> str:
    """Where a stage is read and signed, on the site."""
    return reverse("reading", args=[task_state_id])


@transaction.atomic
def sign_stage(
    *, task_state_id: int, user: User, approve: bool, comment: str, now: datetime, revision_id: int | None = None
) -> TaskState:
    """Approve a stage, which opens the next one (or publishes), or send the text back to its writer with the reason.

    `revision_id` is the version that was read; without it the last one counts. Two people at once: the first one signs, the
    second gets StageClosedError. Raises NotYourStageError, TextChangedError, ValidationError (no reason, or too long).
    """
    # The row is held until the end: two answers never cross.
    state = TaskState.objects.select_for_update().get(pk=task_state_id)
    task = state.task.specific
    if not isinstance(task, StageTask) or not can(user, VERB_OF_STAGE[Stage(task.stage)]):
        raise NotYourStageError
    if state.status != TaskState.STATUS_IN_PROGRESS:
        raise StageClosedError(state)
    page = state.workflow_state.content_object.specific
    latest = page.get_latest_revision()
    if revision_id is not None and latest.pk != revision_id:
        raise TextChangedError
    comment = comment.strip()
    if len(comment) > LONGEST:
        raise ValidationError({"comment": f"Ce mot est trop long\u00a0: {len(comment)} signes, {LONGEST} au plus."})
    if not comment and (not approve or task.stage == Stage.PUBLICATION):
        words = "Dites pourquoi." if approve else "Dites ce qui est à reprendre\u00a0: la rédaction en a besoin."
        raise ValidationError({"comment": words})
    if state.revision_id != latest.pk:
        # Wagtail keeps the version that was submitted; the signature is for the one that was read.
        state.revision = latest
        state.save(update_fields=["revision"])
    if approve:
        if task.stage == Stage.PUBLICATION:
            _move_review(page, latest, now=now)
        state.approve(user=user, comment=comment)
    else:
        state.reject(user=user, comment=comment)
    return state


def _move_review(page: Any, revision: Revision, *, now: datetime) -> None:
    """A text that was read by all is read again after the delay of its type, counted from the day it goes to its readers."""
    if not isinstance(page, LilithPage):
        return
    draft = revision.as_object()
    day = timezone.localdate(max(now, draft.go_live_at) if draft.go_live_at else now)
    # In the version itself: the next draft starts from it, and must not bring the old date back.
    revision.content = {**revision.content, "next_review_on": page.review_after(day).isoformat()}
    revision.save(update_fields=["content"])
