"""Questions about the stages of a text and its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision, TaskState, WorkflowState

from lilith.accounts.models import User
from lilith.accounts.selectors import Waiting
from lilith.editorial.comparison import SectionChange, compare
from lilith.editorial.enums import Stage, VersionKind
from lilith.editorial.models import PublishedVersion, StageTask
from lilith.editorial.permissions import VERB_OF_STAGE, Verb, can, stages_of
from lilith.editorial.services.reminders import open_stages, stage_days
from lilith.editorial.services.stages import reading_url
from lilith.editorial.snapshot import sections_of
from lilith.editorial.words import deadline, due_on, in_days, reader
from lilith.foundation.models import LilithPage
from lilith.foundation.templatetags.lilith import in_a_row, jour

# Lines of one kind on a dashboard.
SHOWN = 20


def may_sign(*, user: Any, stage: str) -> bool:
    """True when a role of `user` may sign this stage."""
    return can(user, VERB_OF_STAGE[Stage(stage)])


def waiting_for(*, user: User, today: date) -> list[Waiting]:
    """What waits for `user`: texts to read, the most urgent first; texts sent back; for those who publish, what is late elsewhere."""
    stages = stages_of(user)
    found = [_to_read(state, today) for state in _open(stages)[:SHOWN]]
    found += _sent_back(user)
    if Stage.PUBLICATION in stages:
        late = [state for state in _open([stage for stage in Stage if stage not in stages]) if _due(state) < today]
        found += [_late_elsewhere(state, today) for state in late[:SHOWN]]
    return found


def _open(stages: Iterable[Stage]) -> list[TaskState]:
    return (
        list(open_stages().filter(task__stagetask__stage__in=list(stages)).select_related("task__stagetask")) if stages else []
    )


def _due(state: TaskState) -> date:
    return due_on(started_at=state.started_at, days=stage_days())


def _to_read(state: TaskState, today: date) -> Waiting:
    due = _due(state)
    publication = state.task.stagetask.stage == Stage.PUBLICATION
    act = "À publier" if publication else f"À relire ({state.task.stagetask.get_stage_display().lower()})"
    why = f"{act} {deadline(day=due, today=today)}."
    icon = "clock-alert" if due < today else "book-open-check"
    return Waiting(state.revision.object_str, reading_url(state.pk), why, icon, late=due < today)


def _late_elsewhere(state: TaskState, today: date) -> Waiting:
    words = f"Étape « {state.task.stagetask.get_stage_display()} » : {in_days(day=_due(state), today=today)}."
    return Waiting(state.revision.object_str, reading_url(state.pk), words, "clock-alert", late=True)


def _sent_back(user: User) -> list[Waiting]:
    states = WorkflowState.objects.filter(
        requested_by=user,
        status=WorkflowState.STATUS_NEEDS_CHANGES,
        base_content_type=ContentType.objects.get_for_model(Page),
    ).select_related("current_task_state__task", "current_task_state__revision")
    found = []
    for state in states.order_by("-created_at")[:SHOWN]:
        last = state.current_task_state
        if last is not None:
            why = f"À reprendre ({last.task.name.lower()}) : {last.comment}"
            found.append(
                Waiting(last.revision.object_str, reverse("wagtailadmin_pages:edit", args=[state.object_id]), why, "square-pen")
            )
    return found


# Reading a text


@dataclass(frozen=True)
class Answer:
    """What a stage answered."""

    stage: str
    approved: bool
    day: datetime | None
    comment: str


@dataclass(frozen=True)
class Reading:
    """Everything the page of one stage shows."""

    state: TaskState
    stage: Stage
    page: Any
    revision: Any
    step: int
    steps: int
    deadline: str
    open: bool
    may_sign: bool
    answers: list[Answer] = field(default_factory=list)
    changes: list[SectionChange] | None = None


def reading(*, task_state_id: int, user: User, today: date) -> Reading | None:
    """The page of a stage for `user`; None when there is no such stage. `changes` is None when nothing is online yet."""
    state = TaskState.objects.filter(pk=task_state_id).select_related("workflow_state", "task").first()
    task = state.task.specific if state is not None else None
    if state is None or not isinstance(task, StageTask):
        return None
    page = state.workflow_state.content_object
    if page is None:
        return None
    page = page.specific
    open_now = state.status == TaskState.STATUS_IN_PROGRESS
    revision = page.get_latest_revision() if open_now else state.revision
    draft = revision.as_object()
    stage = Stage(task.stage)
    return Reading(
        state=state,
        stage=stage,
        page=draft,
        revision=revision,
        step=list(Stage).index(stage) + 1,
        steps=len(Stage),
        deadline=deadline(day=_due(state), today=today),
        open=open_now,
        may_sign=open_now and may_sign(user=user, stage=stage),
        answers=_answers(state),
        changes=draft_changes(page=page, revision=revision),
    )


def draft_changes(*, page: Page, revision: Revision) -> list[SectionChange] | None:
    """What a draft changes in the text online; None when nothing is online yet."""
    if not page.live or not isinstance(page, LilithPage):
        return None
    return compare(sections_of(page), sections_of(revision.as_object()))


def may_open(*, user: User, reading: Reading) -> bool:
    """True for the readers of the stage, for those who publish, and for whoever submitted the text."""
    own = reading.state.workflow_state.requested_by_id == user.pk
    return own or may_sign(user=user, stage=reading.stage) or can(user, Verb.PUBLISH)


def _answers(state: TaskState) -> list[Answer]:
    done = state.workflow_state.task_states.filter(
        status__in=[TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED]
    ).select_related("task")
    return [
        Answer(row.task.name, row.status == TaskState.STATUS_APPROVED, row.finished_at, row.comment)
        for row in done.order_by("finished_at", "pk")
    ]


# History


def latest_version(*, page: LilithPage) -> PublishedVersion | None:
    """The last version of a page in its history, without its text; asked once for one page that is read."""
    if not hasattr(page, "_latest_version"):
        rows = PublishedVersion.objects.filter(page=page.pk).defer("sections").order_by("-number")
        page._latest_version = rows.first()
    found: PublishedVersion | None = page._latest_version
    return found


def public_versions(*, page_uuid: UUID) -> QuerySet[PublishedVersion]:
    """The versions of a page that is online for everyone, the last one first, without their text; none of any other page."""
    rows = PublishedVersion.objects.filter(page_uuid=page_uuid, page__live=True).select_related("page").defer("sections")
    first = rows.order_by("-number").first()
    if first is None or first.page is None or first.page.get_view_restrictions().exists():
        return rows.none()
    return rows.order_by("-number")


@dataclass(frozen=True)
class VersionChange:
    """A version, the one before it, the number of the last one, and what changed from one to the other."""

    version: PublishedVersion
    before: PublishedVersion | None
    last: int
    changes: list[SectionChange]


def version_change(*, page_uuid: UUID, number: int) -> VersionChange | None:
    """What a version changed; None when the public has no such version."""
    newest = public_versions(page_uuid=page_uuid).first()
    if newest is None or newest.number < number:
        return None
    rows = PublishedVersion.objects.select_related("page").filter(page_uuid=page_uuid, number__in=[number - 1, number])
    found = {row.number: row for row in rows}
    version, before = found.get(number), found.get(number - 1)
    if version is None:
        return None
    return VersionChange(version, before, newest.number, compare(before.sections, version.sections) if before else [])


def signature_words(*, version: PublishedVersion) -> list[str]:
    """« Littératie : la littératie, le 3 mai 2027 », one line a signature."""
    lines = []
    for row in version.signatures:
        stage = Stage(row["stage"]).label if row["stage"] in Stage.values else row["stage"]
        at = parse_datetime(row["at"]) if row.get("at") else None
        words = f"{stage} : {reader(row['role'])}" + (f", le {jour(at)}" if at else "")
        lines.append(words if row.get("same_text", True) else f"{words} (le texte a été retouché ensuite)")
    return lines


def state_words(*, version: PublishedVersion) -> str:
    """What a page says of its own readings; empty for a version that nobody has read yet."""
    if version.kind == VersionKind.READ:
        readers = [reader(row["role"]) for row in version.signatures if row["stage"] != Stage.PUBLICATION]
        words = f"Texte relu par {in_a_row(readers)}." if readers else ""
        return f"{words} Mis en ligne le {jour(version.valid_at)}.".strip()
    if version.kind == VersionKind.DIRECT and version.why:
        return f"Publié le {jour(version.valid_at)} sans relecture. Pourquoi : {version.why}"
    return ""


def signed_stages(*, version: PublishedVersion | None) -> dict[str, dict[str, Any]]:
    """Stage → its signature, for a version that was read; empty for any other."""
    if version is None or version.kind != VersionKind.READ:
        return {}
    return {row["stage"]: row for row in version.signatures}
