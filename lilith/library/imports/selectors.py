"""Questions about imports."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from lilith.library.enums import BatchStatus, RowDecision, RowStatus
from lilith.library.models import ImportBatch, ImportRow, Publication


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of an import there are of each status, and of each decision."""

    ready: int
    duplicates: int
    errors: int
    to_import: int
    to_merge: int


def recent_imports() -> QuerySet[ImportBatch]:
    """Imports, newest first."""
    return ImportBatch.objects.select_related("created_by", "accepted_by")


def counts_of(*, batch: ImportBatch) -> Counts:
    """What the preview says above its lines."""
    statuses = dict(batch.rows.values_list("status").annotate(n=Count("pk")).order_by())
    decisions = dict(batch.rows.values_list("decision").annotate(n=Count("pk")).order_by())
    return Counts(
        ready=statuses.get(RowStatus.READY, 0),
        duplicates=statuses.get(RowStatus.DUPLICATE, 0),
        errors=statuses.get(RowStatus.ERROR, 0),
        to_import=decisions.get(RowDecision.IMPORT, 0),
        to_merge=decisions.get(RowDecision.MERGE, 0),
    )


def rows_of(*, batch: ImportBatch, status: str = "") -> QuerySet[ImportRow]:
    """The rows of an import in the order of the file, all or those of one status."""
    rows = batch.rows.select_related("duplicate_of").order_by("number")
    return rows.filter(status=status) if status in RowStatus.values else rows


def taken_words(*, batch: ImportBatch) -> str:
    """Why an import cannot be decided on any more (or yet), in French."""
    if batch.accepted_at and batch.status in {BatchStatus.WRITING, BatchStatus.DONE}:
        when = timezone.localtime(batch.accepted_at)
        who = str(batch.accepted_by) if batch.accepted_by else "Une autre personne"
        return f"{who} a déjà accepté cet import, le {date_format(when, 'j F à H:i')}. Rien n’a été fait deux fois."
    if batch.status == BatchStatus.FAILED:
        return "Ce fichier a été refusé\u00a0: il n’y a rien à accepter."
    return "Ce fichier n’est pas encore lu. Attendez la fin de la lecture."


def exported_publications(*, which: str = "", type_code: str = "") -> QuerySet[Publication]:
    """Publications to export: `which` is « live », « drafts » or anything else for all. Demonstration rows and the project's
    own source documents stay out."""
    rows = Publication.objects.filter(is_demo=False, source_code="").order_by("pk")
    if which in {"live", "drafts"}:
        rows = rows.filter(live=which == "live")
    return rows.filter(type=type_code) if type_code else rows
