"""Questions about people and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

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


def is_behind_second_factor(*, path: str) -> bool:
    """True for the addresses that show what belongs to others (`LILITH["SECOND_FACTOR"]`)."""
    rules = settings.LILITH["SECOND_FACTOR"]
    return path.startswith(tuple(rules["BEHIND"])) and path not in rules["FREE"]


def second_factor_is_required(*, user: Any) -> bool:
    """True for who holds a role that sees what belongs to others; never for a demonstration account."""
    if not getattr(user, "is_authenticated", False) or user.is_demo:
        return False
    wanted = settings.LILITH["SECOND_FACTOR"]["ROLES"]
    return bool(wanted) and (user.is_superuser or any(grant.role in wanted for grant in user.roles.all()))


def lacks_second_factor(*, user: Any) -> bool:
    """True when one is required and none is set up."""
    if not second_factor_is_required(user=user):
        return False
    return not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def roles_of(*, user: User) -> list[RoleGrant]:
    """The grants of a person, oldest first."""
    return list(user.roles.order_by("granted_at", "pk"))
