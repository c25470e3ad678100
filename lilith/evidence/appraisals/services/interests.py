"""Declaring interests, and taking a declaration back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lilith.accounts.models import Organisation, User
from lilith.evidence.appraisals.enums import InterestKind
from lilith.evidence.appraisals.errors import InvalidError, NotAllowedError, StaleError
from lilith.evidence.appraisals.standing import interests_in_force
from lilith.evidence.models import Dossier, InterestDeclaration
from lilith.evidence.permissions import Verb, roles_for


@transaction.atomic
def declare_interest(
    *,
    user: User,
    kind: InterestKind,
    now: datetime,
    subject: str = "",
    dossier: Dossier | None = None,
    organisation: Organisation | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> InterestDeclaration:
    """Add a declaration. The same one sent twice within the hour is kept once.

    Raises NotAllowedError; InvalidError with the message of each field, also when someone says that they have no tie
    while one of theirs still holds.
    """
    roles = roles_for(user, Verb.DECLARE_INTEREST)
    if not roles:
        raise NotAllowedError("Il faut un rôle sur le site pour déclarer ses liens.")
    # Two forms sent at once wait for each other here.
    User.objects.select_for_update().get(pk=user.pk)
    today = timezone.localdate(now)
    row = InterestDeclaration(
        user=user,
        role=roles[0],
        kind=kind,
        subject=subject.strip(),
        dossier=dossier,
        organisation=organisation,
        valid_from=valid_from or today,
        valid_until=valid_until,
        declared_at=now,
        is_demo=user.is_demo,
    )
    try:
        row.full_clean()
    except ValidationError as error:
        raise InvalidError(
            "Quelque chose est à corriger.", {name: words[0] for name, words in error.message_dict.items()}
        ) from error
    if kind == InterestKind.NONE:
        held = interests_in_force(user=user, today=today).exclude(kind=InterestKind.NONE)
        if held.exists():
            raise InvalidError("Vous avez déjà déclaré un lien qui tient encore. S’il a pris fin, retirez-le d’abord.")
    same = interests_in_force(user=user, today=today).filter(
        kind=row.kind,
        subject=row.subject,
        dossier=dossier,
        organisation=organisation,
        declared_at__gte=now - timedelta(hours=1),
    )
    known = same.order_by("pk").first()
    if known is not None:
        return known
    row.save()
    return row


@transaction.atomic
def withdraw_interest(*, declaration: InterestDeclaration, user: User, now: datetime) -> None:
    """Take one's own declaration back: it stays, with the date. Raises NotAllowedError, StaleError."""
    row = InterestDeclaration.objects.select_for_update().get(pk=declaration.pk)
    if row.user_id != user.pk:
        raise NotAllowedError("Cette déclaration est celle de quelqu’un d’autre.")
    if row.withdrawn_at is not None:
        raise StaleError("Cette déclaration est déjà retirée.")
    row.withdrawn_at = now
    row.save()
