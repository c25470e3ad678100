"""Verbs of practices."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from lilith.evidence.enums import Certainty, Effect, FranceEvidence
from lilith.evidence.models import Dossier, Rating
from lilith.evidence.selectors import current_rating
from lilith.foundation.changes import tell
from lilith.practices import status as methods
from lilith.practices.enums import DocumentsLevel, SiteScope, SiteState, Status, StatusBasis
from lilith.practices.models import PracticePage, StatusChange
from lilith.practices.selectors.dossiers import public_dossier

# What the documents say → what the site says, until an appraisal exists (architecture, "Settled before the first migration").
STATUS_FROM_DOCUMENTS: dict[str, Status] = {
    DocumentsLevel.STRONG: Status.PROVEN,
    DocumentsLevel.MODERATE: Status.PROMISING,
    DocumentsLevel.PROMISING: Status.PROMISING,
    DocumentsLevel.NOT_ASSESSED: Status.TO_ASSESS,
}
IN_FRANCE = (SiteScope.PLACE, SiteScope.REGION, SiteScope.FRANCE)


class Computed(NamedTuple):
    """A status with its basis, why in words, and the versioned method that gives it."""

    status: Status
    basis: StatusBasis
    reason: str
    method: str


def status_from_documents(*, level: str) -> Status:
    """The public status that a level read in the documents gives. Raises KeyError for an unknown level."""
    return STATUS_FROM_DOCUMENTS[DocumentsLevel(level)]


def computed_status(*, practice: PracticePage) -> Computed:
    """What the status must be now: from the current rating of its dossier, else from the documents."""
    rating = _rating_of(practice)
    if rating is None:
        level = status_from_documents(level=practice.documents_level)
        return Computed(level, StatusBasis.DOCUMENTS, practice.documents_level_why, methods.FROM_DOCUMENTS)
    running = practice.known_sites.filter(state=SiteState.RUNNING, scope__in=IN_FRANCE).count()
    given = methods.Appraised(
        Certainty(rating.certainty), Effect(rating.effect), FranceEvidence(rating.dossier.france_evidence), running
    )
    status, reason = methods.METHODS[methods.CURRENT](given)
    return Computed(status, StatusBasis.APPRAISAL, reason, methods.CURRENT)


@transaction.atomic
def record_status(*, practice: PracticePage, today: date) -> Status:
    """Set the status of a practice to what it must be now, and keep the change in its history; saying it again adds nothing.

    A published appraisal comes before the documents; when it is withdrawn, the documents speak again.
    """
    PracticePage.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    found = computed_status(practice=practice)
    last = practice.status_changes.last()
    if last is None or (last.status, last.basis) != (found.status, found.basis):
        StatusChange.objects.create(
            practice=practice,
            status=found.status,
            basis=found.basis,
            reason=found.reason,
            method=found.method,
            valid_at=today,
        )
    # Pages keep the status in their drafts too: the row of the table is the one that counts.
    PracticePage.objects.filter(pk=practice.pk).update(status=found.status, status_basis=found.basis)
    practice.status, practice.status_basis = found.status, found.basis
    return found.status


def follow_evidence(instance: Any) -> None:
    """A dossier or a practice changed: the status of the practice is computed again, in the same transaction.

    Others are told when it is no longer the same; they tell us back, and then nothing changes any more.
    """
    if isinstance(instance, Dossier):
        practice = PracticePage.objects.filter(dossier=instance.pk).first()
    elif isinstance(instance, PracticePage):
        practice = PracticePage.objects.filter(pk=instance.pk).first()
    else:
        return
    if practice is None:
        return
    before = (practice.status, practice.status_basis)
    record_status(practice=practice, today=timezone.localdate())
    if (practice.status, practice.status_basis) != before:
        tell(practice)


def _rating_of(practice: PracticePage) -> Rating | None:
    dossier = public_dossier(practice)
    return current_rating(dossier=dossier) if dossier else None
