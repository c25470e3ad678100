"""The header of a practice."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from lilith.launch.schemas.base import KeyFigure, Record, Slug, Strict, Text
from lilith.practices.enums import DocumentsLevel, LinkKind, PracticeKind, SiteScope, SiteState, TeamState


class Site(Strict):
    place: Text
    scope: SiteScope | None = None
    departement: Text | None = None
    region: Text | None = None
    country: Text | None = None
    state: SiteState
    since: Text | None = None
    note: Text | None = None


class Evidence(Strict):
    design: Text
    place: Text | None = None
    period: Text | None = None
    size: Text | None = None
    result: Text | None = None
    note: Text | None = None


class Team(Strict):
    name: Text
    state: TeamState


class Related(Strict):
    practice: Slug
    link: LinkKind
    why: Text | None = None

    @model_validator(mode="after")
    def a_strong_link_has_a_reason(self) -> Related:
        if self.link != LinkKind.SEE_ALSO and not self.why:
            raise ValueError("un lien autre que « voir-aussi » demande un « why »")
        return self


class Replaces(Strict):
    what: Slug
    why: Text


class Testimony(Strict):
    role: Text
    gist: Text


class ExternalUpdate(Strict):
    note: Text
    url: Text | None = None
    checked: Any = None


class Practice(Record):
    name: Text
    other_names: list[Text] = []
    acronym: Text | None = None
    kind: PracticeKind
    short_name: Annotated[str, Field(max_length=60)] | None = None
    summary: Annotated[str, Field(min_length=1, max_length=200)]
    themes: Annotated[list[Slug], Field(min_length=1)]
    keywords: list[Text] = []
    audiences: list[Slug] = []
    audience_details: list[Text] = []
    documents_level: DocumentsLevel
    documents_level_why: Text
    documents_level_note: Text | None = None
    dossier: Slug | None = None
    key_figures: list[KeyFigure] = []
    figures: list[Text] = []
    state_date: Text
    sites: list[Site] = []
    evidence: list[Evidence] = []
    publications: list[Slug] = []
    links: list[Slug] = []
    videos: list[Slug] = []
    terms: list[Slug] = []
    organisations: list[Slug] = []
    other_organisations: list[Text] = []
    support_team: Team | None = None
    financing: list[Text] = []
    roadmap_actions: list[Text] = []
    ptsm_priorities: list[int] = []
    missions: list[int] = []
    related: list[Related] = []
    replaces: list[Replaces] = []
    testimonies: list[Testimony] = []
    external_updates: list[ExternalUpdate] = []
    ambiguities: list[Text] = []
    missing: list[Text] = []
