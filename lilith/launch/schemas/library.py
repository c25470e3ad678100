"""Headers of publications, terms, organisations, links and videos."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from lilith.accounts.enums import OrganisationKind, Role
from lilith.launch.schemas.base import Count, Record, Slug, Strict, Text, Web
from lilith.library.enums import DefinitionBasis, PublicationType, VideoHost


class PublicationHeader(Record):
    title: Text
    note: Text | None = None
    type: PublicationType
    authors: list[Text] = []
    publisher: Text | None = None
    year: Annotated[int, Field(ge=1800, le=2100)] | None = None
    journal: Text | None = None
    volume: Text | None = None
    issue: Text | None = None
    pages: Text | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,}/\S+$")] | None = None
    pmid: Text | None = None
    hal_id: Text | None = None
    isbn: Text | None = None
    issn: Text | None = None
    url: Web | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$", max_length=8)] | None = None
    access: Text | None = None
    full_text_url: Web | None = None
    plain_summary: Text | None = None
    abstract: Text | None = None
    source_code: Text | None = None
    study_design: Text | None = None
    question: Text | None = None
    place: Text | None = None
    period: Text | None = None
    size: Text | None = None
    participants: Count | None = None
    country: Text | None = None
    population: Text | None = None
    result: Text | None = None
    funder: Text | None = None
    state: Text | None = None
    reviewed_by_role: Role | None = None
    reviewed_on: date | None = None
    missing: list[Text] = []


class TermHeader(Record):
    term: Text
    expansion: Text | None = None
    category: Text
    synonyms: list[Text] = []
    also: list[Slug] = []
    lang: Annotated[str, Field(max_length=8)] | None = None
    definition_basis: DefinitionBasis


class Contact(Strict):
    adresse: Text | None = None
    telephone: Text | None = None
    courriel: Text | None = None


class OrganisationHeader(Record):
    name: Text
    short_name: Text | None = None
    kind: OrganisationKind
    type_label: Text
    city: Text | None = None
    departement: Text | None = None
    region: Text | None = None
    country: Text | None = None
    location_inferred: bool = False
    gcs_member: bool = False
    url: Web | None = None
    contact: Contact | None = None


class LinkHeader(Record):
    label: Text
    type: Text
    url: Web | None = None
    check_status: Text | None = None
    summary: Text | None = None


class VideoHeader(Record):
    title: Text
    host: VideoHost
    url: Web | None = None
    remote_id: Text | None = None
    content_note: Text | None = None
