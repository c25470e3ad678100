"""Headers of pages, themes, news, events, actions and trainings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from lilith.launch.schemas.base import KeyFigure, Moment, Record, Slug, Strict, Text, Web
from lilith.practices.enums import PathwayCode


class Home(Record):
    question: Text
    tagline: Text
    search_hint: Text
    missions: list[Mission]
    featured: list[Slug] = Field(default=[], max_length=6)


class Mission(Strict):
    label: Text
    path: Annotated[str, Field(pattern=r"^/")]
    icon: Slug


class PageHeader(Record):
    title: Text
    path: Annotated[str, Field(pattern=r"^/([a-z0-9-]+/)+$")]
    summary: Annotated[str, Field(min_length=1, max_length=320)]
    order: int = 100
    level: Literal[1, 2, 3] = 1


class Pathway(Record):
    title: Text
    summary: Text
    order: int


class Theme(Record):
    title: Text
    short_title: Text
    pathway: PathwayCode
    order: int
    icon: Slug
    summary: Text
    key_figures: list[KeyFigure] = []
    glossary: list[Slug] = []
    roadmap_actions: list[Text] = []
    synonyms: list[Text] = []


class ToReduce(Record):
    title: Text
    summary: Text


class News(Record):
    title: Annotated[str, Field(max_length=120)]
    date: date
    date_label: Text | None = None
    event: Slug | None = None
    practices: list[Slug] = []
    place: Text | None = None
    level: Literal[1, 2, 3] = 2
    summary: Text


class EventHeader(Record):
    title: Text
    date: Moment
    date_label: Text | None = None
    type: Text
    summary: Text | None = None
    place: Text | None = None
    organisations: list[Text] = []
    practices: list[Slug] = []
    figures: list[Text] = []


class RoadmapHeader(Record):
    number: Text
    title: Text
    axis: Literal[1, 2, 3]
    pilot: Text | None = None
    answered_by_lilith: bool = False
    state_end_2020: Literal["non commencée", "en cours", "reportée", "réalisée"]
    state_reason: Text | None = None
    summary: Text | None = None
    figures: list[Text] = []
    ambiguities: list[Text] = []


class CourseHeader(Record):
    title: Text
    type: Text
    summary: Text | None = None
    organiser: Text
    partners: list[Text] = []
    format: Text | None = None
    duration: Text | None = None
    audience: list[Text] = []
    place: Text | None = None
    dates: list[Text] = []
    figures: list[Text] = []
    free: bool | None = None
    url: Web | None = None
    practices: list[Slug] = []
    state: Text
    ambiguities: list[Text] = []


Home.model_rebuild()
