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
    ToSign,
    dossiers_to_sign,
    rights_profile,
    signable_dossiers,
    signing_board,
    signing_obstacle,
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
    "ToSign",
    "current_rating",
    "dossier_view",
    "dossiers_to_sign",
    "rights_profile",
    "signable_dossiers",
    "signing_board",
    "signing_obstacle",
    "voice_of",
]
