"""People of each role for the tests of dossiers and rights, with their interests declared."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import Grant, create_account
from lilith.evidence.appraisals.enums import InterestKind
from lilith.evidence.models import InterestDeclaration


def a_person(*roles: Role, name: str = "", declared: bool = True) -> User:
    """An account with these roles; `declared`: it has just said that it has no interest, which pages read by today's clock."""
    words = name or "-".join(role.value for role in roles) or "personne"
    user = create_account(
        email=f"{words}@exemple.fr", display_name=words, password="trois mots sans lien", roles=[Grant(role) for role in roles]
    )
    if declared:
        InterestDeclaration.objects.create(
            user=user,
            kind=InterestKind.NONE,
            role=roles[0] if roles else Role.MEMBER,
            valid_from=date(2026, 1, 1),
            declared_at=timezone.now(),
        )
    return user
