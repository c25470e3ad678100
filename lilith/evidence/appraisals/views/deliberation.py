"""The pages of the voices: an opinion, a dissent, the answer of who leads the practice, going past a refusal, publishing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from lilith.evidence.appraisals import selectors, services
from lilith.evidence.appraisals.enums import Decision, Voice
from lilith.evidence.appraisals.forms import AnswerForm, KeptForm, MinorityForm, OpinionForm, OverruleForm, VersionForm
from lilith.evidence.appraisals.views.common import attempt, found, page, workspace_page
from lilith.evidence.models import Opinion


@workspace_page
def opinion(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give one of the three voices: the one that the role of who is signed in gives."""
    row = found(request, uuid)
    view = selectors.appraisal_view(appraisal=row, user=request.user, today=timezone.localdate())  # type: ignore[arg-type]
    voices = [voice for voice in Voice if voice.value in view.may]
    voice = next((known for known in voices if known.value == request.POST.get("voice")), voices[0] if voices else None)
    if voice is None and request.method == "POST" and request.POST.get("voice") in Voice.values:
        # What was typed while the door closed comes back with the reason why.
        voice = Voice(request.POST["voice"])
    if voice is None:
        return _closed(request, row, view)
    form = OpinionForm(request.POST or None, voice=voice, initial={"seen_round": row.round})
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: services.give_opinion(
                appraisal=row,
                voice=voice,
                decision=Decision(form.cleaned_data["decision"]),
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                seen_round=form.cleaned_data["seen_round"],
                now=timezone.now(),
            ),
        )
        if not status:
            messages.success(request, "Votre avis est enregistré. Merci.")
            return redirect("appraisal", row.uuid)
    return page(
        request,
        "opinion",
        status=status,
        meta_title=str(voice.label).capitalize(),
        appraisal=row,
        view=view,
        voice=voice,
        form=form,
    )


def _closed(request: HttpRequest, row: Any, view: selectors.AppraisalView) -> HttpResponse:
    words = view.obstacle.you if view.obstacle else "Vous n’avez pas d’avis à donner sur cette évaluation pour le moment."
    messages.error(request, words)
    return redirect("appraisal", row.uuid)


@workspace_page
def minority(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a dissent."""
    row = found(request, uuid)
    form = MinorityForm(request.POST or None)
    return _one_text(
        request,
        row,
        form,
        lambda: services.add_minority_opinion(
            appraisal=row,
            text=form.cleaned_data["text"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        ),
        title="Écrire un avis minoritaire",
        lede="Vous n’êtes pas d’accord avec le résultat\u00a0? Votre avis sera publié à côté de lui.",
        action="Enregistrer mon avis minoritaire",
        done="Votre avis minoritaire est enregistré.",
    )


@workspace_page
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Answer as someone who leads the practice."""
    row = found(request, uuid)
    form = AnswerForm(request.POST or None)
    return _one_text(
        request,
        row,
        form,
        lambda: services.answer_as_owner(
            appraisal=row,
            text=form.cleaned_data["text"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        ),
        title="Répondre à l’évaluation",
        lede="Vous portez cette pratique\u00a0: vous répondez, vous ne votez pas.",
        action="Enregistrer ma réponse",
        done="Votre réponse est enregistrée.",
    )


@workspace_page
def overrule(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Go past one refusal, with a printed reason."""
    row = found(request, uuid)
    refusal = get_object_or_404(Opinion, pk=number, appraisal=row)
    form = OverruleForm(request.POST or None)
    return _one_text(
        request,
        row,
        form,
        lambda: services.overrule(
            opinion=refusal,
            by=request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
        title="Passer outre un refus",
        lede=f"{refusal.get_voice_display().capitalize()}\u00a0: {refusal.reason}",
        action="Passer outre, avec cette raison",
        done="La raison est enregistrée. Elle sera imprimée à côté du refus.",
    )


@workspace_page
def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look once more, then publish."""
    row = found(request, uuid)
    view = selectors.appraisal_view(appraisal=row, user=request.user, today=timezone.localdate())  # type: ignore[arg-type]
    form = VersionForm(request.POST or None, initial={"seen_version": row.version})
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: services.publish_appraisal(
                appraisal=row,
                by=request.user,  # type: ignore[arg-type]
                seen_version=form.cleaned_data["seen_version"],
                now=timezone.now(),
            ),
        )
        if not status:
            messages.success(request, "L’évaluation est publiée.")
            return redirect("appraisal", row.uuid)
    elif "publish" not in view.may:
        raise Http404
    return page(request, "publish", status=status, meta_title="Publier cette évaluation", appraisal=row, view=view, form=form)


def _one_text(
    request: HttpRequest, row: Any, form: KeptForm, act: Any, *, title: str, lede: str, action: str, done: str
) -> HttpResponse:
    status = 0
    if request.method == "POST":
        status = attempt(form, act)
        if not status:
            messages.success(request, done)
            return redirect("appraisal", row.uuid)
    return page(request, "reason", status=status, meta_title=title, appraisal=row, form=form, lede=lede, action=action)
