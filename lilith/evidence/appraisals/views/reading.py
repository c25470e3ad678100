"""The pages of those who read: the list of what waits, one appraisal, the questions, the disagreements."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from lilith.evidence.appraisals import selectors, services
from lilith.evidence.appraisals.cells import Disagreement, lines_to_judge
from lilith.evidence.appraisals.enums import ENDED, AppraisalState, Voice
from lilith.evidence.appraisals.errors import AppraisalError
from lilith.evidence.appraisals.forms import ReadingForm, ReasonForm, SettlementForm
from lilith.evidence.appraisals.views.common import attempt, found, page, workspace_page
from lilith.evidence.appraisals.words import SEATS, level_words
from lilith.evidence.models import Appraisal
from lilith.evidence.permissions import Verb, can
from lilith.evidence.selectors import dossier_view

# The path that the public reads too; « à compléter » and « close » leave it.
PATH = (AppraisalState.RECEIVED, AppraisalState.READING, AppraisalState.DELIBERATION, AppraisalState.PUBLISHED)


@workspace_page
def appraisals(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/evaluations/`: what waits for me first, then all that I may follow."""
    today = timezone.localdate()
    rows = selectors.appraisals_of(user=request.user)
    waiting = selectors.waiting_for(user=request.user, today=today)  # type: ignore[arg-type]
    ended = [state.value for state in ENDED]
    return page(
        request,
        "list",
        meta_title="Évaluations",
        waiting=waiting,
        open_rows=selectors.with_since(rows.exclude(state__in=ended)),
        ended_rows=selectors.with_since(rows.filter(state__in=ended))[:24],
        may_open=can(request.user, Verb.OPEN_APPRAISAL),
        may_compose=can(request.user, Verb.MANAGE_COMMITTEES),
        today=today,
    )


@workspace_page
def appraisal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One appraisal: where it stands, what I can do, and the result once both readings are done."""
    row = found(request, uuid)
    view = selectors.appraisal_view(appraisal=row, user=request.user, today=timezone.localdate())  # type: ignore[arg-type]
    acts = _acts(row, view)
    return page(
        request,
        "appraisal",
        meta_title=row.dossier.title,
        view=view,
        appraisal=row,
        path=_path(row),
        primary=acts[0] if acts and acts[0].main else None,
        acts=[act for act in acts if not act.main],
        free_seats=_free_seats(row, view),
    )


@workspace_page
def reading(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The questions of a reader: a draft, or the end. A refused form keeps every word."""
    row = found(request, uuid)
    mine = selectors.reading_of(appraisal=row, user=request.user)  # type: ignore[arg-type]
    if mine is None or mine.seat not in (1, 2):
        raise Http404
    if mine.done or row.ended:
        return redirect("appraisal", row.uuid)
    known = selectors.judgments_for(reading=mine, user=request.user)  # type: ignore[arg-type]
    form = ReadingForm(request.POST or None, lines=lines_to_judge(row.dossier), known=known, version=mine.version)
    finish = "terminer" in request.POST
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: services.save_reading(
                reading=mine,
                by=request.user,  # type: ignore[arg-type]
                typed=form.typed(),
                seen_version=form.cleaned_data["seen_version"],
                now=timezone.now(),
                finish=finish,
            ),
        )
        if not status:
            messages.success(request, "Votre lecture est terminée. Merci." if finish else "Votre brouillon est enregistré.")
            return redirect("appraisal" if finish else "appraisal-reading", row.uuid)
    shown = {item.line.pk: item for item in dossier_view(dossier=row.dossier).outcomes}
    return page(
        request,
        "reading",
        status=status,
        meta_title=f"Votre lecture\u00a0: {row.dossier.title}",
        appraisal=row,
        reading=mine,
        form=form,
        rows=[(line, shown.get(line.pk), fields) for line, fields in form.rows()],
        today=timezone.localdate(),
    )


@workspace_page
def send_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what the dossier lacks."""
    row = found(request, uuid)
    form = ReasonForm(request.POST or None, initial={"seen_version": row.version})
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: services.ask_to_complete(
                appraisal=row,
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
                seen_version=form.cleaned_data["seen_version"],
                now=timezone.now(),
            ),
        )
        if not status:
            messages.success(request, "Le dossier est marqué «\u00a0à compléter\u00a0».")
            return redirect("appraisal", row.uuid)
    return page(
        request,
        "reason",
        status=status,
        meta_title="Demander de compléter",
        appraisal=row,
        form=form,
        lede="Dites ce qui manque. Les lectures attendent. Les brouillons restent.",
        action="Demander de compléter",
    )


@workspace_page
def disagreements(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where the two readers differ: propose, accept, or settle as the third reader."""
    row = found(request, uuid)
    view = selectors.appraisal_view(appraisal=row, user=request.user, today=timezone.localdate())  # type: ignore[arg-type]
    if not view.result_open:
        raise Http404
    asked = request.POST.get("question", "")
    status, failed = 0, None
    if request.method == "POST":
        item = next((item for item in view.disagreements if _key(item) == asked), None)
        if item is None:
            raise Http404
        if "accepter" in request.POST:
            status = _accept(request, item)
        else:
            failed = SettlementForm(request.POST, domain=item.domain, prefix=asked)
            form = failed
            status = attempt(
                form,
                lambda: services.write_settlement(
                    appraisal=row,
                    line=item.line,
                    domain=item.domain,
                    value=int(form.cleaned_data["value"]),
                    reason=form.cleaned_data["reason"],
                    by=request.user,  # type: ignore[arg-type]
                    seen_version=form.cleaned_data["seen_version"],
                    now=timezone.now(),
                ),
            )
            if not status:
                messages.success(request, "Votre texte est enregistré.")
        if not status:
            return redirect("appraisal-disagreements", row.uuid)
        # What the other one wrote meanwhile stands beside the text that was refused.
        view = selectors.appraisal_view(appraisal=row, user=request.user, today=timezone.localdate())  # type: ignore[arg-type]
    return page(
        request,
        "disagreements",
        status=status,
        meta_title=f"Désaccords\u00a0: {row.dossier.title}",
        appraisal=row,
        view=view,
        form=failed,
        items=[_shown(item, view, failed if _key(item) == asked else None) for item in view.disagreements],
    )


def _accept(request: HttpRequest, item: Disagreement) -> int:
    version = request.POST.get("seen_version", "")
    if item.settlement is None or not version.isdecimal() or len(version) > 9:
        messages.error(request, "Cette proposition n’existe pas, ou plus. Relisez la page.")
        return 400
    try:
        services.accept_settlement(
            settlement=item.settlement,
            by=request.user,  # type: ignore[arg-type]
            seen_version=int(version),
            now=timezone.now(),
        )
    except AppraisalError as error:
        messages.error(request, str(error))
        return error.status
    messages.success(request, "Vous avez accepté cette proposition.")
    return 0


def _key(item: Disagreement) -> str:
    return f"d{item.line.pk}-{item.domain.value}"


def _shown(item: Disagreement, view: selectors.AppraisalView, failed: SettlementForm | None) -> dict[str, object]:
    settlement = item.settlement
    mine = view.mine.seat if view.mine else 0
    writes = "settle" in view.may and not item.settled
    form = failed or SettlementForm(
        domain=item.domain, prefix=_key(item), initial={"seen_version": settlement.version if settlement else 0}
    )
    return {
        "key": _key(item),
        "item": item,
        "label": item.domain.label,
        "answers": [
            (SEATS[seat], level_words(item.domain, row.value), row.reason) for seat, row in ((1, item.first), (2, item.second))
        ],
        "proposal": settlement,
        "proposed": level_words(item.domain, settlement.value) if settlement else "",
        "by": SEATS[settlement.seat] if settlement else "",
        "may_accept": writes and mine in (1, 2) and settlement is not None and settlement.seat != mine,
        "form": form if writes else None,
        "failed": failed is not None,
    }


@dataclass(frozen=True)
class Act:
    """Something to do from the page of an appraisal; the one `main` act is its button."""

    words: str
    url: str
    icon: str
    main: bool = False


# may → (words, name of the address, icon): the first one that is allowed is the button of the page.
MAIN = (
    ("read", "Lire et juger", "appraisal-reading", "book-open-check"),
    ("settle", "Trancher les désaccords", "appraisal-disagreements", "scale"),
    (Voice.SCIENTIFIC.value, "Donner l’avis scientifique", "appraisal-opinion", "message-square-text"),
    (Voice.LIVED_EXPERIENCE.value, "Donner l’avis des personnes concernées", "appraisal-opinion", "message-square-text"),
    (Voice.RELATIVES.value, "Lire au nom des proches", "appraisal-opinion", "message-square-text"),
    ("publish", "Publier", "appraisal-publish", "badge-check"),
)
OTHERS = (
    ("complete", "Demander de compléter le dossier", "completer", "hourglass"),
    ("resume", "Reprendre les lectures", "reprendre", "rotate-ccw"),
    ("reopen", "Rouvrir les lectures", "rouvrir", "rotate-ccw"),
    ("close", "Clore sans suite", "clore", "x"),
)


def _acts(row: Appraisal, view: selectors.AppraisalView) -> list[Act]:
    may = view.may - ({"publish"} if view.missing else set())
    found = []
    for verb, words, name, icon in MAIN:
        if verb in may:
            found.append(Act(words, reverse(name, args=[row.uuid]), icon, main=True))
            break
    if view.disagreements and "settle" not in may:
        found.append(Act("Voir les désaccords", reverse("appraisal-disagreements", args=[row.uuid]), "scale"))
    for verb, words, act, icon in OTHERS:
        if verb in may:
            found.append(Act(words, f"{reverse('appraisal', args=[row.uuid])}{act}/", icon))
    return found


def _free_seats(row: Appraisal, view: selectors.AppraisalView) -> list[tuple[int, str]]:
    """The seats that can be given now."""
    held = {seat.seat for seat in view.seats}
    if view.result_open:
        return [(3, SEATS[3])] if view.unsettled and 3 not in held else []
    return [(seat, SEATS[seat]) for seat in (1, 2) if seat not in held]


def _path(row: Appraisal) -> list[tuple[str, str]]:
    """(words, place) of each step: passed, here, to come."""
    state = AppraisalState.READING if row.state == AppraisalState.TO_COMPLETE else AppraisalState(row.state)
    here = PATH.index(state) if state in PATH else len(PATH)
    places = ["passed" if step < here else "here" if step == here else "" for step in range(len(PATH))]
    return [(str(state.label), place) for state, place in zip(PATH, places, strict=True)]
