"""Times of the search, on the launch content and on 50,000 generated documents. `python -m bench.searching`; prints JSON."""

from __future__ import annotations

import json
import time
from typing import Any

DOCUMENTS = 50_000
ROUNDS = 4
QUESTIONS = (
    "un chez-soi d'abord", "studio", "logement", "SDF", "boulot", "travail", "emploi accompagné", "gem", "groupe d'entraide mutuelle",
    "schizophrénie", "skizofrénie", "arrêter de fumer", "addiction", "crise", "isolement", "contention", "proches", "famille", "profamille",
    "droits", "tutelle", "pair-aidant", "médiateur de santé pair", "rétablissement", "psychoéducation", "ips", "remédiation cognitive",
    "ado", "jeunes", "vie affective", "sexualité", "parents", "sport", "culture", "citoyenneté", "police", "prison", "urgence", "suicide",
    "3114", "lyon", "lille", "marseille", "ptsm", "ars", "case management", "equipe mobile", "zzzz introuvable", "accompagnement a domicile",
    "directives anticipées en psychiatrie",
)  # fmt: skip


def launch() -> dict[str, Any]:
    """Real questions on the real index."""
    from lilith.search import selectors
    from lilith.search.models import Document

    times = []
    for turn in range(ROUNDS):
        for question in QUESTIONS:
            started = time.perf_counter()
            found = selectors.search(query=question, limit=20, grouped=True)
            for group in found.groups:
                for one in group.results[:3]:
                    str(one.excerpt)
            if turn:  # the first turn fills what is kept between two questions
                times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {"documents": Document.objects.count(), "p95_ms": times[int(len(times) * 0.95)]}


def main() -> None:
    import django

    django.setup()
    from lilith.search.bench import measure

    print(json.dumps({"launch": launch(), "large": measure(DOCUMENTS, keep=True)}))


if __name__ == "__main__":
    main()
