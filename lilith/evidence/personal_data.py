"""What becomes of the rows of this room that point to a person."""

from __future__ import annotations

from typing import Any

from lilith.evidence.models import DossierOwner, RightsRating
from lilith.foundation.slots import PersonalData, register_personal_data


def register() -> None:
    """Tell foundation; called once, when the site starts."""
    register_personal_data(PersonalData(DossierOwner._meta.label, _export_owned, _forget_owned))
    register_personal_data(PersonalData(RightsRating._meta.label, _export_signed, _unsign))


def _export_owned(user: Any) -> list[dict[str, Any]]:
    return [{"dossier": row.dossier.title} for row in DossierOwner.objects.filter(user=user).select_related("dossier")]


def _forget_owned(user: Any) -> int:
    return int(DossierOwner.objects.filter(user=user).delete()[0])


def _export_signed(user: Any) -> list[dict[str, Any]]:
    rows = RightsRating.objects.filter(signed_by=user).select_related("dossier")
    return [
        {
            "dossier": row.dossier.title,
            "dimension": row.get_dimension_display(),
            "level": row.get_level_display(),
            "justification": row.justification,
            "role": row.get_role_display(),
            "valid_at": row.valid_at,
        }
        for row in rows
    ]


def _unsign(user: Any) -> int:
    """The judgment belongs to the dossier and keeps its role; only the link to the person goes."""
    return RightsRating.objects.filter(signed_by=user).update(signed_by=None)
