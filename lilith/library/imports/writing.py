"""The writing of an accepted import: everything is made ready first, then written in one short transaction, all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from lilith.foundation import changes
from lilith.foundation.fields import lines_of
from lilith.library.enums import BatchStatus, RowDecision, RowStatus
from lilith.library.exchange.reference import IDENTIFIERS, TEXTS
from lilith.library.identifiers import hal_key
from lilith.library.imports.matching import Known, known_publications
from lilith.library.models import ImportBatch, ImportRow, Publication
from lilith.library.names import read_name
from lilith.search.services import reindex_records

logger = logging.getLogger(__name__)
# Fields that a merge fills when they are empty. The title and the type of a record stay what its editors made of them.
MERGED = (*(name for name in TEXTS if name != "title"), *IDENTIFIERS, "authors", "year")
UNIQUE = {"doi": "doi", "pmid": "pmid", "hal_id": "hal"}
BATCH = 500
INDEXED_TOGETHER = 200
LONGEST_SLUG = 90
# Addresses of `/publications/…/` that mean something else.
RESERVED = ("liens", "type-", "page-")


def write_batch(*, batch_id: int, now: datetime) -> list[int]:
    """Write what was decided. Returns the keys of public records that changed, for search. Safe to run again.

    References that became duplicates since the preview are left out, and the import says so.
    """
    batch = ImportBatch.objects.filter(pk=batch_id, status=BatchStatus.WRITING).first()
    if batch is None:
        return []
    try:
        return _write(batch, today=timezone.localdate(now))
    except IntegrityError:
        logger.exception("import %s met a record that appeared meanwhile", batch.pk)
        _give_back(
            batch, "Rien n’a été enregistré\u00a0: une autre personne vient d’ajouter une de ces références. Recommencez."
        )
    except Exception:
        logger.exception("import %s could not be written", batch.pk)
        _give_back(batch, "Rien n’a été enregistré\u00a0: une erreur que nous n’avions pas prévue. Recommencez.")
    return []


def _give_back(batch: ImportBatch, message: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk, status=BatchStatus.WRITING).update(
        status=BatchStatus.READY, accepted_by=None, accepted_at=None, message=message
    )


def _write(batch: ImportBatch, *, today: date) -> list[int]:
    known = known_publications()
    late: list[int] = []
    fresh: list[Publication] = []
    slugs = set(Publication.objects.values_list("slug", flat=True))
    rows = batch.rows.filter(decision=RowDecision.IMPORT).order_by("number").values_list("pk", "number", "status", "data")
    for pk, number, status, data in rows.iterator(chunk_size=BATCH):
        if _is_late(number, status, data, known):
            late.append(pk)
            continue
        fresh.append(_publication(data, slugs, today=today, live=batch.publish))
    with transaction.atomic():
        held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if held.status != BatchStatus.WRITING:
            return []
        made = Publication.objects.bulk_create(fresh, batch_size=BATCH)
        merged = _merge(batch, known, today=today)
        ImportRow.objects.filter(pk__in=late).update(status=RowStatus.DUPLICATE, decision=RowDecision.SKIP)
        held.imported_count, held.merged_count, held.status = len(made), len(merged), BatchStatus.DONE
        held.message = _late_words(len(late))
        held.save()
        public = [record.pk for record in made if record.live] + [record.pk for record in merged if record.live]
        if public:
            # Tells the page cache, once for all of them.
            changes.tell(Publication.objects.get(pk=public[0]))
    return public


def _late_words(count: int) -> str:
    if not count:
        return ""
    return f"{count} référence{'s' if count > 1 else ''} laissée{'s' if count > 1 else ''} de côté\u00a0: entrée dans la bibliothèque depuis l’aperçu."


def _is_late(number: int, status: str, data: dict[str, Any], known: Known) -> bool:
    """True for a reference that was new when it was read and is not any more, and for a key that must stand once."""
    match = known.find(data)
    late = match is not None and (status == RowStatus.READY or match.reason in UNIQUE.values())
    if not late:
        # Only its identifiers count from here on: two rows with one title may both be wanted.
        known.add({**data, "title": str(number), "isbn": ""}, row=number)
    return late


def _publication(data: dict[str, Any], slugs: set[str], *, today: date, live: bool) -> Publication:
    return Publication(
        **data,
        slug=_slug(data, slugs),
        live=live,
        written_on=today,
        updated_on=today,
        next_review_on=Publication.review_after(today),
    )


def _slug(data: dict[str, Any], slugs: set[str]) -> str:
    """« poremski-2016-effects-of-housing-first », with a number when it is taken."""
    names = lines_of(data["authors"])
    first = read_name(names[0]) if names else None
    words = [first.family or first.literal if first else "", str(data["year"] or ""), data["title"]]
    base = slugify(" ".join(words))[:LONGEST_SLUG].strip("-_") or "publication"
    if base.startswith(RESERVED):
        base = f"texte-{base}"
    slug, number = base, 2
    while slug in slugs:
        slug, number = f"{base}-{number}", number + 1
    slugs.add(slug)
    return slug


def _merge(batch: ImportBatch, known: Known, *, today: date) -> list[Publication]:
    """Fill the empty fields of records from the rows to merge; returns the records that changed."""
    rows = batch.rows.filter(decision=RowDecision.MERGE, duplicate_of__isnull=False).order_by("number")
    changed: list[Publication] = []
    waiting = rows.iterator(chunk_size=BATCH)
    while part := list(islice(waiting, BATCH)):
        records = Publication.objects.select_for_update().in_bulk([row.duplicate_of_id for row in part if row.duplicate_of_id])
        for row in part:
            record = records.get(row.duplicate_of_id or 0)
            values = _missing_values(record, row.data, known) if record else {}
            if record is None or not values:
                continue
            for name, value in values.items():
                setattr(record, name, value)
            record.version += 1
            record.updated_on = today
            Publication.objects.filter(pk=record.pk).update(
                **values, version=record.version, updated_on=today, citation_digest=""
            )
            changed.append(record)
    return list({record.pk: record for record in changed}.values())


def _missing_values(record: Publication, data: dict[str, Any], known: Known) -> dict[str, Any]:
    values = {}
    for name in MERGED:
        value = data.get(name)
        if not value or getattr(record, name):
            continue
        if name in UNIQUE:
            key = (UNIQUE[name], hal_key(value) if name == "hal_id" else value.lower())
            # Another record may hold it, or another row may just have brought it.
            if known.publications.setdefault(key, record.pk) != record.pk or key in known.rows:
                continue
        values[name] = value
    return values


def index(*, keys: Iterable[int]) -> int:
    """Have search read public records again, a few at a time so that nobody waits; returns how many."""
    keys = list(keys)
    for start in range(0, len(keys), INDEXED_TOGETHER):
        reindex_records(list(Publication.objects.filter(pk__in=keys[start : start + INDEXED_TOGETHER])))
    return len(keys)
