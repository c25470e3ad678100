"""What the header of each kind of content file may say. An unknown entry is an error: it is most often a typing mistake."""

from lilith.launch.schemas.base import KeyFigure, Record
from lilith.launch.schemas.evidence import DossierHeader, DossierOutcomeRow, DossierStudyRow, DossierVerdictRow, OutcomeRow
from lilith.launch.schemas.library import Contact, LinkHeader, OrganisationHeader, PublicationHeader, TermHeader, VideoHeader
from lilith.launch.schemas.practice import Evidence, ExternalUpdate, Practice, Related, Replaces, Site, Team, Testimony
from lilith.launch.schemas.site import (
    CourseHeader,
    EventHeader,
    Home,
    Mission,
    News,
    PageHeader,
    Pathway,
    RoadmapHeader,
    Theme,
    ToReduce,
)
from lilith.launch.schemas.words import AdviceRow, Vocabulary, WordRow, Words, WordsToAvoid

__all__ = [
    "AdviceRow",
    "Contact",
    "CourseHeader",
    "DossierHeader",
    "DossierOutcomeRow",
    "DossierStudyRow",
    "DossierVerdictRow",
    "EventHeader",
    "Evidence",
    "ExternalUpdate",
    "Home",
    "KeyFigure",
    "LinkHeader",
    "Mission",
    "News",
    "OrganisationHeader",
    "OutcomeRow",
    "PageHeader",
    "Pathway",
    "Practice",
    "PublicationHeader",
    "Record",
    "Related",
    "Replaces",
    "RoadmapHeader",
    "Site",
    "Team",
    "TermHeader",
    "Testimony",
    "Theme",
    "ToReduce",
    "VideoHeader",
    "Vocabulary",
    "WordRow",
    "Words",
    "WordsToAvoid",
]
