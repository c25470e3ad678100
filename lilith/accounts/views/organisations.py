"""« Mes organisations »: belonging, inviting, asking, answering. Nothing here is public, and nothing acts by GET."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lilith.accounts import selectors, services
from lilith.accounts.enums import JoinKind, JoinState, OrganisationRole, OrganisationVerb, Verb
from lilith.accounts.forms import AnswerForm, FindOrganisationForm, InviteForm, JoinForm
from lilith.accounts.models import JoinRequest, Membership, Organisation, OrganisationInvitation, User
from lilith.accounts.permissions import ORGANISATION_TABLE


class PersonRequest(HttpRequest):
    """A request of someone who is signed in."""

    user: User


View = Callable[..., HttpResponse]
page = require_http_methods(["GET", "HEAD", "POST"])


def own(view: View) -> View:
    """Decorator: for those who belong to the organisation of the address; others learn nothing of it (404)."""

    @never_cache
    @login_required
    @wraps(view)
    def wrapped(request: PersonRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        organisation = get_object_or_404(Organisation, slug=slug)
        membership = selectors.membership_of(user=request.user, organisation=organisation)
        if membership is None:
            raise Http404
        return view(request, membership, *args, **kwargs)

    return wrapped


def _render(request: HttpRequest, name: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    values = {"meta_title": title, "nav_section": "espace", **context}
    return render(request, f"accounts/organisations/{name}.html", values, status=status)


def _say(request: HttpRequest, error: Exception) -> None:
    messages.warning(request, " ".join(error.messages) if isinstance(error, ValidationError) else str(error))


@never_cache
@login_required
@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """`/mon-espace/organisations/`: mine, what I asked, and how to find another one."""
    form = FindOrganisationForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    return _render(
        request,
        "mine",
        "Mes organisations",
        memberships=selectors.organisations_of(user=request.user),
        asked=selectors.requests_of(user=request.user).exclude(state=JoinState.ACCEPTED),
        answers_claims=selectors.can(request.user, Verb.ANSWER_CLAIMS),
        form=form,
        words=words,
        found=selectors.organisations_named(words=words, by=request.user) if words else [],
    )


@own
@page
def members(request: PersonRequest, membership: Membership) -> HttpResponse:
    """`/mon-espace/organisations/<slug>/`: its members; for who looks after it, requests and invitations."""
    organisation = membership.organisation
    verbs = ORGANISATION_TABLE[OrganisationRole(membership.role)]
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        if OrganisationVerb.INVITE not in verbs:
            raise PermissionDenied
        if form.is_valid():
            role, places = OrganisationRole(form.cleaned_data["role"]), form.cleaned_data["places"]
            services.invite_members(organisation=organisation, by=request.user, role=role, places=places, now=timezone.now())
            messages.success(request, "Le lien est prêt\u00a0: copiez-le et envoyez-le vous-même.")
            return redirect("organisation-members", organisation.slug)
    now = timezone.now()
    invites = selectors.invitations_of(organisation=organisation) if OrganisationVerb.INVITE in verbs else []
    links = [(row, services.invitation_link(invitation=row)) for row in invites if row.serves(now)]
    asks = OrganisationVerb.ANSWER_REQUESTS in verbs
    return _render(
        request,
        "members",
        str(organisation),
        organisation=organisation,
        membership=membership,
        members=selectors.members_of(organisation=organisation),
        requests=selectors.requests_waiting(organisation=organisation) if asks else [],
        links=links,
        past=[row for row in invites if not row.serves(now)],
        manages=OrganisationVerb.MANAGE_MEMBERS in verbs,
        form=form,
        answer=AnswerForm(),
    )


@own
@require_POST
def revoke(request: PersonRequest, membership: Membership, identifier: UUID) -> HttpResponse:
    """Take a link back."""
    row = get_object_or_404(OrganisationInvitation, organisation=membership.organisation, uuid=identifier)
    services.revoke_invitation(invitation=row, by=request.user, now=timezone.now())
    messages.success(request, "Ce lien ne sert plus. Les personnes déjà entrées restent.")
    return redirect("organisation-members", membership.organisation.slug)


@own
@require_POST
def answer(request: PersonRequest, membership: Membership, identifier: UUID) -> HttpResponse:
    """Let someone in, or not."""
    row = get_object_or_404(
        JoinRequest.objects.select_related("organisation", "user"),
        organisation=membership.organisation,
        uuid=identifier,
        kind=JoinKind.JOIN,
    )
    _answer(request, row)
    return redirect("organisation-members", membership.organisation.slug)


@own
@require_POST
def change(request: PersonRequest, membership: Membership, member: int) -> HttpResponse:
    """Change what a member is, or end their place."""
    row = get_object_or_404(
        Membership.objects.select_related("organisation"), organisation=membership.organisation, pk=member, until__isnull=True
    )
    action = request.POST.get("action", "")
    try:
        if action == "end":
            services.end_membership(membership=row, by=request.user, now=timezone.now())
        elif action in OrganisationRole.values:
            services.change_member_role(membership=row, by=request.user, role=OrganisationRole(action))
        else:
            messages.warning(request, "Rien n’a changé\u00a0: choisissez une action.")
    except services.LastManagerError as error:
        _say(request, error)
    if selectors.membership_of(user=request.user, organisation=membership.organisation) is None:
        messages.success(request, f"Vous n’êtes plus membre de {membership.organisation}.")
        return redirect("my-organisations")
    return redirect("organisation-members", membership.organisation.slug)


@never_cache
@login_required
@page
def join(request: PersonRequest, slug: str) -> HttpResponse:
    """`/mon-espace/organisations/<slug>/rejoindre/`: ask to be let in, or to look after it."""
    organisation = get_object_or_404(Organisation, slug=slug, live=True, is_demo=request.user.is_demo)
    if selectors.membership_of(user=request.user, organisation=organisation):
        return redirect("organisation-members", slug)
    waiting = selectors.request_waiting(user=request.user, organisation=organisation)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and request.POST.get("action") == "withdraw":
        if waiting is not None:
            try:
                services.withdraw_request(request=waiting, by=request.user, now=timezone.now())
                messages.success(request, "Votre demande est retirée.")
            except ValidationError as error:
                _say(request, error)
        return redirect("my-organisations")
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            services.ask_to_join(organisation=organisation, user=request.user, words=words, now=timezone.now())
            messages.success(request, "Votre demande est partie. La réponse viendra par courriel.")
        except ValidationError as error:
            _say(request, error)
        return redirect("my-organisations")
    managed = selectors.has_manager(organisation=organisation)
    title = "Rejoindre cet organisme" if managed else "S’occuper de cet organisme"
    return _render(request, "join", title, organisation=organisation, managed=managed, waiting=waiting, form=form)


@never_cache
@page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """`/mon-espace/organisations/invitation/<token>/`: what the link offers; a button joins."""
    try:
        row = services.read_invitation(token=token)
        if request.method == "POST" and request.user.is_authenticated:
            joined = services.accept_invitation(token=token, user=request.user, now=timezone.now())
            messages.success(request, f"Vous êtes membre de {joined.organisation}.")
            return redirect("organisation-members", joined.organisation.slug)
    except services.InvitationError:
        return _render(request, "bad_link", "Ce lien ne sert plus", status=410)
    if request.user.is_authenticated and selectors.membership_of(user=request.user, organisation=row.organisation):
        return redirect("organisation-members", row.organisation.slug)
    if not row.serves(timezone.now()):
        return _render(request, "bad_link", "Ce lien ne sert plus", status=410)
    return _render(request, "invitation", "Une invitation", invitation=row, organisation=row.organisation)


@never_cache
@login_required
@page
def claims(request: PersonRequest) -> HttpResponse:
    """`/mon-espace/organisations/a-confier/`: the coordination says who looks after an organisation."""
    if not selectors.can(request.user, Verb.ANSWER_CLAIMS):
        raise PermissionDenied
    if request.method == "POST":
        try:
            identifier = UUID(request.POST.get("request", ""))
        except ValueError as error:
            raise Http404 from error
        rows = JoinRequest.objects.select_related("organisation", "user")
        _answer(request, get_object_or_404(rows, uuid=identifier, kind=JoinKind.CLAIM))
        return redirect("organisation-claims")
    rows = selectors.claims_waiting(by=request.user)
    return _render(request, "claims", "Organismes à confier", requests=rows, answer=AnswerForm())


def _answer(request: PersonRequest, row: JoinRequest) -> None:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Votre réponse est trop longue\u00a0: 400 signes au plus. Rien n’a changé.")
        return
    accept, reason = request.POST.get("action") == "accept", form.cleaned_data["reason"]
    try:
        services.answer_request(request=row, by=request.user, accept=accept, reason=reason, now=timezone.now())
        messages.success(request, "La personne est entrée." if accept else "La personne lira votre raison.")
    except ValidationError as error:
        _say(request, error)
