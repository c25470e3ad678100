"""Each kind of content file: its folder, its header, its record, and how one becomes the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from pydantic import BaseModel
from wagtail.models import Page

from lilith.accounts.models import Organisation
from lilith.foundation.models import LilithPage
from lilith.launch import schemas
from lilith.launch.columns import Bullets, Children, Column, Day, ForeignKey, Lines, ManyToMany, Prose, Sources, Stream
from lilith.launch.files import ContentFile
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
from lilith.trainings.models import Course
from lilith.website.models import ContentPage, Event, FeaturedPage, HomePage, NewsPage

DATES = (Day("written_on", "created"), Day("updated_on", "updated"), Day("next_review_on", "next_review"), Sources("sources"))
FIGURE = ("value", "out_of", "label", "date")


@dataclass(frozen=True)
class Kind:
    """`folder` under `content/`; `parent` gives the address of the page under which a page of this kind stands."""

    folder: str
    label: str
    model: type[models.Model]
    schema: type[BaseModel]
    columns: tuple[Column, ...]
    parent: Callable[[ContentFile], str] | None = None
    slug: Callable[[ContentFile], str] = lambda file: file.content_id
    # What stands in one entry of the header and in several fields of the record, cut apart and put together again.
    prepare: Callable[[ContentFile], None] | None = None
    unprepare: Callable[[dict[str, Any], Any], None] | None = None

    @property
    def is_page(self) -> bool:
        return issubclass(self.model, LilithPage)

    def values(self, file: ContentFile) -> dict[str, Any]:
        """The JSON value of each column as the file says it."""
        return {column.attr: column.parse(file) for column in self.columns}

    def current(self, record: Any) -> dict[str, Any]:
        """The JSON value of each column as the record holds it."""
        return {column.attr: column.read(record) for column in self.columns}


def _event_day(file: ContentFile) -> None:
    """A date without its day or month keeps its precision apart."""
    raw = str(file.header.get("date") or "")
    file.header["precision"] = {4: "year", 7: "month"}.get(len(raw), "day")
    file.header["day"] = (raw + "-01-01")[:10] if raw else None


def _event_header(header: dict[str, Any], event: Any) -> None:
    length = {"year": 4, "month": 7}.get(header.pop("precision", "day"), 10)
    header["date"] = header.pop("day").isoformat()[:length]


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


def _practice(file: ContentFile) -> None:
    _site_scopes(file)
    _support_team(file)


def _contact(file: ContentFile) -> None:
    contact = file.header.get("contact") or {}
    for key, attr in (("adresse", "postal_address"), ("telephone", "telephone"), ("courriel", "email")):
        file.header[attr] = contact.get(key)


def _practice_header(header: dict[str, Any], practice: Any) -> None:
    state = header.pop("support_team_state", None)
    if "support_team" in header:
        header["support_team"] = {"name": header["support_team"], "state": state}
    for key in ("ptsm_priorities", "missions"):
        if key in header:
            header[key] = [int(number) for number in header[key]]


def _organisation_header(header: dict[str, Any], organisation: Any) -> None:
    pairs = (("adresse", "postal_address"), ("telephone", "telephone"), ("courriel", "email"))
    contact = {key: header.pop(attr) for key, attr in pairs if attr in header}
    if contact:
        header["contact"] = contact


def _page_header(header: dict[str, Any], page: Any) -> None:
    header["path"] = page.url_path.removeprefix("/accueil")


def _pathway_header(header: dict[str, Any], pathway: Any) -> None:
    header["order"] = 1 + list(pathway.get_siblings().type(PathwayPage).values_list("pk", flat=True)).index(pathway.pk)


def _theme_header(header: dict[str, Any], theme: Any) -> None:
    header["pathway"] = str(theme.pathway_code)


def _page_parent(file: ContentFile) -> str:
    return "/" + "".join(f"{part}/" for part in str(file.header["path"]).strip("/").split("/")[:-1])


def _page_slug(file: ContentFile) -> str:
    return str(file.header["path"]).strip("/").split("/")[-1]


ORGANISATION = Kind(
    "organisations",
    "organisme",
    Organisation,
    schemas.OrganisationHeader,
    (
        Column("name"),
        Column("short_name"),
        Column("kind"),
        Column("type_label"),
        Column("city"),
        Column("country"),
        Column("location_inferred", default=False),
        Column("gcs_member", default=False),
        Column("url"),
        Column("postal_address"),
        Column("telephone"),
        Column("email"),
        Prose("role"),
        ForeignKey("departement", model=lambda: Departement),
        ForeignKey("region", model=lambda: Region),
        *DATES,
    ),
    prepare=_contact,
    unprepare=_organisation_header,
)
PUBLICATION = Kind(
    "publications",
    "publication",
    Publication,
    schemas.PublicationHeader,
    (
        *(
            Column(name)
            for name in (
                "title",
                "note",
                "type",
                "publisher",
                "journal",
                "volume",
                "pages",
                "doi",
                "url",
                "language",
                "access",
                "plain_summary",
                "source_code",
                "study_design",
                "question",
                "place",
                "period",
                "size",
                "result",
                "funder",
                "state",
            )
        ),
        Column("year", default=None),
        Lines("authors"),
        Lines("missing"),
        *DATES,
    ),
)
TERM = Kind(
    "glossary",
    "terme",
    Term,
    schemas.TermHeader,
    (
        Column("term"),
        Column("expansion"),
        Column("category"),
        Column("lang"),
        Column("definition_basis"),
        Prose("definition"),
        Lines("synonyms"),
        ManyToMany("also", model=lambda: Term, by="slug", kind="glossary"),
        *DATES,
    ),
)
LINK = Kind(
    "links",
    "lien",
    Link,
    schemas.LinkHeader,
    (Column("label"), Column("type"), Column("url"), Column("check_status"), Column("summary"), Prose("what"), *DATES),
)
VIDEO = Kind(
    "videos",
    "vidéo",
    Video,
    schemas.VideoHeader,
    (Column("title"), Column("host"), Column("url"), Column("remote_id"), Column("content_note"), Prose("transcript"), *DATES),
)
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


def _roadmap_order(number: str) -> int:
    """1, 2 … 7, 7bis, 8: ten steps a number leave room for a « bis »."""
    digits = "".join(character for character in number if character.isdigit())
    return int(digits or 0) * 10 + (5 if "bis" in number else 0)


HOME = Kind(
    "home",
    "accueil",
    HomePage,
    schemas.Home,
    (
        Column("question"),
        Column("tagline"),
        Column("search_hint"),
        Stream("missions", block="mission", keys=("label", "path", "icon")),
        Children(
            "featured", model=lambda: FeaturedPage, scalar="page", fields={"page": ("page", lambda: Page, "slug", "news")}
        ),
        *DATES,
    ),
)
PAGE = Kind(
    "pages",
    "page",
    ContentPage,
    schemas.PageHeader,
    (
        Column("title"),
        Column("summary"),
        Column("order", default=100),
        Column("literacy_level", "level", default=1),
        Prose("body", headings=True),
        *DATES,
    ),
    parent=_page_parent,
    slug=_page_slug,
    unprepare=_page_header,
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
)
EVENT = Kind(
    "events",
    "événement",
    Event,
    schemas.EventHeader,
    (
        Column("title"),
        Day("day"),
        Column("precision", default="day"),
        Column("day_label", "date_label"),
        Column("type"),
        Column("summary"),
        Column("place"),
        Lines("organisations"),
        Lines("figures"),
        Bullets("facts"),
        ManyToMany("practices", model=lambda: PracticePage, by="slug", kind="practices"),
        *DATES,
    ),
    prepare=_event_day,
    unprepare=_event_header,
)
NEWS = Kind(
    "news",
    "actualité",
    NewsPage,
    schemas.News,
    (
        Column("title"),
        Day("day", "date"),
        Column("day_label", "date_label"),
        Column("summary"),
        Column("place"),
        Column("literacy_level", "level", default=2),
        Prose("body"),
        ManyToMany("practices", model=lambda: PracticePage, by="slug", kind="practices"),
        ForeignKey("event", model=lambda: Event, by="slug", kind="events"),
        *DATES,
    ),
    parent=lambda file: "/actualites/",
)
COURSE = Kind(
    "trainings",
    "formation",
    Course,
    schemas.CourseHeader,
    (
        *(Column(name) for name in ("title", "type", "summary", "organiser", "format", "duration", "place", "url", "state")),
        Column("free", default=None),
        Lines("partners"),
        Lines("audience"),
        Lines("dates"),
        Lines("figures"),
        Lines("ambiguities"),
        Bullets("facts"),
        ManyToMany("practices", model=lambda: PracticePage, by="slug", kind="practices"),
        *DATES,
    ),
)

# In the order in which records are made: what others refer to, first.
KINDS: tuple[Kind, ...] = (
    ORGANISATION,
    PUBLICATION,
    TERM,
    LINK,
    VIDEO,
    ROADMAP,
    HOME,
    PAGE,
    PATHWAY,
    THEME,
    TO_REDUCE,
    PRACTICE,
    EVENT,
    NEWS,
    COURSE,
)
BY_FOLDER = {kind.folder: kind for kind in KINDS}
