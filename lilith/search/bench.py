"""How fast the search is: generated documents, generated questions, and times. For `./script/bench`, never for the site.

from lilith.search.bench import measure
measure(50_000)  # {"engine": "sqlite", "documents": 50000, "p95_ms": …}
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from django.db import connection, transaction

from lilith.foundation.slots import SearchDocument
from lilith.search import indexing, selectors
from lilith.search.models import Posting

_CONSONANTS = ["b", "c", "ch", "d", "f", "g", "l", "m", "n", "p", "pr", "r", "s", "t", "tr", "v"]
_VOWELS = ["a", "e", "é", "i", "o", "ou", "on", "an", "u", "in"]
_ENDINGS = ["", "tion", "ment", "eur", "ique", "té", "er", "age"]
_KINDS = ["practice", "theme", "page", "term", "news", "event", "publication", "organisation", "question"]
_VOCABULARY = 20_000
_MEAN_WORDS = 120


class Generator:
    """Texts whose words follow Zipf's law, the same for a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (times, not secrets)
        words: dict[str, None] = {}
        while len(words) < _VOCABULARY:
            pairs = self.random.randint(1, 3)
            root = "".join(self.random.choice(_CONSONANTS) + self.random.choice(_VOWELS) for _ in range(pairs))
            words[root + self.random.choice(_ENDINGS)] = None
        self.words = list(words)
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.words))))

    def text(self, count: int) -> str:
        """A sentence of `count` words."""
        return " ".join(self.random.choices(self.words, cum_weights=self._weights, k=count)).capitalize() + "."

    def documents(self, count: int) -> Iterator[SearchDocument]:
        """`count` documents of all kinds, of 120 words on average."""
        for number in range(count):
            length = max(20, min(1500, int(self.random.lognormvariate(math.log(_MEAN_WORDS) - 0.3, 0.8))))
            sentences = [self.text(self.random.randint(6, 18)) for _ in range(max(1, length // 12))]
            yield SearchDocument(
                kind=self.random.choice(_KINDS),
                key=f"bench-{number}",
                title=self.text(self.random.randint(2, 8)),
                url=f"/bench/{number}/",
                lead=self.text(15),
                body="\n".join(sentences),
                facets={"theme": (self.random.choice(("logement", "travail", "droits")),)},
            )

    def questions(self, count: int) -> list[str]:
        """Questions of one to five words, one in eight with a typing mistake."""
        questions = []
        for number in range(count):
            words = self.text(self.random.randint(1, 5)).lower().rstrip(".").split()
            if number % 8 == 0:
                words[0] = words[0][:-2] + words[0][-1:] + words[0][-2:-1] + "x"
            questions.append(" ".join(words))
        return questions


def measure(n_documents: int, *, n_questions: int = 200, seed: int = 2026, keep: bool = False) -> dict[str, Any]:
    """Index generated documents and ask generated questions. Needs a migrated database; times in milliseconds.

    All is undone, unless `keep`: a database of its own is then in the state that a real one has after a rebuild.
    """
    generator = Generator(seed)
    started = time.perf_counter()
    if keep:
        with transaction.atomic():
            indexing.write_documents(generator.documents(n_documents), origins={})
        indexing.gather_statistics()
        indexed = time.perf_counter() - started
        times, empty, postings = _ask(generator.questions(n_questions))
    else:
        with transaction.atomic():
            indexing.write_documents(generator.documents(n_documents), origins={})
            indexing.gather_statistics()
            indexed = time.perf_counter() - started
            times, empty, postings = _ask(generator.questions(n_questions))
            transaction.set_rollback(True)
    times.sort()
    return {
        "engine": connection.vendor,
        "documents": n_documents,
        "postings": postings,
        "index_seconds": round(indexed, 1),
        "questions": n_questions,
        "without_result": empty,
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "max_ms": round(times[-1], 1),
    }


def _ask(questions: list[str]) -> tuple[list[float], int, int]:
    """Times of the questions in milliseconds, how many found nothing, and the size of the index in postings."""
    for question in questions[:10]:
        selectors.search(query=question)
    times, empty = [], 0
    for number, question in enumerate(questions):
        kinds = ("practice",) if number % 4 == 3 else ()
        facets = {"theme": ("logement",)} if number % 8 == 7 else {}
        started = time.perf_counter()
        found = selectors.search(query=question, kinds=kinds, facets=facets, limit=20, grouped=not kinds)
        shown = [one for group in found.groups for one in group.results[:3]] if found.groups else found.results
        for one in shown:
            one.excerpt  # noqa: B018 (read when it is asked for)
        times.append((time.perf_counter() - started) * 1000)
        empty += not found.count
    return times, empty, Posting.objects.count()
