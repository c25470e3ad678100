"""Verbs of the import: receive a file, read it into the staging table, decide, write everything at once, forget."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from lilith.accounts.enums import Verb
from lilith.accounts.models import User
from lilith.accounts.selectors import can
from lilith.library.enums import BatchStatus, RowDecision, RowStatus
from lilith.library.exchange.files import read_file, recognise
from lilith.library.exchange.reading import Read
from lilith.library.exchange.text import FileError
from lilith.library.imports import selectors
from lilith.library.imports.matching import Known, known_publications
from lilith.library.models import ImportBatch, ImportRow

logger = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
LARGEST_FILE = 60 * MEGABYTE
MOST_ROWS = 20_000
CHUNK = 500
KEPT_DAYS = 30
# Longer than all attempts of a job together.
STUCK_AFTER = timedelta(days=1)


def start_import(*, file: UploadedFile, by: User, now: datetime) -> ImportBatch:
    """Keep a file and have it read in a job. Raises `ValidationError`, in French, for a file that cannot be read at all."""
    _check_may_import(by)
    size = file.size or 0
    if size > LARGEST_FILE:
        raise ValidationError(
            f"Ce fichier pèse {size // MEGABYTE} Mo\u00a0: {LARGEST_FILE // MEGABYTE} Mo au plus. Coupez-le en plusieurs fichiers."
        )
    try:
        how = recognise(cast(BinaryIO, file), name=file.name or "")
    except FileError as error:
        raise ValidationError(str(error)) from error
    file.seek(0)
    batch = ImportBatch(
        file_name=(file.name or "références")[-200:],
        file_size=size,
        format=how.format,
        encoding=how.encoding.label,
        created_by=by,
        created_at=now,
    )
    batch.full_clean(exclude=["accepted_by", "accepted_at", "file"])
    with transaction.atomic():
        batch.file = file
        batch.save()
        transaction.on_commit(lambda: _enqueue_reading(batch.pk))
    return batch


def _enqueue_reading(batch_id: int) -> None:
    from lilith.library.imports.tasks import read_references

    read_references.enqueue(batch_id)


def _check_may_import(by: User) -> None:
    if not can(by, Verb.IMPORT_REFERENCES):
        raise PermissionDenied("Votre rôle ne permet pas d’importer des références.")


# Reading


def read_batch(*, batch_id: int) -> None:
    """Fill the staging table from the file. Safe to run again: it begins anew. Whatever happens, the batch says what."""
    batch = ImportBatch.objects.filter(pk=batch_id, status__in=(BatchStatus.WAITING, BatchStatus.READING)).first()
    if batch is None:
        return
    ImportRow.objects.filter(batch=batch).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.READING, progress=0, row_count=0)
    try:
        count = _read_rows(batch)
    except FileError as error:
        _refuse(batch, str(error))
    except FileNotFoundError:
        _refuse(batch, "Le fichier n’est plus là. Envoyez-le de nouveau.")
    except Exception:
        logger.exception("import %s could not be read", batch.pk)
        _refuse(batch, "La lecture s’est arrêtée sur une erreur que nous n’avions pas prévue. Rien n’a été importé.")
    else:
        if count:
            ImportBatch.objects.filter(pk=batch.pk).update(
                status=BatchStatus.READY, row_count=count, progress=batch.file_size, message=""
            )
        else:
            _refuse(batch, "Ce fichier ne contient aucune référence.")
    _drop_file(batch)


def _refuse(batch: ImportBatch, message: str) -> None:
    ImportRow.objects.filter(batch=batch).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.FAILED, message=message)


def _drop_file(batch: ImportBatch) -> None:
    if batch.file:
        batch.file.delete(save=False)
        ImportBatch.objects.filter(pk=batch.pk).update(file="")


def _read_rows(batch: ImportBatch) -> int:
    known = known_publications()
    rows: list[ImportRow] = []
    number = 0
    with batch.file.open("rb") as opened:
        file = cast(BinaryIO, opened)
        how = recognise(file, name=batch.file_name)
        for number, found in enumerate(read_file(file, how), start=1):
            if number > MOST_ROWS:
                raise FileError(f"Plus de {MOST_ROWS} références dans ce fichier. Coupez-le en plusieurs fichiers.")
            rows.append(_row(batch, number, found, known))
            if len(rows) >= CHUNK:
                _keep(batch, rows, progress=file.tell(), count=number)
                rows = []
        _keep(batch, rows, progress=file.tell(), count=number)
    return number


def _row(batch: ImportBatch, number: int, found: Read, known: Known) -> ImportRow:
    row = ImportRow(batch=batch, number=number, line=found.line, warnings=found.warnings)
    if found.reference is None:
        row.status, row.error, row.data = RowStatus.ERROR, found.error, {"title": found.title} if found.title else {}
        return row
    row.data = found.reference.as_fields()
    match = known.find(row.data)
    if match:
        row.status, row.reason = RowStatus.DUPLICATE, match.reason
        row.duplicate_of_id, row.twin = match.publication, match.row
    else:
        row.status, row.decision = RowStatus.READY, RowDecision.IMPORT
        known.add(row.data, row=number)
    return row


def _keep(batch: ImportBatch, rows: list[ImportRow], *, progress: int, count: int) -> None:
    with transaction.atomic():
        ImportRow.objects.bulk_create(rows)
        ImportBatch.objects.filter(pk=batch.pk).update(progress=progress, row_count=count)


# Deciding


def allowed_decisions(row: ImportRow) -> list[RowDecision]:
    """What may be done with a row. The same identifier cannot stand twice in the library; the same title may."""
    if row.status == RowStatus.ERROR:
        return [RowDecision.SKIP]
    if row.status == RowStatus.READY:
        return [RowDecision.IMPORT, RowDecision.SKIP]
    allowed = [RowDecision.SKIP]
    if row.duplicate_of_id:
        allowed.append(RowDecision.MERGE)
    if row.reason in {"text", "isbn"}:
        allowed.append(RowDecision.IMPORT)
    return allowed


@transaction.atomic
def decide(*, batch_id: int, decisions: Mapping[int, str], by: User) -> int:
    """Keep what was ticked, by number of row; returns how many rows changed. A decision that a row does not allow is refused."""
    _check_may_import(by)
    batch = _waiting_for_decisions(batch_id)
    changed = 0
    for row in ImportRow.objects.filter(batch=batch, number__in=list(decisions)):
        wanted = decisions[row.number]
        if wanted not in allowed_decisions(row):
            raise ValidationError(f"Référence {row.number}\u00a0: ce choix n’est pas possible.")
        if row.decision != wanted:
            changed += ImportRow.objects.filter(pk=row.pk).update(decision=wanted)
    return changed


@transaction.atomic
def decide_all(*, batch_id: int, merge: bool, by: User) -> None:
    """Take every row that is ready; duplicates of the library are merged, or left out; so are errors."""
    _check_may_import(by)
    rows = ImportRow.objects.filter(batch=_waiting_for_decisions(batch_id))
    rows.filter(status=RowStatus.READY).update(decision=RowDecision.IMPORT)
    rows.exclude(status=RowStatus.READY).update(decision=RowDecision.SKIP)
    if merge:
        rows.filter(status=RowStatus.DUPLICATE, duplicate_of__isnull=False).update(decision=RowDecision.MERGE)


@transaction.atomic
def decide_none(*, batch_id: int, by: User) -> None:
    """Take nothing: a start from which to tick a few."""
    _check_may_import(by)
    ImportRow.objects.filter(batch=_waiting_for_decisions(batch_id)).update(decision=RowDecision.SKIP)


def _waiting_for_decisions(batch_id: int) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise ValidationError("Cet import a été supprimé.")
    if batch.status != BatchStatus.READY:
        raise ValidationError(selectors.taken_words(batch=batch))
    return batch


@transaction.atomic
def accept(*, batch_id: int, by: User, publish: bool, now: datetime) -> None:
    """Have what was decided written in a job. Of two people who accept, the second is told that the first did."""
    _check_may_import(by)
    batch = _waiting_for_decisions(batch_id)
    rows = ImportRow.objects.filter(batch=batch)
    may_publish = can(by, Verb.PUBLISH_CONTENT)
    if publish and not may_publish:
        raise ValidationError("Votre rôle ne permet pas de mettre en ligne\u00a0: décochez cette case.")
    if not rows.exclude(decision=RowDecision.SKIP).exists():
        raise ValidationError("Choisissez au moins une référence à importer ou à fusionner.")
    if not may_publish and rows.filter(decision=RowDecision.MERGE, duplicate_of__live=True).exists():
        raise ValidationError(
            "Fusionner change des fiches en ligne\u00a0: c’est le rôle de la coordination. "
            "Choisissez «\u00a0Ne pas importer\u00a0» pour ces références, ou demandez à la coordination d’accepter cet import."
        )
    ImportBatch.objects.filter(pk=batch.pk, status=BatchStatus.READY).update(
        status=BatchStatus.WRITING, accepted_by=by, accepted_at=now, publish=publish, message=""
    )
    transaction.on_commit(lambda: _enqueue_writing(batch.pk))


def _enqueue_writing(batch_id: int) -> None:
    from lilith.library.imports.tasks import write_references

    write_references.enqueue(batch_id)


# Forgetting


@transaction.atomic
def discard(*, batch_id: int, by: User) -> None:
    """Throw an import away with all that was read; what it already gave stays."""
    _check_may_import(by)
    batch = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        return
    if batch.status == BatchStatus.WRITING:
        raise ValidationError("Cet import est en train d’être enregistré\u00a0: attendez la fin.")
    if batch.file:
        name, storage = str(batch.file.name), batch.file.storage
        transaction.on_commit(lambda: storage.delete(name))
    batch.delete()


def forget_old_imports(*, now: datetime) -> int:
    """Remove imports that nobody accepted for 30 days, and the rows of those that were; returns how many were removed.

    An import whose writing never ended (its job was given up) is given back to its readers.
    """
    limit = now - timedelta(days=KEPT_DAYS)
    ImportBatch.objects.filter(status=BatchStatus.WRITING, accepted_at__lt=now - STUCK_AFTER).update(
        status=BatchStatus.READY,
        accepted_by=None,
        accepted_at=None,
        message="L’enregistrement s’est arrêté avant la fin\u00a0: rien n’a été ajouté. Recommencez.",
    )
    ImportRow.objects.filter(batch__status=BatchStatus.DONE, batch__accepted_at__lt=limit).delete()
    old = ImportBatch.objects.filter(created_at__lt=limit).exclude(status__in=(BatchStatus.DONE, BatchStatus.WRITING))
    count = 0
    for batch in old:
        _drop_file(batch)
        batch.delete()
        count += 1
    return count
