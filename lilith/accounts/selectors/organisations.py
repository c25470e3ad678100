"""Who belongs to which organisation, what they may do there, what waits for an answer."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.text import slugify

from lilith.accounts.enums import JoinKind, JoinState, OrganisationRole, OrganisationVerb, Verb
from lilith.accounts.models import JoinRequest, Membership, Organisation, OrganisationInvitation, User
from lilith.accounts.permissions import ORGANISATION_TABLE, can
from lilith.accounts.selectors.people import Waiting

FOUND_AT_MOST = 20


def membership_of(*, user: Any, organisation: Organisation) -> Membership | None:
    """The place of a person in an organisation today; None for a stranger or a closed account."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    return Membership.objects.filter(user=user, organisation=organisation, until__isnull=True).first()


def can_in(user: Any, verb: OrganisationVerb, organisation: Organisation) -> bool:
    """True when the role of `user` in this organisation gives `verb` there."""
    membership = membership_of(user=user, organisation=organisation)
    return membership is not None and verb in ORGANISATION_TABLE[OrganisationRole(membership.role)]


def organisations_of(*, user: User) -> QuerySet[Membership]:
    """The organisations that a person belongs to today, by name."""
    rows = Membership.objects.filter(user=user, until__isnull=True)
    return rows.select_related("organisation").order_by("organisation__name", "pk")


def members_of(*, organisation: Organisation) -> QuerySet[Membership]:
    """Who belongs to an organisation today: managers first, then the oldest."""
    rows = Membership.objects.filter(organisation=organisation, until__isnull=True, user__is_active=True)
    return rows.select_related("user").order_by("-role", "since", "pk")


def managers_of(*, organisation: Organisation) -> QuerySet[User]:
    """Who looks after an organisation here."""
    return User.objects.filter(
        is_active=True,
        memberships__organisation=organisation,
        memberships__until__isnull=True,
        memberships__role=OrganisationRole.MANAGER,
    ).distinct()


def has_manager(*, organisation: Organisation) -> bool:
    """True when someone looks after it here: one then asks them, and no more the coordination."""
    return managers_of(organisation=organisation).exists()


def requests_waiting(*, organisation: Organisation) -> QuerySet[JoinRequest]:
    """Those who ask to join, the oldest first."""
    rows = organisation.requests.filter(state=JoinState.WAITING, kind=JoinKind.JOIN)
    return rows.select_related("user")


def claims_waiting(*, by: User) -> QuerySet[JoinRequest]:
    """Those who ask to take charge of an organisation, the oldest first; the demonstration sees only its own."""
    rows = JoinRequest.objects.filter(state=JoinState.WAITING, kind=JoinKind.CLAIM, user__is_demo=by.is_demo)
    return rows.select_related("user", "organisation")


def requests_of(*, user: User) -> QuerySet[JoinRequest]:
    """What a person has asked, the latest first."""
    return user.join_requests.select_related("organisation").order_by("-made_at", "-pk")


def request_waiting(*, user: User, organisation: Organisation) -> JoinRequest | None:
    """What a person is waiting for in this organisation."""
    return user.join_requests.filter(organisation=organisation, state=JoinState.WAITING).first()


def invitations_of(*, organisation: Organisation) -> QuerySet[OrganisationInvitation]:
    """Every invitation, the latest first."""
    return organisation.invitations.select_related("made_by")


def organisations_named(*, words: str, by: User) -> list[Organisation]:
    """Public organisations whose name has these words, whatever accents and case; twenty at most, by name.

    The demonstration has its own: an invented person never joins a real structure.
    """
    wanted = slugify(words).split("-")
    if not any(wanted):
        return []
    rows = Organisation.objects.filter(live=True, is_demo=by.is_demo).only("name", "short_name", "slug", "city", "type_label")
    found = [row for row in rows if all(word in slugify(f"{row.name} {row.short_name}") for word in wanted)]
    return found[:FOUND_AT_MOST]


def waiting_for(*, user: User) -> list[Waiting]:
    """What a person has to answer: the requests of the organisations they manage, and claims for the coordination."""
    found = []
    managed = Organisation.objects.filter(
        memberships__user=user, memberships__until__isnull=True, memberships__role=OrganisationRole.MANAGER
    )
    asked = Count("requests", filter=Q(requests__state=JoinState.WAITING, requests__kind=JoinKind.JOIN))
    for organisation in managed.annotate(asked=asked).filter(asked__gt=0).order_by("name"):
        count = organisation.asked
        title = "Une personne demande" if count == 1 else f"{count} personnes demandent"
        url = reverse("organisation-members", args=[organisation.slug])
        found.append(Waiting(f"{title} à rejoindre {organisation}", f"{url}#demandes", "À vous de répondre.", "users"))
    claims = claims_waiting(by=user).count() if can(user, Verb.ANSWER_CLAIMS) else 0
    if claims:
        title = "Un organisme à confier" if claims == 1 else f"{claims} organismes à confier"
        found.append(Waiting(title, reverse("organisation-claims"), "Quelqu’un demande à s’en occuper.", "building-2"))
    return found
