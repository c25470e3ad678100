"""Signing a cell of the rights profile."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lilith.accounts.models import User
from lilith.evidence.appraisals.standing import require
from lilith.evidence.enums import RightsDimension, RightsLevel, RightsVoice
from lilith.evidence.models import Dossier, RightsRating
from lilith.evidence.selectors.rights import VERBS
from lilith.foundation.changes import tell


@transaction.atomic
def sign_rights(
    *,
    dossier: Dossier,
    dimension: RightsDimension,
    voice: RightsVoice,
    level: RightsLevel,
    justification: str,
    by: User,
    now: datetime,
) -> RightsRating:
    """Add a signed cell; it becomes the current one of its dimension and voice, and those before it stay.

    The same person saying the same again (a double click) adds nothing: the row that says it is returned.

    Raises NotAllowedError unless a role of `by` speaks with this voice, nothing ties them to the dossier and their interests
    are declared; ValidationError when they spoke with the other voice here, or give no justification.
    """
    today = timezone.localdate(now)
    role = require(user=by, verb=VERBS[RightsVoice(voice)], dossier=dossier, is_demo=dossier.is_demo, today=today)
    # On PostgreSQL this keeps one person from signing with both voices at once; SQLite writes one at a time anyway.
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    if RightsRating.objects.filter(dossier=dossier, signed_by=by).exclude(voice=voice).exists():
        raise ValidationError(
            "Vous avez déjà signé dans ce dossier avec l’autre voix\u00a0: une personne parle avec une seule voix."
        )
    justification = justification.strip()
    last = RightsRating.objects.filter(dossier=dossier, dimension=dimension, voice=voice).last()
    if last and (last.signed_by_id, last.level, last.justification) == (by.pk, level, justification):
        return last
    row = RightsRating(
        dossier=dossier,
        dimension=dimension,
        voice=voice,
        level=level,
        justification=justification,
        role=role,
        signed_by=by,
        valid_at=today,
        recorded_at=now,
    )
    row.full_clean()
    row.save()
    tell(dossier)
    return row
