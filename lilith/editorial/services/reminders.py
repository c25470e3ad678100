"""Mails about readings: one when a stage opens, one three days before it is due, one the day after; each week, what expires."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.editorial.enums import Stage, VersionKind
from lilith.editorial.models import PublishedVersion, StageTask
from lilith.editorial.permissions import REVIEW_OWNERS, roles_of_stage
from lilith.editorial.services.stages import reading_url
from lilith.editorial.words import QUESTIONS, deadline, due_on
from lilith.foundation.review import REVIEW_AHEAD, ToReview, due_for_review
from lilith.notifications.services import notify

REMIND_BEFORE = timedelta(days=3)
# Texts named in the weekly mail; the back office has them all.
NAMED = 10
# The kinds of mail of this room.
READING, REVIEWS, PUBLISHED = "editorial.reading", "editorial.reviews", "editorial.published"
MOST = 2_000


def stage_days() -> int:
    """How many days a stage may take."""
    return int(settings.LILITH["STAGE_DAYS"])


def reminder_of(*, due: date, today: date) -> str:
    """Which reminder is to be sent on `today` for a stage due on `due`: "late", "before", or none."""
    if today > due:
        return "late"
    return "before" if today >= due - REMIND_BEFORE else ""


def readers_of(*, roles: list[Role]) -> list[User]:
    """Open accounts that hold one of these roles."""
    codes = [role.value for role in roles]
    return list(User.objects.filter(is_active=True, roles__role__in=codes).distinct().order_by("pk"))


def announce_stage(*, task_state: TaskState) -> int:
    """Tell the readers of a stage that a text waits for them; how many. Safe to run twice."""
    return _write(task_state, "opened", "Un texte attend votre relecture", now=task_state.started_at)


def remind_readers(now: datetime) -> str:
    """Scheduled work: remind the readers of each open stage, once before its date and once after."""
    today = timezone.localdate(now)
    sent = 0
    for state in open_stages():
        kind = reminder_of(due=due_on(started_at=state.started_at, days=stage_days()), today=today)
        if kind:
            subject = "Une relecture est en retard" if kind == "late" else "Une relecture est à rendre dans trois jours au plus"
            sent += _write(state, kind, subject, now=now)
    return f"{sent} courriel(s) de relecture"


def open_stages() -> Any:
    """The stages that wait for an answer, the oldest first."""
    return (
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=StageTask.objects.all())
        .select_related("task", "revision", "workflow_state")
        .order_by("started_at", "pk")
    )


def _write(state: TaskState, when: str, subject: str, *, now: datetime) -> int:
    task = state.task.specific
    if not isinstance(task, StageTask):
        return 0
    stage = Stage(task.stage)
    due = due_on(started_at=state.started_at, days=stage_days())
    words = deadline(day=due, today=timezone.localdate(now))
    context = {
        "when": when,
        "title": state.revision.object_str,
        "stage": stage.label,
        "question": QUESTIONS[stage],
        "deadline": words,
    }
    readers = readers_of(roles=roles_of_stage(stage))
    notify(
        kind=READING, recipients=readers, subject=subject, line=f"{state.revision.object_str}, {words}"[:300],
        path=reading_url(state.pk), context=context, key=f"editorial:stage_{when}:{state.pk}", now=now,
    )  # fmt: skip
    return len(readers)


def announce_published(*, version: PublishedVersion, now: datetime) -> int:
    """Tell those who read a text, if they asked for it, that their reading is online; how many. Safe to run twice."""
    if version.kind != VersionKind.READ or version.page is None or version.revision is None:
        return 0
    closing = TaskState.objects.filter(revision=version.revision, status=TaskState.STATUS_APPROVED)
    signed = TaskState.objects.filter(workflow_state__in=closing.values("workflow_state"), status=TaskState.STATUS_APPROVED)
    readers = User.objects.filter(pk__in=signed.values("finished_by"), is_active=True).order_by("pk")
    return notify(
        kind=PUBLISHED, recipients=readers, subject="Un texte que vous avez relu est en ligne", line=version.title,
        path=version.page.get_url() or "/", context={"title": version.title}, key=f"editorial:published:{version.pk}", now=now,
    )  # fmt: skip


def remind_reviews(now: datetime) -> str:
    """Scheduled work: once a week, tell each role which of its texts are to be read again within three weeks, or are late."""
    today = timezone.localdate(now)
    year, week, _day = today.isocalendar()
    by_role: dict[Role, list[ToReview]] = {}
    for item in due_for_review(until=today + REVIEW_AHEAD, limit=MOST).items:
        by_role.setdefault(REVIEW_OWNERS[item.model.review_kind], []).append(item)
    sent = 0
    for role, items in by_role.items():
        late = [item for item in items if item.day < today]
        context = {"items": items[:NAMED], "count": len(items), "late": len(late), "more": max(0, len(items) - NAMED)}
        line = f"{len(items)} dans les trois semaines, dont {len(late)} en retard."
        sent += notify(
            kind=REVIEWS, recipients=readers_of(roles=[role]), subject="Des textes sont à relire", line=line,
            path=reverse("review_report"), context=context, key=f"editorial:reviews:{year}-{week}:{role.value}", now=now,
        )  # fmt: skip
    return f"{sent} courriel(s) sur les textes à revoir"
