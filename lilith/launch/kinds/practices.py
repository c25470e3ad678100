"""Roadmap actions, pathways, themes, what is to be reduced, practices."""

from __future__ import annotations

from typing import Any

from lilith.accounts.models import Organisation
from lilith.evidence.models import Dossier
from lilith.launch import schemas
from lilith.launch.columns import Bullets, Children, Column, ForeignKey, Lines, ManyToMany, Prose, Stream
from lilith.launch.files import ContentFile
from lilith.launch.kinds.base import DATES, FIGURE, Kind
from lilith.library.models import Link, Publication, Term, Video
from lilith.practices.enums import SiteScope
from lilith.practices.models import (
    Audience,
    CareMission,
    KnownSite,
    PathwayPage,
    PracticePage,
    PracticeTheme,
    PtsmPriority,
    RelatedPractice,
    Replacement,
    RoadmapAction,
    ThemePage,
    ToReducePage,
)
from lilith.practices.models.practice import LEVELS
from lilith.territories.models import Departement, Region


def _site_scopes(file: ContentFile) -> None:
    for site in file.header.get("sites") or []:
        if site.get("scope"):
            continue
        if site.get("country"):
            site["scope"] = SiteScope.ABROAD.value
        elif site.get("departement"):
            site["scope"] = SiteScope.PLACE.value
        else:
            site["scope"] = SiteScope.REGION.value if site.get("region") else SiteScope.UNKNOWN.value


def _support_team(file: ContentFile) -> None:
    team = file.header.get("support_team")
    if isinstance(team, dict):
        file.header["support_team"], file.header["support_team_state"] = team.get("name"), team.get("state")


def _dossier(file: ContentFile) -> None:
    """The dossier that bears the name of a practice is its own, unless the file names another, or none."""
    if "dossier" not in file.header and (file.path.parent.parent / "dossiers" / file.path.name).is_file():
        file.header["dossier"] = file.content_id


def _practice(file: ContentFile) -> None:
    _site_scopes(file)
    _support_team(file)
    _dossier(file)


def _practice_header(header: dict[str, Any], practice: Any) -> None:
    if header.get("dossier") == practice.slug:
        del header["dossier"]
    elif "dossier" not in header and Dossier.objects.filter(slug=practice.slug, live=True).exists():
        header["dossier"] = None
    state = header.pop("support_team_state", None)
    if "support_team" in header:
        header["support_team"] = {"name": header["support_team"], "state": state}
    for key in ("ptsm_priorities", "missions"):
        if key in header:
            header[key] = [int(number) for number in header[key]]


def _pathway_header(header: dict[str, Any], pathway: Any) -> None:
    header["order"] = 1 + list(pathway.get_siblings().type(PathwayPage).values_list("pk", flat=True)).index(pathway.pk)


def _theme_header(header: dict[str, Any], theme: Any) -> None:
    header["pathway"] = str(theme.pathway_code)


def _roadmap_order(number: str) -> int:
    """1, 2 … 7, 7bis, 8: ten steps a number leave room for a « bis »."""
    digits = "".join(character for character in number if character.isdigit())
    return int(digits or 0) * 10 + (5 if "bis" in number else 0)


ROADMAP = Kind(
    "roadmap",
    "action de la feuille de route",
    RoadmapAction,
    schemas.RoadmapHeader,
    (
        Column("number"),
        Column("order", default=0),
        Column("title"),
        Column("axis", default=0),
        Column("pilot"),
        Column("answered_by_lilith", default=False),
        Column("state_end_2020"),
        Column("state_reason"),
        Column("summary"),
        Lines("figures"),
        Lines("ambiguities"),
        Bullets("stakes", section="Enjeux"),
        Bullets("progress", section="Avancées fin 2020"),
        *DATES,
    ),
    prepare=lambda file: file.header.update(order=_roadmap_order(str(file.header.get("number")))),
    unprepare=lambda header, action: header.pop("order", None) and None,
)


PATHWAY = Kind(
    "pathways",
    "parcours",
    PathwayPage,
    schemas.Pathway,
    (Column("title"), Column("summary"), Prose("body"), *DATES),
    parent=lambda file: "/",
    unprepare=_pathway_header,
)
THEME = Kind(
    "themes",
    "thème",
    ThemePage,
    schemas.Theme,
    (
        Column("title"),
        Column("short_title"),
        Column("icon"),
        Column("summary"),
        Column("order", default=0),
        Prose("body"),
        Stream("key_figures", block="figure", keys=FIGURE),
        Lines("synonyms"),
        ManyToMany("terms", "glossary", model=lambda: Term, by="slug", kind="glossary"),
        ManyToMany("roadmap_actions", model=lambda: RoadmapAction, by="number", kind="roadmap-number"),
        *DATES,
    ),
    parent=lambda file: f"/{file.header['pathway']}/",
    unprepare=_theme_header,
)
TO_REDUCE = Kind(
    "a-reduire",
    "page « à réduire »",
    ToReducePage,
    schemas.ToReduce,
    (Column("title"), Column("summary"), Prose("body"), *DATES),
    parent=lambda file: "/a-reduire/",
)
PRACTICE = Kind(
    "practices",
    "pratique",
    PracticePage,
    schemas.Practice,
    (
        Column("title", "name"),
        Column("short_name"),
        Column("acronym"),
        Column("kind"),
        Column("summary"),
        Lines("other_names"),
        Lines("keywords"),
        Lines("audience_details"),
        Column("documents_level"),
        Column("documents_level_why"),
        Column("documents_level_note"),
        Column("state_date"),
        Stream("key_figures", block="figure", keys=FIGURE),
        Lines("figures"),
        Stream("evidence", block="study", keys=("design", "place", "period", "size", "result", "note")),
        Lines("other_organisations"),
        Column("support_team"),
        Column("support_team_state"),
        Lines("financing"),
        Stream("testimonies", block="testimony", keys=("role", "gist")),
        Stream("external_updates", block="update", keys=("note", "url", "checked")),
        Lines("ambiguities"),
        Lines("missing"),
        *(Prose(attr, section=f"{level}/{title}") for level, sections in LEVELS.items() for attr, title in sections),
        ForeignKey("dossier", model=lambda: Dossier, by="slug", kind="dossiers"),
        ManyToMany("audiences", model=lambda: Audience, kind="audience"),
        ManyToMany("publications", model=lambda: Publication, by="slug", kind="publications"),
        ManyToMany("links", model=lambda: Link, by="slug", kind="links"),
        ManyToMany("videos", model=lambda: Video, by="slug", kind="videos"),
        ManyToMany("terms", model=lambda: Term, by="slug", kind="glossary"),
        ManyToMany("organisations", model=lambda: Organisation, by="slug", kind="organisations"),
        ManyToMany("roadmap_actions", model=lambda: RoadmapAction, by="number", kind="roadmap-number"),
        ManyToMany("ptsm_priorities", model=lambda: PtsmPriority, kind="priority"),
        ManyToMany("missions", model=lambda: CareMission, kind="mission"),
        Children(
            "theme_links",
            "themes",
            model=lambda: PracticeTheme,
            scalar="theme",
            fields={"theme": ("theme", lambda: ThemePage, "slug", "themes")},
        ),
        Children(
            "known_sites",
            "sites",
            model=lambda: KnownSite,
            fields={
                "place": ("place", None, "", ""),
                "scope": ("scope", None, "", ""),
                "departement": ("departement", lambda: Departement, "pk", "departement"),
                "region": ("region", lambda: Region, "pk", "region"),
                "country": ("country", None, "", ""),
                "state": ("state", None, "", ""),
                "since": ("since", None, "", ""),
                "note": ("note", None, "", ""),
            },
        ),
        Children(
            "related_links",
            "related",
            model=lambda: RelatedPractice,
            fields={
                "practice": ("other", lambda: PracticePage, "slug", "practices"),
                "link": ("kind", None, "", ""),
                "why": ("why", None, "", ""),
            },
        ),
        Children(
            "replacements",
            "replaces",
            model=lambda: Replacement,
            fields={"what": ("what", lambda: ToReducePage, "slug", "a-reduire"), "why": ("why", None, "", "")},
        ),
        *DATES,
    ),
    parent=lambda file: "/pratiques/",
    prepare=_practice,
    unprepare=_practice_header,
    added=frozenset({"dossier"}),
)
