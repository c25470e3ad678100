"""Verbs of the library."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lilith.foundation.fields import lines_of
from lilith.library import csl
from lilith.library.advice.services import add_word_advice, change_word_advice, set_word_advice  # noqa: F401
from lilith.library.models import Publication, Term
from lilith.library.words import names_of
from lilith.search.services import ConceptWords, set_concepts

CONCEPTS_SOURCE = "glossaire"


@transaction.atomic
def refresh_concepts(*, wait: bool = False) -> bool:
    """Give the glossary to the search room: a term and what it stands for find each other, synonyms find the term.

    Returns whether anything changed; documents are then read again in a job, or at once with `wait`.
    """
    terms = Term.objects.filter(live=True, is_demo=False)
    concepts = [
        ConceptWords(key=term.slug, expressions=tuple(names_of(term)), asks=tuple(lines_of(term.synonyms))) for term in terms
    ]
    return set_concepts(source=CONCEPTS_SOURCE, concepts=concepts, wait=wait)


def follow_term(instance: Any) -> None:
    """A term changed: search hears of the whole glossary once, when the transaction under way is committed."""
    if not isinstance(instance, Term):
        return
    connection = transaction.get_connection()
    if not any(waiting[1] is refresh_concepts for waiting in connection.run_on_commit):
        transaction.on_commit(refresh_concepts, robust=True)


def follow_publication(instance: Any) -> None:
    """A publication changed: keep its citations, so that its page need not make them."""
    if isinstance(instance, Publication) and instance.pk:
        keep_citations(publication=instance)


def keep_citations(*, publication: Publication) -> bool:
    """Write the citations of a record beside it; False when they were those of its present state."""
    made = csl.citations_of(publication)
    if made.digest == publication.citation_digest:
        return False
    publication.citation_vancouver, publication.citation_plain = made.vancouver, made.plain
    publication.citation_digest = made.digest
    Publication.objects.filter(pk=publication.pk).update(
        citation_vancouver=made.vancouver, citation_plain=made.plain, citation_digest=made.digest
    )
    return True


def keep_missing_citations(*, limit: int) -> int:
    """Make the citations of at most `limit` public records that came in bulk; returns how many were made."""
    rows = Publication.objects.filter(live=True, citation_digest="").order_by("pk")[:limit]
    return sum(keep_citations(publication=record) for record in rows)
