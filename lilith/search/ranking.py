"""Putting a plan to the postings: the same SQL on both engines, in whole numbers, so that both give the same list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from lilith.search.planning import Plan

# Documents looked at a second time, with the very common words of the question.
_SECOND_LOOK = 300
# A document that is worth less than this share of the best (out of 100) is no answer.
_LEAST_SHARE = 4
# What kinds weigh in a list of all kinds, × 100: what explains and what one can ask for before what mentions.
KIND_WEIGHTS = {
    "practice": 105,
    "theme": 105,
    "page": 100,
    "term": 95,
    "team": 100,
    "training": 95,
    "news": 90,
    "event": 85,
    "publication": 90,
    "organisation": 90,
    "question": 90,
    "territory": 90,
}


@dataclass(frozen=True, slots=True)
class Scored:
    """A document that answers, with its score; only the order of scores means something."""

    document_id: int
    kind: str
    key: str
    score: int


def rank(plan: Plan, *, kinds: Sequence[str], facets: Mapping[str, Sequence[str]], most: int) -> list[Scored]:
    """The documents that answer a plan, best first, `most` at the most; ties by kind and key, the same everywhere."""
    finders = [wanted for wanted in plan.wanted if wanted.token_id in plan.finders]
    if not finders:
        return []
    found = _query(plan, finders, kinds=kinds, facets=facets, most=most)
    if len(finders) < len(plan.wanted) and found:
        head = found[:_SECOND_LOOK]
        again = _query(plan, plan.wanted, kinds=(), facets={}, most=most, among=[one.document_id for one in head])
        # What the second look did not see keeps its place under what it did.
        floor = again[-1].score if again else 0
        found = again + [Scored(o.document_id, o.kind, o.key, min(o.score, floor)) for o in found[_SECOND_LOOK:]]
    best = found[0].score if found else 0
    return [one for one in found if one.score * 100 >= best * _LEAST_SHARE]


def _query(
    plan: Plan,
    wanted: Iterable[object],
    *,
    kinds: Sequence[str],
    facets: Mapping[str, Sequence[str]],
    most: int,
    among: Sequence[int] | None = None,
) -> list[Scored]:
    parameters: list[object] = []
    rows = []
    for one in plan.wanted if among is not None else wanted:
        rows.append("(%s, %s, %s)")
        parameters += [one.token_id, one.place, one.weight]  # type: ignore[attr-defined]
    places = {one.place for one in wanted}  # type: ignore[attr-defined]
    total = max(1, sum(mass for place, mass in plan.mass.items() if place in places))
    mass = " ".join(f"WHEN {place} THEN {plan.mass.get(place, 0)}" for place in sorted(places))
    kind_weight = " ".join(f"WHEN '{kind}' THEN {weight}" for kind, weight in KIND_WEIGHTS.items())
    where = ["1 = 1"]
    only = ""
    if among is not None:
        only = f"WHERE p.document_id IN ({', '.join(['%s'] * len(among))})"
        parameters += among
    if kinds:
        where.append(f"d.kind IN ({', '.join(['%s'] * len(kinds))})")
        parameters += kinds
    for name, values in facets.items():
        where.append(
            "EXISTS (SELECT 1 FROM search_documentfacet f WHERE f.document_id = d.id AND f.name = %s "
            f"AND f.value IN ({', '.join(['%s'] * len(values))}))"
        )
        parameters += [name, *values]
    sql = f"""
        WITH wanted (token_id, place, weight) AS (VALUES {", ".join(rows)}),
        answers AS (
            SELECT p.document_id, w.place, MAX(p.impact * w.weight) AS part
            FROM wanted w JOIN search_posting p ON p.token_id = w.token_id {only}
            GROUP BY p.document_id, w.place
        ),
        scores AS (
            SELECT document_id, CAST(SUM(part) AS BIGINT) AS score,
                   CAST(SUM(CASE place {mass} ELSE 0 END) AS BIGINT) AS answered
            FROM answers GROUP BY document_id
        )
        SELECT d.id, d.kind, d.key,
               (s.score / 100) * s.answered / {total} * (CASE d.kind {kind_weight} ELSE 100 END) / 100 AS final
        FROM scores s JOIN search_document d ON d.id = s.document_id
        WHERE {" AND ".join(where)}
        ORDER BY final DESC, d.kind, d.key
        LIMIT %s
    """  # noqa: S608 (only whole numbers and our own codes are written into the text)
    parameters.append(most)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Scored(*row) for row in cursor.fetchall()]
