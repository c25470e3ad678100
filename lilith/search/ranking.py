"""Putting a plan to the postings: the same SQL on both engines, in whole numbers, so that both give the same list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from lilith.search.planning import Plan, Wanted

# Documents looked at a second time, with the very common words of the question.
_SECOND_LOOK = 300
# A document that is worth less than this share of the best (out of 100) is no answer.
_LEAST_SHARE = 4


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
    wanted: Sequence[Wanted],
    *,
    kinds: Sequence[str],
    facets: Mapping[str, Sequence[str]],
    most: int,
    among: Sequence[int] = (),
) -> list[Scored]:
    """One look at the postings. Only whole numbers and our own words are written into the text of the query."""
    parameters: list[int | str] = []
    for one in wanted:
        parameters += [one.token_id, one.place, one.weight]
    values = ", ".join(["(%s, %s, %s)"] * len(wanted))
    places = sorted({one.place for one in wanted})
    total = max(1, sum(plan.mass.get(place, 0) for place in places))
    mass = " ".join(f"WHEN {place:d} THEN {plan.mass.get(place, 0):d}" for place in places)
    where = ["1 = 1"]
    if among:
        where.append(f"p.document_id IN ({_marks(among)})")
        parameters += among
    if kinds:
        where.append(f"p.document_id IN (SELECT id FROM search_document WHERE kind IN ({_marks(kinds)}))")  # noqa: S608
        parameters += kinds
    for name, chosen in facets.items():
        some = f"SELECT document_id FROM search_documentfacet WHERE name = %s AND value IN ({_marks(chosen)})"  # noqa: S608
        where.append(f"p.document_id IN ({some})")
        parameters += [name, *chosen]
    # Whatever the language of the server, ties are told apart letter by letter.
    collation = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    sql = f"""
        WITH wanted (token_id, place, weight) AS (VALUES {values}),
        answers AS (
            SELECT p.document_id, w.place, MAX(p.impact * w.weight) AS part
            FROM wanted w JOIN search_posting p ON p.token_id = w.token_id
            WHERE {" AND ".join(where)}
            GROUP BY p.document_id, w.place
        ),
        sums AS (
            SELECT document_id, CAST(SUM(part) AS BIGINT) AS score,
                   CAST(SUM(CASE place {mass} ELSE 0 END) AS BIGINT) AS answered
            FROM answers GROUP BY document_id
        ),
        scores AS (
            SELECT document_id, (score / 100) * answered / {total:d} AS final
            FROM sums ORDER BY final DESC, document_id LIMIT %s
        )
        SELECT d.id, d.kind, d.key, s.final
        FROM scores s JOIN search_document d ON d.id = s.document_id
        ORDER BY s.final DESC, d.kind{collation}, d.key{collation}
    """  # noqa: S608
    parameters.append(most)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Scored(*row) for row in cursor.fetchall()]


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
