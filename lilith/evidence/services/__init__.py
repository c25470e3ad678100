"""Verbs of the dossiers: what the sources say, who signs the rights profile, what is published and withdrawn."""

from lilith.evidence.rating.shapes import Judgment, OutcomeInput, RatingInput, Reason
from lilith.evidence.services.dossiers import record_outcome, record_study, record_verdict
from lilith.evidence.services.ratings import inputs_of, publish_rating, recheck_ratings, withdraw_rating
from lilith.evidence.services.rights import sign_rights

__all__ = [
    "Judgment",
    "OutcomeInput",
    "RatingInput",
    "Reason",
    "inputs_of",
    "publish_rating",
    "recheck_ratings",
    "record_outcome",
    "record_study",
    "record_verdict",
    "sign_rights",
    "withdraw_rating",
]
