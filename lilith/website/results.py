"""The page of results: what was understood, what was found kind by kind, and what to do when nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from lilith.foundation.page_cache import declare
from lilith.foundation.rate_limit import client_address, take
from lilith.practices.selectors import doors
from lilith.practices.selectors.facets import INDEXED as FACETS
from lilith.practices.selectors.facets import Facet, Vocabulary, vocabulary
from lilith.search import selectors, services
from lilith.search.enums import Kind
from lilith.search.selectors import Group, Result, Results
from lilith.website.models import ContentPage

ADDRESS = "/recherche/"
PARAMS = ("q", "type", "page", *(facet.param for facet in FACETS))
LONGEST_QUERY = 200
# Questions without an answer that one machine may add to the editors' list in an hour.
MOST_MISSED = 20
# Of each kind when all are shown; the whole list is one click away.
SHOWN = {Kind.PRACTICE: 5}
SHOWN_OF_OTHERS = 3
ICONS = {
    Kind.PRACTICE: "sprout",
    Kind.THEME: "tag",
    Kind.PAGE: "file-text",
    Kind.TERM: "book-a",
    Kind.TEAM: "life-buoy",
    Kind.TRAINING: "graduation-cap",
    Kind.NEWS: "newspaper",
    Kind.EVENT: "calendar",
    Kind.PUBLICATION: "book-open",
    Kind.ORGANISATION: "building-2",
    Kind.QUESTION: "message-circle-question-mark",
    Kind.TERRITORY: "map",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks. `ignored` are values that do not exist, as they were written."""

    query: str
    kind: str
    facets: Mapping[str, tuple[str, ...]]
    page: int
    ignored: tuple[str, ...]

    def url(self, **changes: object) -> str:
        """The address of the same question with some changes: kind, page, facets."""
        kind = changes.get("kind", self.kind)
        facets: Mapping[str, tuple[str, ...]] = changes.get("facets", self.facets)  # type: ignore[assignment]
        page = changes.get("page", 1)
        pairs = [("q", self.query)] + ([("type", str(kind))] if kind else [])
        pairs += [(facet.param, value) for facet in FACETS for value in facets.get(facet.key, ())]
        pairs += [("page", str(page))] if page != 1 else []
        return f"{ADDRESS}?{urlencode(pairs)}"

    def with_choice(self, key: str, value: str) -> str:
        """The address with one value of a facet added, or taken away when it is there. Facets are those of practices."""
        now = self.facets.get(key, ())
        values = tuple(one for one in now if one != value) if value in now else (*now, value)
        return self.url(facets={**self.facets, key: values}, kind=Kind.PRACTICE)


@dataclass(frozen=True)
class Choice:
    """One link of the column of facets, as the component draws it."""

    label: str
    count: int
    url: str
    selected: bool


def read(params: QueryDict, words: Vocabulary) -> Asked:
    """What the parameters ask; what makes no sense is left out, and said."""
    ignored = []
    kind = params.get("type", "").strip()
    if kind and kind not in Kind.values:
        ignored.append(kind)
        kind = ""
    facets: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        asked = list(dict.fromkeys(value.strip() for value in params.getlist(facet.param) if value.strip()))
        known = words.get(facet.key, {})
        ignored += [value for value in asked if value not in known]
        facets[facet.key] = tuple(value for value in asked if value in known)
    page = params.get("page", "").strip()
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1
    if page and (number < 1 or str(number) != page):
        ignored.append(page)
    query = " ".join(params.get("q", "").split())[:LONGEST_QUERY]
    if any(facets.values()):
        kind = Kind.PRACTICE
    shown = tuple(value[:60] for value in ignored[:5])
    return Asked(query, kind, {key: values for key, values in facets.items() if values}, max(number, 1), shown)


def results(request: HttpRequest) -> HttpResponse:
    """`/recherche/?q=`. Never kept by the cache, nor by search engines, once something was asked."""
    words = vocabulary()
    asked = read(request.GET, words)
    context = {
        "page": ContentPage.objects.live().filter(slug="recherche", depth=3).first(),
        "asked": asked,
        "meta_title": f"« {asked.query} »" if asked.query else "Recherche",
        "nav_section": "recherche",
        "steps": [("Accueil", "/")],
    }
    if not asked.query:
        response = render(request, "website/search.html", {**context, "doors": doors()})
        return declare(response, *PARAMS)
    size = settings.LILITH["PAGE_SIZE"]
    found = selectors.search(
        query=asked.query,
        kinds=[asked.kind] if asked.kind else [],
        facets=asked.facets,
        limit=size,
        offset=(asked.page - 1) * size if asked.kind else 0,
        grouped=not asked.kind,
    )
    if not found.count and not asked.kind and asked.page == 1:
        _note_missed(request, asked.query)
    if not found.count:
        context["doors"] = doors()
    context |= _shown(asked, found)
    if asked.kind == Kind.PRACTICE:
        context["facets"] = _facets(asked, words)
        context["chips"] = _chips(asked, words)
    response = render(request, "website/search.html", context)
    # What someone looks for is nobody else's business: neither the shared cache nor a proxy keeps it.
    response["Cache-Control"] = "private, no-cache"
    return response


def _note_missed(request: HttpRequest, query: str) -> None:
    """Keep the words for the editors' monthly review; a machine that asks for anything and everything is not listened to."""
    now = timezone.localtime()
    verdict = take(scope="missed-query", address=client_address(request), limit=MOST_MISSED, window=timedelta(hours=1), now=now)
    if verdict.allowed:
        services.note_missed_query(query=query, today=now.date())


def _shown(asked: Asked, found: Results) -> dict[str, object]:
    every = selectors.search(query=asked.query, limit=1) if asked.kind else found
    kinds = [
        {"label": Kind(kind).label, "count": count, "url": asked.url(kind=kind, facets={}), "selected": kind == asked.kind}
        for kind, count in every.kinds.items()
    ]
    context: dict[str, object] = {
        "found": found,
        "kinds": kinds,
        "every_count": every.count,
        "all_url": asked.url(kind="", facets={}),
    }
    if asked.kind:
        paginator = Paginator(range(found.count), settings.LILITH["PAGE_SIZE"])
        context["page_obj"] = paginator.get_page(asked.page)
        context["lines"] = [_line(result) for result in found.results]
        return context
    first = found.results[0] if found.results else None
    # The best answer of all stands first when its kind does not.
    buried = first is not None and bool(found.groups) and found.groups[0].kind != first.kind
    context["best"] = _line(first) if buried and first else None
    context["groups"] = [_group(asked, group, first if buried else None) for group in found.groups]
    return context


def _group(asked: Asked, group: Group, above: Result | None) -> dict[str, object]:
    most = SHOWN.get(Kind(group.kind), SHOWN_OF_OTHERS)
    rows = [result for result in group.results if above is None or (result.kind, result.key) != (above.kind, above.key)][:most]
    return {
        "label": group.label,
        "count": group.count,
        "lines": [_line(result) for result in rows],
        "url": asked.url(kind=group.kind, facets={}) if group.count > most else "",
    }


def _line(result: Result) -> dict[str, object]:
    return {"result": result, "icon": ICONS.get(Kind(result.kind), "circle"), "kind": _singular(Kind(result.kind))}


def _singular(kind: Kind) -> str:
    words = {Kind.TERM: "Mot expliqué", Kind.TEAM: "Équipe d’appui", Kind.NEWS: "Actualité", Kind.EVENT: "Agenda"}
    return words.get(kind, str(kind.label).rstrip("s"))


def _facets(asked: Asked, words: Vocabulary) -> list[dict[str, object]]:
    counts = selectors.facet_counts(query=asked.query)
    found = []
    for facet in FACETS:
        choices = _choices(asked, facet, words, counts.get(facet.key, {}))
        if choices:
            found.append({"title": facet.title, "choices": choices, "open": any(choice.selected for choice in choices)})
    return found


def _choices(asked: Asked, facet: Facet, words: Vocabulary, counts: Mapping[str, int]) -> list[Choice]:
    chosen = asked.facets.get(facet.key, ())
    return [
        Choice(label, counts.get(value, 0), asked.with_choice(facet.key, value), value in chosen)
        for value, label in words.get(facet.key, {}).items()
        if counts.get(value) or value in chosen
    ]


def _chips(asked: Asked, words: Vocabulary) -> list[dict[str, str]]:
    return [
        {"label": f"{facet.title} : {words[facet.key][value]}", "url": asked.with_choice(facet.key, value)}
        for facet in FACETS
        for value in asked.facets.get(facet.key, ())
    ]
