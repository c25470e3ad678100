"""Questions to the search room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from lilith.search.analyzer import fold
from lilith.search.enums import FACETS, Kind
from lilith.search.excerpts import Marker
from lilith.search.models import Document, DocumentFacet, Word
from lilith.search.planning import Plan, plan_for, tidy
from lilith.search.ranking import Scored, rank
from lilith.search.results import Correction, Group, Result, Results, Segment, Suggestion
from lilith.search.spelling import nearest_words

__all__ = ["Correction", "Group", "Result", "Results", "Segment", "Suggestion", "facet_counts", "search", "suggest"]

# Nobody reads further; what matched beyond is not counted.
MOST_RESULTS = 1000
_MOST_LIMIT = 100
_MOST_IN_GROUP = 5
_SUGGESTIONS = 8


def search(
    *,
    query: str,
    kinds: Iterable[str] = (),
    facets: Mapping[str, Iterable[str]] | None = None,
    limit: int = 20,
    offset: int = 0,
    grouped: bool = False,
) -> Results:
    """Find documents. Any text is a question: what cannot be read as words gives no result, never an error.

    `kinds` keeps these kinds only (unknown ones match nothing); `facets` maps a facet to the values of which one must be there.
    `limit` is held between 1 and 100, `offset` between 0 and 1,000. With `grouped`, `groups` holds the best five of each kind.
    """
    limit, offset = min(max(limit, 1), _MOST_LIMIT), min(max(offset, 0), MOST_RESULTS)
    plan = plan_for(query)
    asked = list(dict.fromkeys(kinds))
    chosen = {name: sorted(set(values)) for name, values in (facets or {}).items()}
    chosen = {name: values for name, values in chosen.items() if values}
    scored = rank(plan, kinds=asked, facets=chosen, most=MOST_RESULTS) if plan.wanted else []
    counts = Counter(one.kind for one in scored)
    page = scored[offset : offset + limit]
    by_kind = {kind: [one for one in scored if one.kind == kind][:_MOST_IN_GROUP] for kind in Kind.values if counts[kind]}
    shown = page + [one for group in by_kind.values() for one in group] if grouped else page
    ready = _results(plan, shown)
    groups = [
        Group(kind, Kind(kind).label, counts[kind], tuple(ready[one.document_id] for one in group))
        for kind, group in by_kind.items()
        if grouped
    ]
    return Results(
        query=plan.query,
        count=len(scored),
        results=tuple(ready[one.document_id] for one in page),
        groups=tuple(groups),
        kinds={kind: counts[kind] for kind in Kind.values if counts[kind]},
        corrections=tuple(plan.corrections),
        nearest=() if scored else _nearest(plan),
        offset=offset,
        limit=limit,
    )


def _results(plan: Plan, scored: Sequence[Scored]) -> dict[int, Result]:
    rows = Document.objects.in_bulk({one.document_id for one in scored})
    marker = Marker(forms=plan.marked, phrases=plan.phrases)
    found: dict[int, Result] = {}
    for one in scored:
        row = rows.get(one.document_id)
        if row is None or one.document_id in found:
            continue
        text = f"{row.lead}\n{row.body}" if row.lead else row.body
        found[row.pk] = Result(
            kind=row.kind,
            key=row.key,
            title=row.title,
            url=row.url,
            score=round(one.score / 1000, 3),
            facets={name: tuple(values) for name, values in row.facets.items()},
            text=text,
            marker=marker,
        )
    return found


def _nearest(plan: Plan) -> tuple[str, ...]:
    """Words of the site near to those that are unknown, as the site writes them."""
    found = [word.display for form in plan.unknown for word in nearest_words(form, most=3)]
    starts = [form[:4] for form in plan.unknown if len(form) >= 4]
    for start in starts:
        found += Word.objects.filter(form__startswith=start).order_by("form").values_list("display", flat=True)[:3]
    return tuple(dict.fromkeys(found))[:6]


def suggest(prefix: str, *, most: int = _SUGGESTIONS) -> list[Suggestion]:
    """Titles that begin with what is being typed, or have a word that does; empty under two letters."""
    wanted = fold(tidy(prefix))
    if len(wanted) < 2:
        return []
    order = {kind: index for index, kind in enumerate(Kind.values)}
    starts = Q(title_key__startswith=wanted) | Q(title_key__contains=f"|{wanted}")
    inside = Q(title_key__contains=f" {wanted}") | Q(title_key__contains=f"’{wanted}") | Q(title_key__contains=f"'{wanted}")
    found: dict[str, Suggestion] = {}
    for condition in (starts, inside):
        rows = Document.objects.filter(condition).only("title", "kind", "url", "key")[:200]
        for row in sorted(rows, key=lambda row: (order.get(row.kind, 99), len(row.title), row.key)):
            found.setdefault(row.title, Suggestion(row.title, row.kind, row.url))
        if len(found) >= most:
            break
    return list(found.values())[:most]


def facet_counts(*, query: str, kind: str = Kind.PRACTICE) -> dict[str, dict[str, int]]:
    """Facet → value → how many documents of a kind that answer a question have it."""
    ids = [one.document_id for one in rank(plan_for(query), kinds=[kind], facets={}, most=MOST_RESULTS)]
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for start in range(0, len(ids), 500):
        rows = DocumentFacet.objects.filter(document_id__in=ids[start : start + 500], name__in=FACETS)
        for name, value in rows.values_list("name", "value"):
            counts[name][value] += 1
    return {name: dict(values) for name, values in counts.items()}
