"""What the header of each kind of content file may say. An unknown entry is an error: it is most often a typing mistake."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from lilith.accounts.enums import OrganisationKind, Role
from lilith.evidence.enums import Direction, FranceEvidence, Importance, LeftOutReason, Measure, Start, StudyDecision
from lilith.library.enums import AdviceReason, DefinitionBasis, PublicationType, VideoHost
from lilith.practices.enums import DocumentsLevel, LinkKind, PathwayCode, PracticeKind, SiteScope, SiteState, TeamState

Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
Text = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value), Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
# A year, a month or a day.
Moment = Annotated[str, BeforeValidator(str), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Web = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Source(Strict):
    """A place in a source document: its code and a few words to look for there."""

    doc: Annotated[str, Field(pattern=r"^s[0-4]$")]
    near: Text


class Record(Strict):
    """What every record says: when it was written, last changed, and when it is read again."""

    created: date
    updated: date
    next_review: date
    sources: list[Source] = []

    @model_validator(mode="after")
    def dates_in_order(self) -> Record:
        if not self.created <= self.updated < self.next_review:
            raise ValueError("les dates doivent se suivre : created ≤ updated < next_review")
        return self


class KeyFigure(Strict):
    value: Text
    out_of: Text | None = None
    label: Text
    date: Text | None = None


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


class DossierStudyRow(Strict):
    publication: Slug
    decision: StudyDecision = StudyDecision.TAKEN
    reason: LeftOutReason | None = None
    reason_text: Annotated[str, Field(max_length=600)] | None = None
    in_france: bool = False
    note: Text | None = None


class DossierOutcomeRow(Strict):
    outcome: Slug
    importance: Importance = Importance.IMPORTANT
    studies: list[Slug] = []
    start: Start = Start.UNKNOWN
    direction: Direction = Direction.UNKNOWN
    result_words: Text | None = None
    event_words: Annotated[str, Field(max_length=160)] | None = None
    events_with: Count | None = None
    total_with: Count | None = None
    events_without: Count | None = None
    total_without: Count | None = None
    measure: Measure | None = None
    estimate: Decimal | None = None
    ci_low: Decimal | None = None
    ci_high: Decimal | None = None
    unit: Annotated[str, Field(max_length=60)] | None = None
    participants: Count | None = None
    follow_up_months: Annotated[int, Field(ge=0, le=1200)] | None = None
    note: Text | None = None


class DossierVerdictRow(Strict):
    body: Annotated[str, Field(min_length=1, max_length=200)]
    organisation: Slug | None = None
    verdict: Annotated[str, Field(min_length=1, max_length=1000)]
    scope: Annotated[str, Field(max_length=300)] | None = None
    stated_on: Moment | None = None
    url: Web | None = None
    publication: Slug | None = None
    why_differs: Annotated[str, Field(max_length=1000)] | None = None


class DossierHeader(Record):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    without_practice: Literal[True] | None = None
    population: Annotated[str, Field(max_length=600)] | None = None
    intervention: Annotated[str, Field(max_length=600)] | None = None
    comparator: Annotated[str, Field(max_length=600)] | None = None
    search_sources: list[Text] = []
    search_words: list[Text] = []
    search_from: Moment | None = None
    search_until: Moment | None = None
    searched_on: date | None = None
    search_by: Annotated[str, Field(max_length=200)] | None = None
    selection_note: Text | None = None
    not_studied_for: list[Text] = []
    origin_note: Text | None = None
    france_evidence: FranceEvidence = FranceEvidence.UNKNOWN
    france_note: Text | None = None
    studies: list[DossierStudyRow] = []
    outcomes: list[DossierOutcomeRow] = []
    verdicts: list[DossierVerdictRow] = []


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


class OutcomeRow(Strict):
    slug: Annotated[Slug, Field(max_length=60)]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    plain_name: Annotated[str, Field(min_length=1, max_length=160)]


class Vocabulary(Strict):
    audiences: list[dict[str, str]]
    ptsm_priorities: list[dict[str, Any]]
    missions: list[dict[str, Any]]
    outcomes: list[OutcomeRow] = []


class WordRow(Strict):
    words: Annotated[list[Text], Field(min_length=1)]
    terms: Annotated[list[Text], Field(min_length=1)]
    note: Text | None = None


class Words(Strict):
    rows: list[WordRow]


class AdviceRow(Strict):
    word: Annotated[str, Field(min_length=1, max_length=120)]
    forms: list[Text] = []
    reason: AdviceReason
    say: Annotated[str, Field(max_length=200)] = ""
    why: Annotated[str, Field(max_length=300)] = ""


class WordsToAvoid(Strict):
    rows: list[AdviceRow]

    @model_validator(mode="after")
    def each_word_once(self) -> WordsToAvoid:
        twice = [word for word, count in Counter(row.word.lower() for row in self.rows).items() if count > 1]
        if twice:
            raise ValueError(f"ces mots sont là deux fois : {', '.join(twice)}")
        return self


Home.model_rebuild()
