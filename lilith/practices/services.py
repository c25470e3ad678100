"""Verbs of practices."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lilith.practices.enums import DocumentsLevel, Status, StatusBasis
from lilith.practices.models import PracticePage, StatusChange

# What the documents say → what the site says, until an appraisal exists (architecture, "Settled before the first migration").
STATUS_FROM_DOCUMENTS: dict[str, Status] = {
    DocumentsLevel.STRONG: Status.PROVEN,
    DocumentsLevel.MODERATE: Status.PROMISING,
    DocumentsLevel.PROMISING: Status.PROMISING,
    DocumentsLevel.NOT_ASSESSED: Status.TO_ASSESS,
}


def status_from_documents(*, level: str) -> Status:
    """The public status that a level read in the documents gives. Raises KeyError for an unknown level."""
    return STATUS_FROM_DOCUMENTS[DocumentsLevel(level)]


@transaction.atomic
def record_status_from_documents(*, practice: PracticePage, today: date) -> Status:
    """Set the status of a practice from its documents and keep the change in its history; an appraisal is never overruled."""
    if practice.status_basis == StatusBasis.APPRAISAL:
        return Status(practice.status)
    status = status_from_documents(level=practice.documents_level)
    last = practice.status_changes.last()
    if last is None or last.status != status or last.basis != StatusBasis.DOCUMENTS:
        StatusChange.objects.create(
            practice=practice, status=status, basis=StatusBasis.DOCUMENTS, reason=practice.documents_level_why, valid_at=today
        )
    if practice.status != status:
        PracticePage.objects.filter(pk=practice.pk).update(status=status)
        practice.status = status
    return status
