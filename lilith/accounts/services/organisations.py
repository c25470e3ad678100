"""Belonging to an organisation: invited by a link, accepted by those who look after it, or entrusted with it.

What two people do at the same moment is decided by the row of the organisation, locked, and by constraints of the database.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from lilith.accounts.enums import JoinKind, JoinState, OrganisationRole, OrganisationVerb, Verb
from lilith.accounts.models import JoinRequest, Membership, Organisation, OrganisationInvitation, User
from lilith.accounts.permissions import can
from lilith.accounts.selectors.organisations import can_in, has_manager, managers_of, membership_of, request_waiting
from lilith.foundation import mail

SALT = "lilith.accounts.invitation"
MOST_PLACES = 100
ANSWERED = "Quelqu’un a déjà répondu à cette demande. Rien n’a changé."


class InvitationError(Exception):
    """The link makes nobody a member any more: unknown, too old, used up, or taken back."""


class LastManagerError(Exception):
    """Members would stay without anybody to look after the organisation."""

    def __str__(self) -> str:
        return "C’est la seule personne responsable. Nommez d’abord quelqu’un d’autre."


# Invitations


def invitation_link(*, invitation: OrganisationInvitation) -> str:
    """The address to copy and send; nobody can make one without the key of the site."""
    token = signing.dumps(str(invitation.uuid), salt=SALT)
    return settings.BASE_URL + reverse("organisation-invitation", args=[token])


def read_invitation(*, token: str) -> OrganisationInvitation:
    """The invitation of a link, whatever its state. Raises InvitationError for a link that the site did not make."""
    try:
        identifier = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError) as error:
        raise InvitationError from error
    invitation = OrganisationInvitation.objects.select_related("organisation").filter(uuid=identifier).first()
    if invitation is None:
        raise InvitationError
    return invitation


@transaction.atomic
def invite_members(
    *, organisation: Organisation, by: User, role: OrganisationRole, places: int, now: datetime
) -> OrganisationInvitation:
    """Make a link that makes `places` people members. Raises PermissionDenied, ValidationError."""
    _allowed(by, OrganisationVerb.INVITE, organisation)
    if not 1 <= places <= MOST_PLACES:
        raise ValidationError({"places": f"Choisissez un nombre de 1 à {MOST_PLACES}."})
    days = settings.LILITH["INVITATION_DAYS"]
    invitation = OrganisationInvitation(
        organisation=organisation, role=role, places=places, made_by=by, made_at=now, expires_at=now + timedelta(days=days)
    )
    invitation.full_clean()
    invitation.save()
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: OrganisationInvitation, by: User, now: datetime) -> None:
    """Take a link back; those who joined with it stay. Doing it twice changes nothing."""
    _allowed(by, OrganisationVerb.INVITE, invitation.organisation)
    OrganisationInvitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True).update(revoked_at=now)


@transaction.atomic
def accept_invitation(*, token: str, user: User, now: datetime) -> Membership:
    """Join with a link. Someone who belongs to it already takes no place. Raises InvitationError."""
    invitation = read_invitation(token=token)
    organisation = _locked(invitation.organisation)
    known = membership_of(user=user, organisation=organisation)
    if known is not None:
        return known
    if organisation.is_demo != user.is_demo:
        raise InvitationError
    free = OrganisationInvitation.objects.filter(
        pk=invitation.pk, revoked_at__isnull=True, expires_at__gt=now, used__lt=F("places")
    )
    if not free.update(used=F("used") + 1):
        raise InvitationError
    _close_own_request(user, organisation, now)
    return _join(organisation, user, OrganisationRole(invitation.role), now)


# Requests


@transaction.atomic
def ask_to_join(*, organisation: Organisation, user: User, words: str, now: datetime) -> JoinRequest:
    """Ask those who look after an organisation to be let in; when nobody does, ask the coordination to be entrusted with it.

    Asking again while one waits gives the one that waits. Raises ValidationError for someone who is in already.
    """
    organisation = _locked(organisation)
    if organisation.is_demo != user.is_demo or not organisation.live:
        raise PermissionDenied
    if membership_of(user=user, organisation=organisation):
        raise ValidationError("Vous en êtes déjà membre.", code="member")
    known = request_waiting(user=user, organisation=organisation)
    if known is not None:
        return known
    kind = JoinKind.JOIN if has_manager(organisation=organisation) else JoinKind.CLAIM
    request = JoinRequest(organisation=organisation, user=user, kind=kind, words=words.strip(), made_at=now)
    request.full_clean()
    request.save()
    if kind == JoinKind.JOIN:
        for manager in managers_of(organisation=organisation):
            _tell_manager(manager, request)
    return request


@transaction.atomic
def withdraw_request(*, request: JoinRequest, by: User, now: datetime) -> None:
    """Give up one's own request. Raises PermissionDenied, ValidationError once it has been answered."""
    if request.user_id != by.pk:
        raise PermissionDenied
    _decide(request, JoinState.WITHDRAWN, None, "", now)


@transaction.atomic
def answer_request(*, request: JoinRequest, by: User, accept: bool, reason: str, now: datetime) -> JoinRequest:
    """Let someone in, or not, with a reason; of two answers at once the first one counts, the other is told.

    Requests to join: those who look after the organisation. Claims: the coordination; the person then looks after it.
    Raises PermissionDenied, ValidationError (answered already, refused without a reason).
    """
    organisation = _locked(request.organisation)
    if request.kind == JoinKind.CLAIM:
        if not can(by, Verb.ANSWER_CLAIMS) or by.is_demo != organisation.is_demo:
            raise PermissionDenied
    else:
        _allowed(by, OrganisationVerb.ANSWER_REQUESTS, organisation)
    if request.user_id == by.pk:
        raise ValidationError("C’est votre demande\u00a0: une autre personne doit répondre.", code="own")
    if not accept and not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi\u00a0: la personne le lira."})
    _decide(request, JoinState.ACCEPTED if accept else JoinState.REFUSED, by, reason.strip(), now)
    if accept and request.user.is_active and membership_of(user=request.user, organisation=organisation) is None:
        role = OrganisationRole.MANAGER if request.kind == JoinKind.CLAIM else OrganisationRole.MEMBER
        _join(organisation, request.user, role, now)
    _tell_asker(request)
    return request


# Members


@transaction.atomic
def change_member_role(*, membership: Membership, by: User, role: OrganisationRole) -> None:
    """Make a member a manager, or the other way round. Raises PermissionDenied, LastManagerError."""
    organisation = _locked(membership.organisation)
    _allowed(by, OrganisationVerb.MANAGE_MEMBERS, organisation)
    if role == OrganisationRole.MEMBER:
        _keep_a_manager(membership)
    Membership.objects.filter(pk=membership.pk, until__isnull=True).update(role=role)


@transaction.atomic
def end_membership(*, membership: Membership, by: User, now: datetime) -> None:
    """Leave, or have someone leave; the row stays, with its end. Raises PermissionDenied, LastManagerError."""
    organisation = _locked(membership.organisation)
    own = membership.user_id == by.pk
    _allowed(by, OrganisationVerb.LEAVE if own else OrganisationVerb.MANAGE_MEMBERS, organisation)
    _keep_a_manager(membership)
    Membership.objects.filter(pk=membership.pk, until__isnull=True).update(until=timezone.localdate(now))


@transaction.atomic
def add_member(*, organisation: Organisation, user: User, role: OrganisationRole, now: datetime) -> Membership:
    """Make someone a member on behalf of the site (a demonstration, an import). Doing it again changes the role only."""
    organisation = _locked(organisation)
    known = membership_of(user=user, organisation=organisation)
    if known is None:
        return _join(organisation, user, role, now)
    known.role = role
    known.full_clean()
    known.save(update_fields=["role"])
    return known


def _allowed(user: User, verb: OrganisationVerb, organisation: Organisation) -> None:
    if not can_in(user, verb, organisation):
        raise PermissionDenied


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def _join(organisation: Organisation, user: User, role: OrganisationRole, now: datetime) -> Membership:
    membership = Membership(organisation=organisation, user=user, role=role, since=timezone.localdate(now), recorded_at=now)
    membership.full_clean()
    membership.save()
    return membership


def _keep_a_manager(membership: Membership) -> None:
    others = Membership.objects.filter(organisation=membership.organisation_id, until__isnull=True, user__is_active=True)
    others = others.exclude(pk=membership.pk)
    still = Membership.objects.get(pk=membership.pk)
    alone = still.until is None and still.role == OrganisationRole.MANAGER
    if alone and others.exists() and not others.filter(role=OrganisationRole.MANAGER).exists():
        raise LastManagerError


def _decide(request: JoinRequest, state: JoinState, by: User | None, reason: str, now: datetime) -> None:
    waiting = JoinRequest.objects.filter(pk=request.pk, state=JoinState.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=now, reason=reason):
        raise ValidationError(ANSWERED, code="stale")
    request.refresh_from_db()


def _close_own_request(user: User, organisation: Organisation, now: datetime) -> None:
    waiting = JoinRequest.objects.filter(user=user, organisation=organisation, state=JoinState.WAITING)
    waiting.update(state=JoinState.WITHDRAWN, decided_at=now)


def _tell_manager(manager: User, request: JoinRequest) -> None:
    if manager.is_demo:
        return
    mail.send(
        to=manager.email,
        subject=f"Quelqu’un demande à rejoindre {request.organisation}",
        template="accounts/mail/join_request",
        context={
            "organisation": str(request.organisation),
            "words": request.words,
            "link": settings.BASE_URL + reverse("organisation-members", args=[request.organisation.slug]),
        },
        key=f"join-request:{request.uuid}:{manager.pk}",
    )


def _tell_asker(request: JoinRequest) -> None:
    if request.user.is_demo or not request.user.is_active:
        return
    accepted = request.state == JoinState.ACCEPTED
    mail.send(
        to=request.user.email,
        subject=f"Votre demande pour {request.organisation}",
        template="accounts/mail/join_answer",
        context={
            "organisation": str(request.organisation),
            "accepted": accepted,
            "manager": accepted and request.kind == JoinKind.CLAIM,
            "reason": request.reason,
            "link": settings.BASE_URL + reverse("my-organisations"),
        },
        key=f"join-answer:{request.uuid}",
    )
