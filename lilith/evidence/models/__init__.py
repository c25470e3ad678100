"""Dossiers of evidence, rights profiles, appraisals and who takes part in them, and the published ratings."""

from lilith.evidence.models.appraisal import (
    Appraisal,
    AppraisalEvent,
    Judgment,
    MinorityOpinion,
    Opinion,
    Override,
    OwnerAnswer,
    Reading,
    Settlement,
)
from lilith.evidence.models.dossier import (
    Dossier,
    DossierOutcome,
    DossierOwner,
    DossierStudy,
    OtherVerdict,
    Outcome,
)
from lilith.evidence.models.governance import (
    Committee,
    CommitteeMember,
    ConcernedOrganisation,
    InterestDeclaration,
)
from lilith.evidence.models.rating import Rating
from lilith.evidence.models.rights import RightsRating

__all__ = [
    "Appraisal",
    "AppraisalEvent",
    "Committee",
    "CommitteeMember",
    "ConcernedOrganisation",
    "Dossier",
    "DossierOutcome",
    "DossierOwner",
    "DossierStudy",
    "InterestDeclaration",
    "Judgment",
    "MinorityOpinion",
    "Opinion",
    "OtherVerdict",
    "Outcome",
    "Override",
    "OwnerAnswer",
    "Rating",
    "Reading",
    "RightsRating",
    "Settlement",
]
