"""Terms and publications as search documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lilith.foundation.fields import lines_of
from lilith.foundation.selectors import related_titles, text_of
from lilith.foundation.slots import SearchDocument, SearchSource
from lilith.library import citations
from lilith.library.models import Publication, Term
from lilith.library.words import names_of


def _is_public(record: Term | Publication) -> bool:
    return record.live and not record.is_demo


def term_documents(terms: Iterable[Term]) -> Iterator[SearchDocument]:
    terms = list(terms)
    used_in = related_titles(terms, "practices")
    for term in terms:
        if _is_public(term):
            yield SearchDocument(
                kind="term",
                key=term.slug,
                title=term.term,
                url=term.get_absolute_url(),
                names=tuple(dict.fromkeys([*names_of(term)[1:], *lines_of(term.synonyms)])),
                lead=text_of(term.definition),
                body="\n".join([term.category, *(other.term for other in term.also.all()), *used_in.get(term.pk, [])]),
            )


def publication_documents(publications: Iterable[Publication]) -> Iterator[SearchDocument]:
    publications = list(publications)
    cited_in = related_titles(publications, "practices")
    for publication in publications:
        if _is_public(publication):
            facts = [
                " ".join(filter(None, (publication.volume, publication.issue, publication.pages, str(publication.year or "")))),
                publication.doi, publication.pmid, publication.hal_id, publication.isbn, publication.get_type_display(), publication.note, publication.abstract,
                publication.question, publication.study_design, publication.place, publication.period, publication.size,
                publication.result, publication.funder, publication.country, publication.population, *cited_in.get(publication.pk, []),
            ]  # fmt: skip
            yield SearchDocument(
                kind="publication",
                key=publication.slug,
                title=publication.title,
                url=publication.get_absolute_url(),
                names=tuple(filter(None, [*citations.named_authors(publication), publication.journal, publication.publisher])),
                lead=publication.plain_summary,
                body="\n".join(fact for fact in facts if fact),
            )


TERMS = SearchSource(
    model=Term,
    documents=term_documents,
    records=lambda: Term.objects.order_by("pk").prefetch_related("also").iterator(chunk_size=500),
    identity=lambda term: ("term", term.slug),
)
PUBLICATIONS = SearchSource(
    model=Publication,
    documents=publication_documents,
    records=lambda: Publication.objects.order_by("pk").iterator(chunk_size=500),
    identity=lambda publication: ("publication", publication.slug),
)
