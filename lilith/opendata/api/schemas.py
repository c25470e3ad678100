"""Shapes of the answers. Names and types are a contract; what is not known is an empty list, an empty text or null."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

ResultType = Literal[
    "practice", "theme", "publication", "term", "news", "event", "organisation", "page", "team", "training", "question",
    "territory",
]  # fmt: skip


class Problem(Schema):
    code: str = Field(description="Code stable, pour les programmes.")
    message: str = Field(description="Ce qui ne va pas, en français.")


class Error(Schema):
    error: Problem


class SearchResult(Schema):
    type: ResultType
    id: str = Field(description="Identifiant dans son type ; pour une pratique, son adresse courte.")
    title: str
    url: str = Field(description="Adresse sur ce site, depuis sa racine.")
    excerpt: str
    score: float = Field(description="Ne sert qu’à ordonner les résultats d’une même question.")


class SearchAnswer(Schema):
    query: str = Field(description="La question, telle qu’elle a été lue.")
    count: int = Field(description="Nombre de résultats en tout, 1 000 au plus.")
    results: list[SearchResult]


class Coded(Schema):
    code: str
    label: str


class Theme(Schema):
    id: str
    title: str
    pathway: str
    url: str


class Names(Schema):
    main: str
    short: str
    acronym: str
    others: list[str]


class Status(Coded):
    basis: str = Field(description="« documents » : lu dans les documents ; « appraisal » : après une évaluation critique.")


class Section(Schema):
    id: str
    title: str
    text: str
    html: str


class Level(Schema):
    level: int
    title: str
    sections: list[Section]


class Study(Schema):
    design: str
    place: str
    period: str
    size: str
    result: str
    note: str


class Reason(Schema):
    by: str = Field(description="Un rôle ou une lecture, jamais une personne.")
    text: str


class Step(Schema):
    words: str
    after: str = Field(description="Certitude après cette étape.")
    domain: str | None
    points: int = Field(description="Niveaux en moins ou en plus.")
    reasons: list[Reason]


class Frequency(Schema):
    per: int = Field(description="Sur combien de personnes : 100, ou 1 000 quand 100 en cacherait.")
    with_practice: int
    without_practice: int
    sentence: str


class Outcome(Schema):
    id: str
    name: str
    plain_name: str
    importance: Coded
    direction: Coded
    text: str = Field(description="Ce que disent les sources.")
    studies_kind: Coded
    effect: str = Field(description="L’effet comme les sources l’écrivent.")
    frequency: Frequency | None
    studies: list[str] = Field(description="Identifiants des publications.")
    certainty: Coded
    steps: list[Step]


class DossierStudy(Schema):
    publication: str
    in_france: bool
    reason: Coded | None = Field(description="Pourquoi elle est écartée ; null pour une étude retenue.")
    reason_text: str


class FranceEvidence(Coded):
    note: str


class Verdict(Schema):
    body: str
    verdict: str
    scope: str
    stated_on: str
    url: str
    why_differs: str


class EvidenceProfile(Schema):
    documents_level: Coded
    why: str
    note: str
    studies: list[Study]
    basis: Literal["none", "documents", "appraisal"] = Field(
        description="« none » : pas de dossier ; « documents » : personne n’a jugé ; « appraisal » : niveau calculé et publié."
    )
    certainty: Coded
    effect: Coded | None
    method: str | None = Field(description="Nom de la méthode de calcul ; null tant que rien n’est calculé.")
    rated_on: date | None
    outcomes: list[Outcome]
    dossier_studies: list[DossierStudy]
    not_studied_for: list[str]
    origin: str
    france: FranceEvidence
    verdicts: list[Verdict]


class Replacement(Schema):
    id: str
    title: str
    why: str


class SignedRight(Schema):
    voice: Coded
    level: Coded
    justification: str
    role: str
    signed_on: date


class Right(Coded):
    signed: list[SignedRight] = Field(description="Les deux voix, ou aucune.")


class RightsProfile(Schema):
    state: Literal["not_assessed", "partly_assessed", "assessed"] = Field(
        description="Combien des cinq droits les deux voix ont signés : aucun, une partie, tous."
    )
    dimensions: list[Right]
    may_replace: list[Replacement]


class Publication(Schema):
    id: str
    title: str
    type: str
    year: int | None
    authors: list[str]
    doi: str
    url: str


class Site(Schema):
    place: str
    scope: str
    departement: str | None = Field(description="Code officiel géographique.")
    region: str | None = Field(description="Code officiel géographique.")
    country: str
    state: Coded
    since: str
    note: str


class Organisation(Schema):
    id: str
    name: str


class Team(Schema):
    name: str
    state: Coded


class Related(Schema):
    id: str
    title: str
    link: Coded
    why: str


class Dates(Schema):
    written: date | None
    updated: date | None
    next_review: date | None


class Source(Schema):
    document: str
    near: str = Field(description="Mots à chercher dans ce document.")


class Practice(Schema):
    id: str
    uuid: str
    url: str
    version: int
    names: Names
    kind: Coded
    summary: str
    keywords: list[str]
    audiences: list[Coded]
    audience_details: list[str]
    themes: list[Theme]
    status: Status
    levels: list[Level]
    evidence: EvidenceProfile
    rights: RightsProfile
    publications: list[Publication]
    sites: list[Site]
    teams: list[Team]
    organisations: list[Organisation]
    related: list[Related]
    roadmap_actions: list[Coded]
    ptsm_priorities: list[Coded]
    missions: list[Coded]
    to_check: list[str] = Field(description="Points ambigus ou manquants dans les documents.")
    dates: Dates
    sources: list[Source]


class PracticeList(Schema):
    results: list[Practice]
    next_cursor: str | None = Field(description="À redonner dans « cursor » pour la suite ; null à la fin.")
