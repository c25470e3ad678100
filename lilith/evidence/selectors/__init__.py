"""Questions about dossiers of evidence and rights profiles."""

from lilith.evidence.selectors.dossier import (
    BASIS_APPRAISAL,
    BASIS_DOCUMENTS,
    DossierView,
    OutcomeView,
    Search,
    current_rating,
    dossier_view,
)
from lilith.evidence.selectors.numbers import Frequency
from lilith.evidence.selectors.rights import (
    RightsCell,
    SignedLevel,
    SigningCell,
    rights_profile,
    signing_board,
    voice_of,
)

__all__ = [
    "BASIS_APPRAISAL",
    "BASIS_DOCUMENTS",
    "DossierView",
    "Frequency",
    "OutcomeView",
    "RightsCell",
    "Search",
    "SignedLevel",
    "SigningCell",
    "current_rating",
    "dossier_view",
    "rights_profile",
    "signing_board",
    "voice_of",
]
