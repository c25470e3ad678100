"""Dossiers of evidence, rights profiles, and the published ratings."""

from lilith.evidence.models.dossier import (
    Dossier,
    DossierOutcome,
    DossierOwner,
    DossierStudy,
    OtherVerdict,
    Outcome,
)
from lilith.evidence.models.rating import Rating
from lilith.evidence.models.rights import RightsRating

__all__ = [
    "Dossier",
    "DossierOutcome",
    "DossierOwner",
    "DossierStudy",
    "OtherVerdict",
    "Outcome",
    "Rating",
    "RightsRating",
]
