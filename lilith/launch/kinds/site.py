"""Home, pages, news, events and trainings."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from lilith.launch import schemas
from lilith.launch.columns import Bullets, Children, Column, Day, ForeignKey, Lines, ManyToMany, Prose, Stream
from lilith.launch.files import ContentFile
from lilith.launch.kinds.base import DATES, Kind
from lilith.practices.models import (
    PracticePage,
)
from lilith.trainings.models import Course
from lilith.website.models import ContentPage, Event, FeaturedPage, HomePage, NewsPage


def _event_day(file: ContentFile) -> None:
    """A date without its day or month keeps its precision apart."""
    raw = str(file.header.get("date") or "")
    file.header["precision"] = {4: "year", 7: "month"}.get(len(raw), "day")
    file.header["day"] = (raw + "-01-01")[:10] if raw else None


def _event_header(header: dict[str, Any], event: Any) -> None:
    length = {"year": 4, "month": 7}.get(header.pop("precision", "day"), 10)
    header["date"] = header.pop("day").isoformat()[:length]


def _page_header(header: dict[str, Any], page: Any) -> None:
    header["path"] = page.url_path.removeprefix("/accueil")


def _page_parent(file: ContentFile) -> str:
    return "/" + "".join(f"{part}/" for part in str(file.header["path"]).strip("/").split("/")[:-1])


def _page_slug(file: ContentFile) -> str:
    return str(file.header["path"]).strip("/").split("/")[-1]


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
