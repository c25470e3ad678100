"""Verbs of the search room: keep the index true to the site, and the thesaurus to the words of people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from secrets import randbelow
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from wagtail.models import Page

from lilith.foundation.fields import lines_of
from lilith.foundation.slots import SearchDocument, SearchSource, search_sources
from lilith.search import indexing
from lilith.search.models import Concept, Document, Expression, IndexState, MissedQuery, WordMapping
from lilith.search.privacy import words_to_keep

WORDS_SOURCE = "words"
_MOST_MISSED_A_MONTH = 5000
_paused: ContextVar[bool] = ContextVar("search_indexing_paused", default=False)


@dataclass(frozen=True, slots=True)
class ConceptWords:
    """One idea to `set_concepts`. `expressions` work both ways (an acronym and what it stands for); `asks` only in what people
    type; `answers` only in the texts of the site. `key` is unique within the source.
    """

    key: str
    expressions: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@transaction.atomic
def index(documents: Iterable[SearchDocument]) -> int:
    """Add documents to the index or bring them up to date, by kind and key; returns how many were written."""
    return indexing.write_documents(documents, origins={})


@transaction.atomic
def remove(*, kind: str, key: str) -> bool:
    """Take a document out of the index; False when it was not there."""
    ids = list(Document.objects.filter(kind=kind, key=key).values_list("pk", flat=True))
    indexing.delete_documents(ids)
    return bool(ids)


@transaction.atomic
def reindex_record(instance: Any) -> None:
    """Follow the change of one record: what is public is indexed, what is not any more is taken out.

    Told of every change of the site (`slots.register_change_listener`); records without a search source are none of our business.
    """
    if _paused.get():
        return
    source = _source_of(instance)
    if source is None and isinstance(instance, Page) and Page.objects.filter(pk=instance.pk).exists():
        instance = instance.specific
        source = _source_of(instance)
    if source is None:
        return
    origin = _origin(instance)
    documents = list(source.documents([instance])) if _exists(instance) else []
    kept = {(document.kind, document.key) for document in documents}
    gone = [row.pk for row in Document.objects.filter(origin=origin) if (row.kind, row.key) not in kept]
    if not documents:
        kind, key = source.identity(instance)
        gone += Document.objects.filter(kind=kind, key=key, origin__in=("", origin)).values_list("pk", flat=True)
    indexing.delete_documents(sorted(set(gone)))
    indexing.write_documents(documents, origins=dict.fromkeys(kept, origin))


@transaction.atomic
def reindex_records(records: Sequence[models.Model]) -> int:
    """Follow the change of many records of one type at once: what `bulk_create` wrote is told to nobody.

    Those that are not public any more are taken out. Returns how many documents were written.
    """
    source = _source_of(records[0]) if records else None
    if source is None:
        return 0
    documents = list(source.documents(records))
    offered = {(document.kind, document.key) for document in documents}
    origins = {source.identity(record): _origin(record) for record in records}
    rows = Document.objects.filter(origin__in=list(origins.values()))
    indexing.delete_documents([row.pk for row in rows if (row.kind, row.key) not in offered])
    return indexing.write_documents(documents, origins=origins)


def _source_of(instance: Any) -> SearchSource | None:
    return next((source for source in search_sources() if type(instance) is source.model), None)


def _exists(instance: models.Model) -> bool:
    return bool(instance.pk) and type(instance)._default_manager.filter(pk=instance.pk).exists()


def _origin(instance: models.Model) -> str:
    return f"{instance._meta.label_lower}:{instance.pk}"


@contextmanager
def indexing_paused() -> Iterator[None]:
    """Within, changes of records are not followed: for a loader that writes many and calls `rebuild` at the end."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def rebuild(*, force: bool = False) -> dict[str, int]:
    """Make the index what every search source offers now: writes what changed (all with `force`), removes what is gone.

    Returns {"written", "removed", "documents"}. Documents given to `index` by hand are left alone.
    """
    report = _rewrite(force=force)
    indexing.gather_statistics()
    return report


@transaction.atomic
def _rewrite(*, force: bool) -> dict[str, int]:
    indexing.lock_for_writing()
    seen: set[tuple[str, str]] = set()
    written = 0
    for source in search_sources():
        for records in indexing.batches(source.records()):
            origins = {source.identity(record): _origin(record) for record in records}
            documents = list(source.documents(records))
            seen.update((document.kind, document.key) for document in documents)
            written += indexing.write_documents(documents, origins=origins, force=force)
    offered = Document.objects.exclude(origin="").values_list("pk", "kind", "key")
    gone = [pk for pk, kind, key in offered if (kind, key) not in seen]
    indexing.delete_documents(gone)
    indexing.recount()
    return {"written": written, "removed": len(gone), "documents": Document.objects.count()}


@transaction.atomic
def reanalyse() -> int:
    """Read again, with the thesaurus of now, the stored text of documents that were read with another; returns how many."""
    version = indexing.state().thesaurus_version
    written = 0
    rows = Document.objects.exclude(analysed_with=version).order_by("pk")
    for batch in indexing.batches(rows.iterator(chunk_size=400)):
        origins = {(row.kind, row.key): row.origin for row in batch}
        written += indexing.write_documents([_stored(row) for row in batch], origins=origins)
    if written:
        indexing.recount()
    return written


def _stored(row: Document) -> SearchDocument:
    return SearchDocument(
        kind=row.kind,
        key=row.key,
        title=row.title,
        url=row.url,
        names=tuple(row.names),
        keywords=tuple(row.keywords),
        lead=row.lead,
        body=row.body,
        facets={name: tuple(values) for name, values in row.facets.items()},
    )


@transaction.atomic
def set_concepts(*, source: str, concepts: Iterable[ConceptWords], wait: bool = False) -> bool:
    """Make the thesaurus say these concepts for a source, and no other; returns whether anything changed.

    Documents are read again in a job after the commit, or at once with `wait`.
    """
    indexing.lock_for_writing()
    wanted = {concept.key[:160]: _expressions(concept) for concept in concepts}
    known = {row.key: row for row in Concept.objects.filter(source=source).prefetch_related("expressions")}
    changed = False
    for key in known.keys() - wanted.keys():
        known[key].delete()
        changed = True
    for key, expressions in wanted.items():
        row = known.get(key) or Concept.objects.create(source=source, key=key)
        now = {expression.text: (expression.asks, expression.answers) for expression in row.expressions.all()}
        if now == expressions and key in known:
            continue
        row.expressions.all().delete()
        Expression.objects.bulk_create(
            [Expression(concept=row, text=text, asks=asks, answers=answers) for text, (asks, answers) in expressions.items()]
        )
        changed = True
    if changed:
        indexing.state()
        # Not a counter: a number that a rolled back transaction gave to other words must never come back.
        IndexState.objects.filter(pk=1).update(thesaurus_version=1 + randbelow(2**31 - 2))
        if wait:
            reanalyse()
        else:
            from lilith.search.tasks import reanalyse_documents

            transaction.on_commit(lambda: reanalyse_documents.enqueue())
    return changed


def _expressions(concept: ConceptWords) -> dict[str, tuple[bool, bool]]:
    found: dict[str, tuple[bool, bool]] = {}
    groups = ((concept.expressions, True, True), (concept.asks, True, False), (concept.answers, False, True))
    for texts, asks, answers in groups:
        for text in texts:
            short = " ".join(indexing.clean(text).split())[:200]
            if short:
                before = found.get(short, (False, False))
                found[short] = (before[0] or asks, before[1] or answers)
    return found


@transaction.atomic
def set_word_mappings(*, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Load the editors' table of words from its file: rows of `words`, `terms` and an optional `note`.

    A row is known by its first word. One that an editor changed on the site is left as it is, and its first word is returned.
    """
    kept: list[str] = []
    by_key = {mapping.content_key: mapping for mapping in WordMapping.objects.exclude(content_key="")}
    seen: set[str] = set()
    for order, row in enumerate(rows):
        key = str(row["words"][0])[:160]
        seen.add(key)
        mapping = by_key.get(key) or WordMapping(content_key=key)
        if mapping.pk and _mapping_digest(mapping) != mapping.content_digest:
            kept.append(key)
            continue
        mapping.words = "\n".join(map(str, row["words"]))
        mapping.terms = "\n".join(map(str, row["terms"]))
        mapping.note = str(row.get("note") or "")[:300]
        mapping.sort_order = order
        mapping.content_digest = _mapping_digest(mapping)
        mapping.full_clean()
        mapping.save()
    for key, mapping in by_key.items():
        if key not in seen and _mapping_digest(mapping) == mapping.content_digest:
            mapping.delete()
    refresh_word_concepts()
    return kept


def _mapping_digest(mapping: WordMapping) -> str:
    content = [lines_of(mapping.words), lines_of(mapping.terms), mapping.note, mapping.live]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def refresh_word_concepts(*, wait: bool = False) -> bool:
    """Give the thesaurus the editors' table as it is now; returns whether anything changed."""
    concepts = [
        ConceptWords(key=str(mapping.pk), asks=tuple(lines_of(mapping.words)), answers=tuple(lines_of(mapping.terms)))
        for mapping in WordMapping.objects.filter(live=True)
    ]
    return set_concepts(source=WORDS_SOURCE, concepts=concepts, wait=wait)


@transaction.atomic
def note_missed_query(*, query: str, today: date) -> MissedQuery | None:
    """Count a question that found nothing, without anything that could point to a person.

    None when no word is left, or when the month already holds more different questions than editors can read.
    """
    words = words_to_keep(indexing.clean(query[:1000]))
    if not words:
        return None
    month = today.replace(day=1)
    known = MissedQuery.objects.filter(month=month)
    if not known.filter(words=words).exists() and known.count() >= _MOST_MISSED_A_MONTH:
        return None
    missed, created = MissedQuery.objects.get_or_create(month=month, words=words)
    if not created:
        MissedQuery.objects.filter(pk=missed.pk).update(count=F("count") + 1)
        missed.refresh_from_db()
    return missed


def forget_missed_queries(*, today: date) -> int:
    """Erase the words that found nothing more than `MISSED_QUERY_MONTHS` whole months ago; returns how many lines."""
    months = today.year * 12 + today.month - 1 - settings.LILITH["MISSED_QUERY_MONTHS"]
    first_kept = date(months // 12, months % 12 + 1, 1)
    count, _by_model = MissedQuery.objects.filter(month__lt=first_kept).delete()
    return count
