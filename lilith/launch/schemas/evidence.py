"""Headers of dossiers of evidence, and their outcomes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from lilith.evidence.enums import Direction, FranceEvidence, Importance, LeftOutReason, Measure, Start, StudyDecision
from lilith.launch.schemas.base import Count, Moment, Record, Slug, Strict, Text, Web


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


class OutcomeRow(Strict):
    slug: Annotated[Slug, Field(max_length=60)]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    plain_name: Annotated[str, Field(min_length=1, max_length=160)]
