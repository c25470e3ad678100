"""Accounts: making them, naming them, giving them roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from lilith.accounts.enums import Role
from lilith.accounts.models import RoleGrant, User
from lilith.accounts.selectors import is_last_administrator, user_by_email
from lilith.accounts.services.life_cycle import LastAdministratorError
from lilith.accounts.services.projection import sync_groups, sync_memberships
from lilith.territories.models import Departement, Region


@dataclass(frozen=True)
class Grant:
    """A role to give, everywhere or in one region or one département."""

    role: Role
    region: Region | None = None
    departement: Departement | None = None


@transaction.atomic
def create_account(*, email: str, display_name: str = "", password: str | None = None, roles: Iterable[Grant] = ()) -> User:
    """Make an account whose address is trusted: someone of the team knows it.

    Without `password` nobody can sign in until the person has chosen one (see `invite`). Raises ValidationError (bad or
    known address, weak password), having written nothing.
    """
    user = User(email=User.objects.normalize_email(email).strip().lower(), display_name=display_name.strip())
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    if password is not None:
        validate_password(password, user)
        user.set_password(password)
    user.save()
    confirm_address(user=user)
    set_roles(user=user, roles=roles)
    return user


@transaction.atomic
def create_administrator(*, email: str, password: str) -> tuple[User, bool]:
    """Make an administrator, or make one of the account with this address; returns it, and whether it is new.

    The password becomes the account's. Running it again changes nothing else. Raises ValidationError, as `create_account`.
    """
    known = user_by_email(email=email)
    if known is not None and known.is_demo:
        raise ValidationError({"email": "Cette adresse est celle d’un compte de démonstration."})
    if known is None:
        user = create_account(email=email, password=password)
    else:
        user = known
        validate_password(password, user)
        if not user.check_password(password):
            user.set_password(password)
        user.is_active = True
        user.save()
        confirm_address(user=user)
    sync_groups()
    grant_role(user=user, role=Role.ADMIN)
    return user, known is None


def confirm_address(*, user: User) -> None:
    """Hold the account's address for proven, and for its only one."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def invite(*, user: User, request: HttpRequest) -> None:
    """Send a person the mail through which they choose their password. The link serves once, for three days."""
    request_password_reset(request, user.email, [user], default_token_generator)


@transaction.atomic
def rename(*, user: User, display_name: str) -> None:
    """Change the name that is shown; empty, the address is shown in its place."""
    user.display_name = display_name.strip()
    user.full_clean(exclude=["password"])
    user.save(update_fields=["display_name"])


@transaction.atomic
def change_address(*, user: User, email: str) -> None:
    """Change the address that a person signs in with; raises ValidationError when another account has it."""
    user.email = User.objects.normalize_email(email).strip().lower()
    user.full_clean(exclude=["password"])
    user.save(update_fields=["email"])
    confirm_address(user=user)


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """Give an account another password, and end its sessions. Raises ValidationError when it is too weak."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def remove_second_factor(*, user: User) -> bool:
    """Forget the application and the codes of someone who lost them; True when there were some."""
    return bool(Authenticator.objects.filter(user=user).delete()[0])


@transaction.atomic
def set_active(*, user: User, active: bool) -> None:
    """Open or close an account. Raises LastAdministratorError when nobody could manage accounts any more."""
    if not active:
        _keep_an_administrator(user)
    user.is_active = active
    user.save(update_fields=["is_active"])


@transaction.atomic
def grant_role(*, user: User, role: Role, region: Region | None = None, departement: Departement | None = None) -> RoleGrant:
    """Give a role, everywhere or in one territory. Giving it twice changes nothing."""
    grant, _made = RoleGrant.objects.get_or_create(user=user, role=role, region=region, departement=departement)
    grant.full_clean()
    sync_memberships(user=user)
    return grant


@transaction.atomic
def become_member(*, user: User) -> None:
    """What confirming an address gives: the role « membre », to someone who holds none."""
    if not user.roles.exists():
        grant_role(user=user, role=Role.MEMBER)


@transaction.atomic
def set_roles(*, user: User, roles: Iterable[Grant]) -> None:
    """Make these the roles of `user`, and no other. Raises LastAdministratorError when the last administrator would go."""
    wanted = list(dict.fromkeys(roles))
    if Role.ADMIN not in {grant.role for grant in wanted}:
        _keep_an_administrator(user)
    for row in user.roles.all():
        if Grant(Role(row.role), row.region, row.departement) not in wanted:
            row.delete()
    for grant in wanted:
        row, _made = RoleGrant.objects.get_or_create(
            user=user, role=grant.role, region=grant.region, departement=grant.departement
        )
        row.full_clean()
    sync_memberships(user=User.objects.get(pk=user.pk))


@transaction.atomic
def set_demonstration_account(*, email: str, display_name: str, password: str, roles: Iterable[Grant]) -> User:
    """Make or mend a demonstration account. Its public password goes through no validator: the account works on the
    machine itself only. Raises ValidationError when the address belongs to a real account."""
    user = user_by_email(email=email) or User(email=email.lower())
    if user.pk and not user.is_demo:
        raise ValidationError({"email": f"{email} est l’adresse d’un vrai compte."})
    user.display_name, user.is_demo, user.is_active = display_name, True, True
    if not user.pk or not user.check_password(password):
        user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    confirm_address(user=user)
    set_roles(user=user, roles=roles)
    return user


def _keep_an_administrator(user: User) -> None:
    if user.pk and is_last_administrator(user=user):
        raise LastAdministratorError
