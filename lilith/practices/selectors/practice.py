"""What the page of a practice shows, in at most fifteen queries with its shell: what it does not have is not asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from lilith.accounts.models import Organisation
from lilith.foundation.fields import lines_of
from lilith.foundation.selectors import sort_key
from lilith.library.enums import ReferenceFormat
from lilith.library.models import Link, Publication
from lilith.participation.models import Testimony
from lilith.participation.selectors import ShownTestimony, shown
from lilith.practices.drawings.france import is_on_the_map, site_map
from lilith.practices.drawings.vignettes import scene
from lilith.practices.enums import LinkKind, SiteScope, SiteState, Status, TeamState
from lilith.practices.models import (
    Audience,
    CareMission,
    KnownSite,
    PracticePage,
    PtsmPriority,
    RelatedPractice,
    Replacement,
    RoadmapAction,
    ThemePage,
)
from lilith.practices.models.practice import LEVEL_2, LEVEL_TITLES, LEVELS
from lilith.practices.selectors.cards import practice_url, principal
from lilith.practices.selectors.dossiers import evidence_of
from lilith.practices.selectors.signals import signals_of

MARKS = {
    SiteState.RUNNING: "plein",
    SiteState.NAMED: "creux",
    SiteState.AUTHORISED: "pointille",
    SiteState.PLANNED: "pointille",
    SiteState.CONSIDERED: "pointille",
}
STATE_TITLES = {
    SiteState.RUNNING: "En activité",
    SiteState.AUTHORISED: "Autorisés",
    SiteState.PLANNED: "Prévus",
    SiteState.CONSIDERED: "Envisagés",
    SiteState.NAMED: "Cités, état non précisé",
    SiteState.STOPPED: "Arrêtés",
}
LEGEND = (
    ("plein", (SiteState.RUNNING,), "En activité"),
    ("creux", (SiteState.NAMED,), "Cités, sans leur état"),
    ("pointille", (SiteState.AUTHORISED, SiteState.PLANNED, SiteState.CONSIDERED), "Autorisés, prévus ou envisagés"),
)
# How a link reads from its other end; the others read the same both ways or say nothing new.
FROM_THE_OTHER_SIDE = {
    LinkKind.PREREQUISITE: "Il faut cette pratique avant",
    LinkKind.STRENGTHENS: "Marche mieux avec",
    LinkKind.REPLACES: "Peut être remplacée par",
    LinkKind.SAME_TEAM: "Peut être portée par la même équipe",
    LinkKind.VARIANT: "Variantes",
}
LINK_TITLES = {
    LinkKind.PREREQUISITE: "Demande d’abord",
    LinkKind.STRENGTHENS: "Marche mieux avec",
    LinkKind.REPLACES: "Prend la place de",
    LinkKind.SAME_TEAM: "Peut être portée par la même équipe",
    LinkKind.VARIANT: "Variantes",
    LinkKind.SEE_ALSO: "Voir aussi",
}


# How a note names a source document, of which editors write the code.
SOURCE_NAMES = {
    "s0": "le dossier de candidature de Lilith",
    "s1": "le bilan 2023 du CCOMS",
    "s2": "la formation de l’ANAP",
    "s3": "la feuille de route de 2020",
    "s4": "le guide « nouvel ambulatoire » de l’ANAP",
}
NOTHING = Value("")
_SOURCE_CODE = re.compile(r"\bs[0-4]\b")


@dataclass(frozen=True)
class Section:
    """A named part of a level. `field` is its name in the model."""

    field: str
    title: str
    html: str


@dataclass(frozen=True)
class Level:
    """One of the five levels: what it holds and what its closed door says."""

    number: int
    title: str
    what: str
    sections: dict[str, Section]


@dataclass
class SiteGroup:
    """Known places in the same state."""

    title: str
    mark: str
    sites: list[KnownSite] = field(default_factory=list)


@dataclass(frozen=True)
class Cited:
    """A publication as a list cites it: what stands before its title, the title with its language, what stands after."""

    slug: str
    before: str
    title: str
    language: str
    after: str


@dataclass(frozen=True)
class Related:
    title: str
    url: str
    status: str
    why: str


def principal_theme_of(practice: PracticePage) -> ThemePage | None:
    """The theme that gives a practice its breadcrumb and its neighbours. One query."""
    return principal(link.theme for link in practice.theme_links.select_related("theme").order_by("sort_order"))


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {many if number > 1 else one}"


def _named_sources(note: str) -> str:
    """A note with the names of the source documents instead of their codes."""
    return _SOURCE_CODE.sub(lambda match: SOURCE_NAMES[match.group()], note)


def _sentence(note: str) -> str:
    """The same, as a sentence of its own."""
    named = _named_sources(note)
    return named[:1].upper() + named[1:]


def _levels(practice: PracticePage, *, studies: int, references: int, places: int) -> list[Level]:
    whats = {
        1: "Pour tout le monde",
        2: "L’action pas à pas, ses principes, ce qu’il faut",
        3: f"{_counted(studies, 'étude citée', 'études citées')}, avec leurs limites"
        if studies
        else "Aucune étude n’est citée par nos documents",
        4: _counted(references, "référence", "références") if references else "Aucune publication citée",
        5: f"{_counted(places, 'lieu connu', 'lieux connus')}, et l’équipe citée"
        if places
        else "Ce que l’on sait des lieux et des équipes",
    }
    levels = []
    for number, parts in LEVELS.items():
        sections = {
            name: Section(name, title, getattr(practice, name)) for name, title in parts if getattr(practice, name).strip()
        }
        levels.append(Level(number, LEVEL_TITLES[number], whats[number], sections))
    return levels


def _site_groups(sites: Sequence[KnownSite]) -> list[SiteGroup]:
    groups: dict[str, SiteGroup] = {}
    for state, title in STATE_TITLES.items():
        groups[state] = SiteGroup(title, MARKS.get(state, ""))
    for site in sites:
        groups[site.state].sites.append(site)
    return [group for group in groups.values() if group.sites]


def _legend(sites: Sequence[KnownSite]) -> list[tuple[str, str, list[str]]]:
    lines = []
    for mark, states, title in LEGEND:
        places = [site.place for site in sites if site.state in states]
        if places:
            lines.append((mark, title, places))
    return lines


def _lists(practice: PracticePage) -> dict[str, list[tuple[str, str, str]]]:
    """Roadmap actions, PTSM priorities, missions, audiences, organisations, links and what a practice may reduce, in one query.

    Each as (number, slug or address; title; what is said of it). A preview shows those of the saved page.
    """

    def rows(model: Any, name: str, key: str, title: Any, rank: Any, note: Any = NOTHING, **conditions: Any) -> Any:
        text = CharField()
        found = model.objects.filter(**(conditions or {"practices": practice.pk})).order_by()
        return found.values_list(
            Value(name, output_field=text), Cast(key, text), Cast(title, text), Cast(note, text), Cast(rank, IntegerField())
        )

    names = Case(When(short_name="", then=F("name")), default=F("short_name"))
    union = rows(RoadmapAction, "actions", "number", F("title"), F("order"), live=True, practices=practice.pk).union(
        rows(PtsmPriority, "priorities", "number", F("name"), F("number")),
        rows(CareMission, "missions", "number", F("name"), F("number")),
        rows(Audience, "audiences", "slug", F("name"), F("order")),
        rows(Organisation, "organisations", "slug", names, Value(0), live=True, practices=practice.pk),
        rows(Link, "links", "url", F("label"), Value(0), F("summary"), live=True, practices=practice.pk),
        rows(
            Replacement,
            "replaced",
            "what__slug",
            F("what__title"),
            F("sort_order"),
            F("why"),
            what__live=True,
            practice=practice.pk,
        ),
        all=True,
    )
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for name, key, title, note, _rank in sorted(union, key=lambda row: (row[0], row[4], sort_key(row[2]))):
        found[name].append((key, title, note))
    return found


def _publications(practice: PracticePage) -> tuple[list[Publication], list[tuple[Publication, list[str]]]]:
    """The publications of a practice, and its source documents with the words to look for in them. One query."""
    words: dict[str, list[str]] = {}
    for line in lines_of(practice.sources):
        code, _, near = line.partition(" : ")
        words.setdefault(code.strip(), []).append(near.strip())
    cited = PracticePage.publications.through.objects.filter(practicepage=practice.pk, publication=OuterRef("pk"))
    rows = Publication.objects.filter(
        Q(live=True) & (Q(Exists(cited)) | Q(source_code__in=[code for code in words if code]))
    ).annotate(is_cited=Exists(cited))
    found = list(rows.order_by("-year", "title"))
    sources = sorted((row for row in found if row.source_code in words), key=lambda row: row.source_code)
    return [row for row in found if row.is_cited], [(row, [near for near in words[row.source_code] if near]) for row in sources]


def _cited(row: Publication) -> Cited:
    title = row.title.rstrip(".") or row.title
    before, found, after = (row.citation_plain or title).partition(title)
    language = row.language if row.language != "fr" else ""
    # A title that the style wrote otherwise stays within the citation.
    return Cited(row.slug, before, found, language, after)


def _related(practice: PracticePage) -> list[tuple[str, list[Related]]]:
    """Related live practices by kind of link, from both ends, « voir aussi » last. One query."""
    here, there = (
        Q(practice=practice.pk, other__live=True),
        Q(other=practice.pk, practice__live=True, kind__in=list(FROM_THE_OTHER_SIDE)),
    )
    fields = [
        f"{end}__{name}" for end in ("practice", "other") for name in ("title", "slug", "status", "path", "depth", "url_path")
    ]
    links = (
        RelatedPractice.objects.filter(here | there)
        .select_related("practice", "other")
        .only("kind", "why", "sort_order", *fields)
    )
    groups: dict[str, dict[str, Related]] = {}
    order = [*LINK_TITLES.values(), *FROM_THE_OTHER_SIDE.values()]
    for link in links.order_by("sort_order"):
        forward = link.practice_id == practice.pk
        page = link.other if forward else link.practice
        kind = LinkKind(link.kind)
        title = LINK_TITLES[kind] if forward else FROM_THE_OTHER_SIDE[kind]
        related = Related(page.title, practice_url(page.slug), Status(page.status).label, link.why)
        groups.setdefault(title, {}).setdefault(page.slug, related)
    return [
        (title, list(groups[title].values()))
        for title in sorted(groups, key=lambda t: (t == LINK_TITLES[LinkKind.SEE_ALSO], order.index(t)))
    ]


def _neighbours(practice: PracticePage, theme: ThemePage | None) -> tuple[PracticePage | None, PracticePage | None]:
    """The practices before and after this one in its principal theme, by name. One query."""
    if theme is None:
        return None, None
    siblings = list(
        PracticePage.objects.live()
        .filter(theme_links__theme=theme)
        .order_by("title")
        .only("title", "slug", "short_name", "acronym", "path", "depth", "url_path")
    )
    place = next((index for index, page in enumerate(siblings) if page.pk == practice.pk), None)
    if place is None:
        return None, None
    return (siblings[place - 1] if place else None), (siblings[place + 1] if place + 1 < len(siblings) else None)


# What few practices have: whether they do comes with the page, and costs a query only when they do.
_RARE = ("videos", "consented_testimonies")


def with_presence(practices: QuerySet[PracticePage]) -> QuerySet[PracticePage]:
    """The same practices, each told whether it has rows of `_RARE`, for `practice_context`."""
    found = {f"has_{name}": getattr(PracticePage, name).through.objects.filter(practicepage=OuterRef("pk")) for name in _RARE}
    return practices.annotate(**{name: Exists(rows) for name, rows in found.items()})


def _has(practice: PracticePage, name: str) -> bool:
    """False when `with_presence` told that there is none; an editor's preview must look."""
    return getattr(practice, f"has_{name}", True)


def _consented(practice: PracticePage, today: date) -> list[ShownTestimony]:
    """The testimonies that may be read today. One query when the practice has none, none when that is known."""
    if not _has(practice, "consented_testimonies"):
        return []
    # In an editor's preview the relation is a list: only its keys are sure.
    keys = [testimony.pk for testimony in practice.consented_testimonies.all()]
    return shown(testimonies=Testimony.objects.filter(pk__in=keys), today=today) if keys else []


def practice_context(*, practice: PracticePage, today: date) -> dict[str, Any]:
    """Everything that the template of a practice reads."""
    themes = [link.theme for link in practice.theme_links.select_related("theme").order_by("sort_order")]
    theme = principal(themes)
    sites = list(practice.known_sites.select_related("departement", "region").order_by("sort_order"))
    in_france = [site for site in sites if site.scope != SiteScope.ABROAD]
    publications, documents = _publications(practice)
    studies = [{name: _named_sources(text or "") for name, text in block.value.items()} for block in practice.evidence]
    evidence = evidence_of(practice=practice, sites=sites)
    marks = tuple(
        (site.departement_id, MARKS[SiteState(site.state)])
        for site in in_france
        if site.departement_id and is_on_the_map(site.departement_id) and SiteState(site.state) in MARKS
    )
    lists = _lists(practice)
    previous, following = _neighbours(practice, theme)
    crumbs = [("Accueil", "/")]
    if theme is not None:
        pathway_title = "Parcours de vie" if theme.tint == "vie" else "Parcours de soins"
        crumbs += [(pathway_title, f"/{theme.pathway_code}/"), (theme.title, f"/{theme.pathway_code}/{theme.slug}/")]
    else:
        crumbs += [("Toutes les pratiques", "/pratiques/")]
    return {
        "crumbs": crumbs,
        "theme": theme,
        "themes": themes,
        "tint": theme.tint if theme else "",
        "nav_section": theme.tint if theme else "",
        "scene": scene(practice.slug, theme.slug if theme else "", path=True),
        "signals": signals_of(practice, sites, evidence.rights),
        "evidence": evidence,
        "levels": _levels(practice, studies=len(studies), references=len(publications), places=len(in_france)),
        "silent": [title for name, title in LEVEL_2 if name not in {"problem", "how"} and not getattr(practice, name).strip()],
        "hundreds": [block.value for block in practice.key_figures if block.value.get("out_of") == "100"],
        "plain_figures": [block for block in practice.key_figures if block.value.get("out_of") != "100"],
        "studies": studies,
        "publications": [_cited(row) for row in publications],
        "formats": ReferenceFormat.choices,
        "documents": documents,
        "page_links": [{"url": url, "label": label, "summary": summary} for url, label, summary in lists["links"]],
        "videos": list(practice.videos.filter(live=True)) if _has(practice, "videos") else [],
        "organisations": [{"slug": slug, "name": name} for slug, name, _note in lists["organisations"]],
        "other_organisations": lines_of(practice.other_organisations),
        "audience_details": lines_of(practice.audience_details),
        "financing": lines_of(practice.financing),
        "site_groups": _site_groups(in_france),
        "sites_abroad": [site for site in sites if site.scope == SiteScope.ABROAD],
        "site_legend": _legend(in_france),
        "site_map": site_map(marks) if marks else "",
        "team_state": TeamState(practice.support_team_state).label if practice.support_team_state else "",
        "is_team_expected": practice.support_team_state == TeamState.EXPECTED,
        "related": _related(practice),
        "replaced": [(title, f"/a-reduire/{slug}/", why) for slug, title, why in lists["replaced"]],
        "policies": {name: [row[:2] for row in lists[name]] for name in ("actions", "priorities", "missions", "audiences")},
        "testimonies": [block.value for block in practice.testimonies],
        "consented": _consented(practice, today),
        "to_check": [_sentence(note) for note in lines_of(practice.ambiguities)],
        "external_updates": [block.value for block in practice.external_updates],
        "missing": [_sentence(note) for note in lines_of(practice.missing)],
        "previous_page": previous,
        "next_page": following,
    }
