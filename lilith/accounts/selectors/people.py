"""Questions about people and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lilith.accounts.enums import Role
from lilith.accounts.models import RoleGrant, User


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: what, where to act, why and until when in words; `late` when its day is past.

    Rooms show theirs in « Mon espace » with `accounts/waiting.html`.
    """

    title: str
    url: str
    why: str
    icon: str
    late: bool = False


def user_by_email(*, email: str) -> User | None:
    """The account with this address, whatever the case of its letters."""
    return User.objects.filter(email__iexact=email.strip()).first()


def role_words(*, user: User) -> list[str]:
    """The roles of a person in words, each with its territory: « agence régionale de santé (Bretagne) »."""
    words = []
    grants = user.roles.select_related("region", "departement").order_by("granted_at", "pk")
    for grant in grants:
        place = grant.departement or grant.region
        words.append(f"{grant.get_role_display()} ({place.name})" if place else str(grant.get_role_display()))
    return words


def administrators() -> Any:
    """Active accounts that may manage accounts, demonstration left out."""
    return User.objects.filter(is_active=True, is_demo=False, roles__role=Role.ADMIN).distinct()


def is_last_administrator(*, user: User) -> bool:
    """True when nobody else could manage accounts."""
    rows = administrators()
    return rows.filter(pk=user.pk).exists() and rows.count() == 1


def roles_of(*, user: User) -> list[RoleGrant]:
    """The grants of a person, oldest first."""
    return list(user.roles.order_by("granted_at", "pk"))
