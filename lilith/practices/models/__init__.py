"""Pathways, themes, practices, and the vocabularies that place a practice among public policies."""

from lilith.practices.models.easy_read import EasyRead, EasyReadSettings
from lilith.practices.models.practice import (
    KnownSite,
    PracticePage,
    PracticeTheme,
    RelatedPractice,
    Replacement,
    StatusChange,
)
from lilith.practices.models.themes import PathwayPage, ThemePage, ToReducePage
from lilith.practices.models.vocabularies import Audience, CareMission, PtsmPriority, RoadmapAction

__all__ = [
    "Audience",
    "CareMission",
    "EasyRead",
    "EasyReadSettings",
    "KnownSite",
    "PathwayPage",
    "PracticePage",
    "PracticeTheme",
    "PtsmPriority",
    "RelatedPractice",
    "Replacement",
    "RoadmapAction",
    "StatusChange",
    "ThemePage",
    "ToReducePage",
]
