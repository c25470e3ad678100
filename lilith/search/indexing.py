"""Writing the index: documents, their postings, the counts of tokens and the words of the site. Callers hold a transaction."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection

from lilith.foundation.slots import SearchDocument
from lilith.search.analyzer import ACRONYM_MARK, LONGEST_TOKEN, Position, analyse_document, clean, fold
from lilith.search.impacts import MOST_POSITIONS, impacts_of
from lilith.search.models import Document, DocumentFacet, IndexState, Posting, Token, Word
from lilith.search.phonetics import sound
from lilith.search.thesaurus import Thesaurus, current

_BATCH = 400
_MOST_PARAMETERS = 900
_LOCK_KEY = 0x4C696C69  # « Lili »: one writer of the index at a time on PostgreSQL

T = TypeVar("T")


def batches(items: Iterable[T], size: int = _BATCH) -> Iterable[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def lock_for_writing() -> None:
    """Wait for the other writers of the index: counts are added up, and two of them could wait for each other's rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_KEY])


def state() -> IndexState:
    """The one row that says how the index is."""
    return IndexState.objects.get_or_create(pk=1)[0]


def thesaurus_now() -> Thesaurus:
    """The thesaurus that documents are analysed with."""
    return current(version=state().thesaurus_version, database=str(connection.settings_dict["NAME"]))


def tidy_document(document: SearchDocument) -> SearchDocument:
    """The same document with text that any database stores, cut to what the columns hold."""
    return SearchDocument(
        kind=document.kind,
        key=document.key,
        title=clean(document.title)[:400],
        url=document.url[:500],
        names=tuple(clean(name) for name in document.names if name.strip()),
        keywords=tuple(clean(word) for word in document.keywords if word.strip()),
        lead=clean(document.lead).strip(),
        body=clean(document.body).strip(),
        facets={name: tuple(dict.fromkeys(map(str, values))) for name, values in document.facets.items() if values},
    )


def digest_of(document: SearchDocument) -> str:
    """Changes when anything of the document does."""
    content = [document.title, document.url, list(document.names), list(document.keywords), document.lead, document.body]
    facets = sorted((name, list(values)) for name, values in document.facets.items())
    return hashlib.sha256(json.dumps([content, facets], ensure_ascii=False).encode()).hexdigest()


def title_key(document: SearchDocument) -> str:
    """What suggestions compare: title and names, folded, each after a bar."""
    return "|".join([fold(document.title), *(fold(name) for name in document.names)])[:400]


def write_documents(documents: Iterable[SearchDocument], *, origins: Mapping[tuple[str, str], str], force: bool = False) -> int:
    """Index what is new or has changed (everything with `force`); returns how many documents were written."""
    lock_for_writing()
    version = state().thesaurus_version
    thesaurus = thesaurus_now()
    ids: dict[str, int] = {}
    words: set[tuple[str, str]] = set()
    counts: Counter[int] = Counter()
    written = 0
    for batch in batches(documents):
        tidied = {(document.kind, document.key): tidy_document(document) for document in batch}
        known = {(row.kind, row.key): row for row in _rows_of(list(tidied))}
        changed: list[tuple[Document, SearchDocument]] = []
        for identity, document in tidied.items():
            row = known.get(identity)
            digest, origin = digest_of(document), origins.get(identity, "")
            if row and not force and (row.digest, row.analysed_with, row.origin) == (digest, version, origin):
                continue
            row = row or Document(kind=document.kind, key=document.key)
            row.title, row.url, row.names = document.title, document.url, list(document.names)
            row.keywords = list(document.keywords)
            row.lead, row.body = document.lead, document.body
            row.facets = {name: list(values) for name, values in document.facets.items()}
            row.title_key, row.origin, row.digest, row.analysed_with = title_key(document), origin, digest, version
            changed.append((row, document))
        if changed:
            _write(changed, thesaurus, ids, words, counts)
            written += len(changed)
    if written:
        _add_counts(counts)
        refresh_state()
    return written


def _rows_of(identities: list[tuple[str, str]]) -> list[Document]:
    keys = {key for _, key in identities}
    wanted = set(identities)
    return [row for row in Document.objects.filter(key__in=keys) if (row.kind, row.key) in wanted]


def _write(
    changed: list[tuple[Document, SearchDocument]],
    thesaurus: Thesaurus,
    ids: dict[str, int],
    words: set[tuple[str, str]],
    counts: Counter[int],
) -> None:
    old = [row for row, _ in changed if row.pk]
    counts.update(forget_postings([row.pk for row in old]))
    fields = ["title", "url", "names", "keywords", "lead", "body", "facets", "title_key", "origin", "digest", "analysed_with"]
    if old:
        Document.objects.bulk_update(old, fields, batch_size=50)
    Document.objects.bulk_create([row for row, _ in changed if not row.pk], batch_size=50)
    impacts: list[tuple[int, dict[str, int]]] = []
    facets: list[DocumentFacet] = []
    seen: dict[tuple[str, str], str] = {}
    for row, document in changed:
        analysed = analyse_fields(document)
        impacts.append((row.pk, impacts_of(analysed, thesaurus, kind=document.kind)))
        for passages in analysed.values():
            for passage in passages:
                for position in passage:
                    seen.setdefault((position.form, position.tokens[0]), position.surface)
        facets += [DocumentFacet(document=row, name=n, value=v[:120]) for n, values in document.facets.items() for v in values]
    DocumentFacet.objects.bulk_create(facets, batch_size=300)
    _learn_tokens({text for _, tokens in impacts for text in tokens}, ids)
    rows = [(ids[text], document_id, impact) for document_id, tokens in impacts for text, impact in tokens.items()]
    _write_postings(sorted(rows))
    counts.update(token_id for token_id, _, _ in rows)
    _learn_words({key: surface for key, surface in seen.items() if key not in words})
    words.update(seen)


def analyse_fields(document: SearchDocument) -> dict[str, list[Sequence[Position]]]:
    """The document's fields as passages of positions; a paragraph is a passage, so that no expression spans two."""
    fields: dict[str, list[Sequence[Position]]] = {
        "title": [analyse_document(document.title)],
        "names": [analyse_document(name) for name in document.names],
        "keywords": [analyse_document(word) for word in document.keywords],
        "lead": [analyse_document(part) for part in document.lead.split("\n")],
        "body": [],
    }
    room = MOST_POSITIONS
    for part in document.body.split("\n"):
        positions = analyse_document(part)[: max(0, room)]
        room -= len(positions)
        fields["body"].append(positions)
    return fields


def forget_postings(document_ids: list[int]) -> Counter[int]:
    """Delete the postings and facets of documents; token id → minus the number of them that had it."""
    counts: Counter[int] = Counter()
    for ids in batches(document_ids, _MOST_PARAMETERS):
        counts.subtract(Posting.objects.filter(document_id__in=ids).values_list("token_id", flat=True))
        Posting.objects.filter(document_id__in=ids)._raw_delete(using=connection.alias)
        DocumentFacet.objects.filter(document_id__in=ids)._raw_delete(using=connection.alias)
    return counts


def delete_documents(document_ids: list[int]) -> None:
    """Take documents out of the index."""
    if not document_ids:
        return
    lock_for_writing()
    _add_counts(forget_postings(document_ids))
    for ids in batches(document_ids, _MOST_PARAMETERS):
        Document.objects.filter(pk__in=ids)._raw_delete(using=connection.alias)
    refresh_state()


def _learn_tokens(texts: set[str], ids: dict[str, int]) -> None:
    missing = sorted(texts - ids.keys())
    for some in batches(missing, _MOST_PARAMETERS):
        ids.update(Token.objects.filter(text__in=some).values_list("text", "pk"))
    absent = [text for text in missing if text not in ids]
    for some in batches(absent, _MOST_PARAMETERS):
        Token.objects.bulk_create([Token(text=text) for text in some], ignore_conflicts=True, batch_size=300)
        ids.update(Token.objects.filter(text__in=some).values_list("text", "pk"))


def _write_postings(rows: list[tuple[int, int, int]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY search_posting (token_id, document_id, impact) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany("INSERT INTO search_posting (token_id, document_id, impact) VALUES (%s, %s, %s)", rows)


def _add_counts(counts: Mapping[int, int]) -> None:
    changes = [(change, token_id) for token_id, change in sorted(counts.items()) if change]
    if changes:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE search_token SET document_count = document_count + %s WHERE id = %s", changes)


def _learn_words(seen: dict[tuple[str, str], str]) -> None:
    new: list[Word] = []
    for keys in batches(sorted(seen), _MOST_PARAMETERS):
        known = set(Word.objects.filter(form__in={form for form, _ in keys}).values_list("form", "token"))
        for form, token in keys:
            if (form, token) in known:
                continue
            surface = seen[form, token]
            display = surface if token.startswith(ACRONYM_MARK) else surface.lower()
            new.append(Word(form=form, token=token[:66], display=display[:LONGEST_TOKEN], sound=sound(form)))
    Word.objects.bulk_create(new, ignore_conflicts=True, batch_size=200)


def refresh_state() -> None:
    """Write down how many documents there are."""
    state()
    from lilith.search.models import IndexState as State

    State.objects.filter(pk=1).update(document_count=Document.objects.count())


def recount() -> None:
    """Count again how many documents each token has, and drop the tokens and words that none has any more."""
    lock_for_writing()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_token SET document_count = "
            "(SELECT COUNT(*) FROM search_posting WHERE search_posting.token_id = search_token.id)"
        )
        cursor.execute("DELETE FROM search_token WHERE document_count = 0")
        cursor.execute("DELETE FROM search_word WHERE token NOT IN (SELECT text FROM search_token)")
    refresh_state()


def gather_statistics() -> None:
    """Let the database plan queries on what the index holds now.

    Outside a transaction PostgreSQL also marks its rows as seen by all: a question then reads the index of the postings alone,
    three times as fast on 50,000 documents.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            verb = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
            for table in ("search_posting", "search_token", "search_document", "search_documentfacet"):
                cursor.execute(f"{verb} {table}")
        else:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("PRAGMA optimize")
