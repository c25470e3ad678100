"""Writing down every version that readers see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from wagtail.models import Page, Revision, TaskState

from lilith.editorial.enums import Stage, VersionKind
from lilith.editorial.models import PublicationReason, PublishedVersion, StageTask
from lilith.editorial.permissions import VERB_OF_STAGE, role_for, roles_of_stage
from lilith.editorial.snapshot import read_together, sections_of
from lilith.foundation.models import LilithPage

FIRST_LOADED = "Version de lancement, chargée d’après les documents, pas encore relue."
LOADED_AGAIN = "Textes des documents chargés de nouveau, pas encore relus."
BEFORE_HISTORY = "Déjà en ligne quand l’historique a commencé."


@transaction.atomic
def record_published_version(*, page: Any, revision: Revision | None, now: datetime) -> PublishedVersion | None:
    """Add a version to the history of a page that has just gone to its readers; None when there is nothing to add.

    What a loading of files publishes, without anybody signed in, is written in bulk by `record_loaded_versions`.
    """
    if not isinstance(page, LilithPage) or revision is None or not page.live or page.live_revision_id != revision.pk:
        return None
    if page.content_id and revision.user_id is None:
        return None
    # Two publications of one page: one after the other.
    Page.objects.select_for_update().filter(pk=page.pk).first()
    last = PublishedVersion.objects.filter(page_uuid=page.uuid).order_by("-number").first()
    if last is not None and last.revision_id == revision.pk:
        return last
    sections = sections_of(page)
    kind, why, signatures = _how(page, revision, sections)
    version = PublishedVersion(
        page_id=page.pk, page_uuid=page.uuid, revision=revision, number=last.number + 1 if last else 1, kind=kind,
        title=page.title, why=why, signatures=signatures, sections=sections, valid_at=now,
    )  # fmt: skip
    version.full_clean()
    version.save()
    return version


def _how(page: LilithPage, revision: Revision, sections: list[dict[str, str]]) -> tuple[VersionKind, str, list[dict[str, Any]]]:
    """Whether the version was read or published directly, why, and who signed."""
    closing = _approvals().filter(revision=revision, task__stagetask__stage=Stage.PUBLICATION).order_by("-finished_at").first()
    if closing is not None:
        approvals = _approvals().filter(workflow_state=closing.workflow_state_id).order_by("finished_at")
        by_stage = {state.task.specific.stage: state for state in approvals}
        signatures = [_signature(stage, by_stage[stage], sections) for stage in Stage if stage in by_stage]
        return VersionKind.READ, closing.comment, signatures
    reason = PublicationReason.objects.filter(revision=revision).first()
    if reason is None:
        return VersionKind.DIRECT, "", []
    signed = {"stage": Stage.PUBLICATION.value, "role": reason.role, "at": reason.given_at.isoformat(), "same_text": True}
    return VersionKind.DIRECT, reason.why, [signed]


def _approvals() -> Any:
    stages = StageTask.objects.filter(pk=OuterRef("task"))
    return TaskState.objects.filter(Exists(stages), status=TaskState.STATUS_APPROVED).select_related("task", "finished_by")


def _signature(stage: Stage, state: TaskState, sections: list[dict[str, str]]) -> dict[str, Any]:
    # The role as it was held when signing; the first one of the stage when it was lost since.
    role = role_for(state.finished_by, VERB_OF_STAGE[stage]) or roles_of_stage(stage)[0]
    read = state.revision.as_object()
    return {
        "stage": stage.value,
        "role": role.value,
        "at": state.finished_at.isoformat() if state.finished_at else "",
        "same_text": sections_of(read) == sections,
    }


@transaction.atomic
def record_loaded_versions(*, now: datetime) -> int:
    """Write down what is online and not in the history: what a loading of files published, and what was there before it.

    Returns how many versions were added; running it again adds none.
    """
    added = 0
    for model in apps.get_models():
        if issubclass(model, LilithPage):
            added += _record_all(model, now=now)
    return added


def _record_all(model: type[LilithPage], *, now: datetime) -> int:
    same = PublishedVersion.objects.filter(page=OuterRef("pk"), revision=OuterRef("live_revision"))
    pages = list(
        model._default_manager.filter(
            Q(live_revision__isnull=False) & ~Exists(same) | Q(published_versions__isnull=True), live=True
        )
        .annotate(known=Count("published_versions"))
        .order_by("pk")
        .select_related("live_revision", *(field.name for field in model._meta.local_fields if _points_elsewhere(field)))
    )
    read_together(model, pages)
    versions = [_loaded(page, now=now) for page in pages]
    PublishedVersion.objects.bulk_create(versions, batch_size=100)
    return len(versions)


def _points_elsewhere(field: Any) -> bool:
    return bool(field.is_relation and not field.remote_field.parent_link)


def _loaded(page: Any, *, now: datetime) -> PublishedVersion:
    from_files = bool(page.content_id) and (page.live_revision is None or page.live_revision.user_id is None)
    why = (LOADED_AGAIN if page.known else FIRST_LOADED) if from_files else BEFORE_HISTORY
    return PublishedVersion(
        page_id=page.pk, page_uuid=page.uuid, revision=page.live_revision, number=page.known + 1,
        kind=VersionKind.LOADED if from_files else VersionKind.EARLIER, title=page.title, why=why,
        sections=sections_of(page), valid_at=page.last_published_at or now, recorded_at=now,
    )  # fmt: skip
