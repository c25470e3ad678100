"""The pages of the coordination: open, name readers, send back, resume, open again, close; committees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from lilith.accounts.models import User
from lilith.evidence.appraisals import selectors, services
from lilith.evidence.appraisals.cells import active_readings
from lilith.evidence.appraisals.enums import Capacity, CommitteeKind
from lilith.evidence.appraisals.errors import AppraisalError
from lilith.evidence.appraisals.forms import AssignForm, CommitteeForm, OpenForm, ReasonForm, SeatForm
from lilith.evidence.appraisals.services.committees import SEATED
from lilith.evidence.appraisals.views.common import attempt, found, page, workspace_page
from lilith.evidence.appraisals.words import SEATS
from lilith.evidence.models import Committee, CommitteeMember, Dossier
from lilith.evidence.permissions import Verb, can

# What the coordination does with a reason: address → (service, title, what it means, button, said when done).
ACTS: dict[str, tuple[Any, str, str, str, str]] = {
    "reprendre": (
        services.resume,
        "Reprendre les lectures",
        "Dites ce qui a été complété. Les lecteurs reprennent où ils en étaient.",
        "Reprendre",
        "Les lectures reprennent.",
    ),
    "rouvrir": (
        services.reopen_readings,
        "Rouvrir les lectures",
        "Chaque lecteur retrouve ses réponses, de nouveau à part. Les avis déjà donnés devront être redonnés.",
        "Rouvrir les lectures",
        "Les lectures sont rouvertes.",
    ),
    "clore": (
        services.close_appraisal,
        "Clore sans suite",
        "L’évaluation s’arrête sans résultat. La file publique dira pourquoi.",
        "Clore cette évaluation",
        "L’évaluation est close.",
    ),
}


def dossiers_for(user: Any) -> Any:
    """The dossiers that `user` may name: the demonstration for its accounts, the others for everyone else."""
    return Dossier.objects.filter(is_demo=user.is_demo).order_by("title")


@workspace_page
def open_one(request: HttpRequest) -> HttpResponse:
    """Open an appraisal."""
    if not can(request.user, Verb.OPEN_APPRAISAL):
        raise Http404
    form = OpenForm(request.POST or None, dossiers=dossiers_for(request.user))
    status, made = 0, []
    if request.method == "POST":
        status = attempt(
            form,
            lambda: made.append(
                services.open_appraisal(
                    dossier=form.cleaned_data["dossier"],
                    by=request.user,  # type: ignore[arg-type]
                    requested_by_role=form.cleaned_data["requested_by_role"],
                    reason=form.cleaned_data["reason"],
                    organisations=form.cleaned_data["organisations"],
                    now=timezone.now(),
                )
            ),
        )
        if not status:
            messages.success(request, "L’évaluation est ouverte. Nommez maintenant deux lecteurs.")
            return redirect("appraisal", made[0].uuid)
    return page(request, "open", status=status, meta_title="Ouvrir une évaluation", form=form)


@workspace_page
def assign(request: HttpRequest, uuid: UUID, seat: int) -> HttpResponse:
    """Give a seat to a reader."""
    row = found(request, uuid)
    if not can(request.user, Verb.ASSIGN_READERS) or seat not in SEATS:
        raise Http404
    people = selectors.candidates(appraisal=row, by=request.user, today=timezone.localdate())  # type: ignore[arg-type]
    sitting = active_readings(row).get(seat)
    form = AssignForm(
        request.POST or None,
        people=[user for user, stands in people if stands is None],
        replaces=sitting is not None,
        initial={"seen_version": row.version},
    )
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: services.assign_reader(
                appraisal=row,
                seat=seat,
                reviewer=form.cleaned_data["reviewer"],
                by=request.user,  # type: ignore[arg-type]
                seen_version=form.cleaned_data["seen_version"],
                reason=form.cleaned_data.get("reason", ""),
                now=timezone.now(),
            ),
        )
        if not status:
            messages.success(request, f"{SEATS[seat]}\u00a0: c’est noté.")
            return redirect("appraisal", row.uuid)
    return page(
        request,
        "assign",
        status=status,
        meta_title=f"Nommer\u00a0: {SEATS[seat].lower()}",
        appraisal=row,
        form=form,
        sitting=sitting,
        kept_out=[(user, stands) for user, stands in people if stands is not None],
    )


@workspace_page
def arrange(request: HttpRequest, uuid: UUID, act: str) -> HttpResponse:
    """Resume, open again or close, with a public reason."""
    row = found(request, uuid)
    if act not in ACTS or not can(request.user, Verb.ASSIGN_READERS):
        raise Http404
    service, title, lede, button, done = ACTS[act]
    form = ReasonForm(request.POST or None, initial={"seen_version": row.version})
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: service(
                appraisal=row,
                by=request.user,
                reason=form.cleaned_data["reason"],
                seen_version=form.cleaned_data["seen_version"],
                now=timezone.now(),
            ),
        )
        if not status:
            messages.success(request, done)
            return redirect("appraisal", row.uuid)
    return page(request, "reason", status=status, meta_title=title, appraisal=row, form=form, lede=lede, action=button)


@workspace_page
def committees(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/comites/`: the committees, who sits, a new one."""
    if not can(request.user, Verb.MANAGE_COMMITTEES):
        raise Http404
    rows = selectors.committees_of(is_demo=request.user.is_demo)  # type: ignore[union-attr]
    held = {row.kind for row in rows}
    kinds = [(kind.value, str(kind.label)) for kind in CommitteeKind if kind == CommitteeKind.AD_HOC or kind not in held]
    form = CommitteeForm(request.POST or None, kinds=kinds, dossiers=dossiers_for(request.user))
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: services.create_committee(
                kind=CommitteeKind(form.cleaned_data["kind"]),
                title=form.cleaned_data["title"],
                purpose=form.cleaned_data["purpose"],
                dossier=form.cleaned_data["dossier"],
                by=request.user,  # type: ignore[arg-type]
            ),
        )
        if not status:
            messages.success(request, "Le comité est créé. Il apparaît sur la page publique des comités.")
            return redirect("committees-manage")
    return page(request, "committees", status=status, meta_title="Comités", rows=rows, form=form)


@workspace_page
def committee(request: HttpRequest, number: int) -> HttpResponse:
    """One committee: give or end a seat."""
    if not can(request.user, Verb.MANAGE_COMMITTEES):
        raise Http404
    row = get_object_or_404(Committee, pk=number, live=True, is_demo=request.user.is_demo)  # type: ignore[union-attr]
    if "finir" in request.POST or "fermer" in request.POST:
        return _end(request, row)
    form = SeatForm(request.POST or None, people=_who_may_sit(row), initial={"since": timezone.localdate()})
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: services.seat_member(
                committee=row,
                user=form.cleaned_data["user"],
                capacity=Capacity(form.cleaned_data["capacity"]),
                since=form.cleaned_data["since"],
                by=request.user,  # type: ignore[arg-type]
            ),
        )
        if not status:
            messages.success(request, "Cette personne siège maintenant dans le comité.")
            return redirect("committee-manage", row.pk)
    members = row.members.filter(until__isnull=True).select_related("user")
    return page(request, "committee", status=status, meta_title=row.title, committee=row, members=members, form=form)


def _end(request: HttpRequest, row: Committee) -> HttpResponse:
    try:
        if "fermer" in request.POST:
            services.close_committee(committee=row, by=request.user)  # type: ignore[arg-type]
            messages.success(request, "Le comité n’est plus en activité. Son passé reste.")
            return redirect("committees-manage")
        member = get_object_or_404(CommitteeMember, pk=_number(request.POST["finir"]), committee=row)
        services.end_seat(member=member, until=timezone.localdate(), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Ce siège est libéré.")
    except AppraisalError as error:
        messages.error(request, str(error))
    return redirect("committee-manage", row.pk)


def _number(typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 18:
        raise Http404
    return int(typed)


def _who_may_sit(row: Committee) -> list[User]:
    seated = set(row.members.filter(until__isnull=True).values_list("user_id", flat=True))
    people = User.objects.filter(is_active=True, is_demo=row.is_demo).prefetch_related("roles")
    return [user for user in people if user.pk not in seated and any(can(user, verb) for verb in SEATED)]
