"""Verbs of the library."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lilith.foundation.fields import lines_of
from lilith.library.models import Term
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
