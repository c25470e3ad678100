"""Questions to the list of words to avoid, and what the reader of words needs of the library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from lilith.foundation.fields import lines_of
from lilith.library.advice.models import WordAdvice
from lilith.library.enums import AdviceReason
from lilith.library.models import Term
from lilith.literacy.selectors import Advice, AdviceKind, WordList

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class ReadingWords:
    """What the library knows of words: terms with what they stand for, and words to avoid."""

    terms: dict[str, str]
    advice: WordList

    @property
    def acronyms(self) -> dict[str, str]:
        """The acronyms that pages explain, with what they stand for."""
        return {term: expansion for term, expansion in self.terms.items() if expansion}

    @property
    def glossary(self) -> frozenset[str]:
        """The words that the glossary explains, one by one, in lower case."""
        return frozenset(word for term in self.terms for word in _WORDS.findall(term.lower()))


def reading_words() -> ReadingWords:
    """The words of the site as they are now. Two queries."""
    rows = WordAdvice.objects.filter(live=True).values_list("word", "reason", "say", "why", "forms")
    return ReadingWords(
        terms=dict(Term.objects.filter(live=True).values_list("term", "expansion")), advice=_word_list(tuple(rows))
    )


@lru_cache(maxsize=4)
def _word_list(rows: tuple[tuple[str, str, str, str, str], ...]) -> WordList:
    """The list made ready, kept as long as its rows say the same."""
    return WordList(
        Advice(word, AdviceKind(reason), say, why, tuple(lines_of(forms))) for word, reason, say, why, forms in rows
    )


def words_to_avoid(*, words: str = "", reason: str = "") -> QuerySet[WordAdvice]:
    """The list by word; `words` looks into every column, `reason` keeps one kind (an unknown one is no filter)."""
    rows = WordAdvice.objects.order_by(Lower("word"))
    if words.strip():
        looked_for = words.strip()[:120]
        rows = rows.filter(
            Q(word__icontains=looked_for)
            | Q(forms__icontains=looked_for)
            | Q(say__icontains=looked_for)
            | Q(why__icontains=looked_for)
        )
    return rows.filter(reason=reason) if reason in AdviceReason.values else rows


def word_advice_rows() -> list[dict[str, Any]]:
    """The list in service as rows of its content file, by word; what is empty is left out."""
    rows = []
    for advice in sorted(WordAdvice.objects.filter(live=True), key=lambda advice: advice.word):
        row = {
            "word": advice.word,
            "forms": lines_of(advice.forms),
            "reason": advice.reason,
            "say": advice.say,
            "why": advice.why,
        }
        rows.append({name: value for name, value in row.items() if value})
    return rows
