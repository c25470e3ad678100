"""Signing the rights profile, under « Mon espace »: pages, no rules."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lilith.evidence import selectors, services
from lilith.evidence.appraisals.errors import AppraisalError
from lilith.evidence.enums import RightsDimension, RightsLevel, RightsVoice
from lilith.evidence.models import Dossier
from lilith.evidence.rights.forms import SigningForm
from lilith.evidence.selectors import SigningCell

# What each right is about, for who signs: the question that the profile answers.
QUESTIONS = {
    RightsDimension.CAPACITY: "La personne choisit-elle\u00a0? Ses décisions comptent-elles, même en crise\u00a0?",
    RightsDimension.NO_COERCION: "Peut-on refuser ou arrêter sans rien perdre\u00a0? Y a-t-il pression, isolement, contention\u00a0?",
    RightsDimension.PARTICIPATION: "Des personnes concernées ont-elles conçu la pratique\u00a0? Y travaillent-elles\u00a0? La dirigent-elles\u00a0?",
    RightsDimension.INCLUSION: "La pratique mène-t-elle vers la vie de tous\u00a0: un logement, un emploi, des droits, des liens\u00a0?",
    RightsDimension.RECOVERY: "La personne décide-t-elle de ses buts\u00a0? La pratique part-elle de ses forces\u00a0?",
}


def _voice(request: HttpRequest) -> RightsVoice:
    voice = selectors.voice_of(user=request.user)
    if voice is None:
        raise PermissionDenied
    return voice


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/droits/`: the dossiers, those where my voice has something to sign first."""
    voice = _voice(request)
    rows = selectors.dossiers_to_sign(user=request.user, voice=voice)
    return render(
        request,
        "evidence/rights/index.html",
        {"meta_title": "Signer les droits", "nav_section": "espace", "voice": voice, "rows": rows},
    )


@never_cache
@login_required
@require_safe
def board(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One dossier: the five rights, mine, and the other voice's where mine is signed."""
    voice = _voice(request)
    dossier = get_object_or_404(selectors.signable_dossiers(user=request.user), uuid=uuid)
    context = {
        "meta_title": f"Les droits\u00a0: {dossier.title}",
        "nav_section": "espace",
        "dossier": dossier,
        "voice": voice,
        "cells": [(cell, QUESTIONS[cell.dimension]) for cell in selectors.signing_board(dossier=dossier, voice=voice)],
        "obstacle": _obstacle(request, dossier, voice),
    }
    return render(request, "evidence/rights/board.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, uuid: UUID, dimension: str) -> HttpResponse:
    """One right of one dossier: read it, judge it, sign it."""
    voice = _voice(request)
    dossier = get_object_or_404(selectors.signable_dossiers(user=request.user), uuid=uuid)
    if dimension not in RightsDimension.values:
        raise Http404
    right = RightsDimension(dimension)
    cell = next(item for item in selectors.signing_board(dossier=dossier, voice=voice) if item.dimension == right)
    status = 200
    if request.method == "POST":
        form = SigningForm(request.POST)
        if form.is_valid() and _signed(request, form, dossier, right, voice):
            messages.success(request, f"Votre jugement est signé\u00a0: {right.label}.")
            return redirect("rights_board", uuid=dossier.uuid)
        status = 409 if form.non_field_errors() else 422
    else:
        form = SigningForm(initial=_present(cell))
    context = {
        "meta_title": f"{str(right.label).capitalize()}\u00a0: {dossier.title}",
        "nav_section": "espace",
        "dossier": dossier,
        "right": right,
        "question": QUESTIONS[right],
        "cell": cell,
        "form": form,
        "obstacle": _obstacle(request, dossier, voice),
    }
    return render(request, "evidence/rights/sign.html", context, status=status)


def _present(cell: SigningCell) -> dict[str, str]:
    return {"level": cell.own.level, "justification": cell.own.justification} if cell.own else {}


def _obstacle(request: HttpRequest, dossier: Dossier, voice: RightsVoice) -> str:
    return selectors.signing_obstacle(user=request.user, dossier=dossier, voice=voice, today=timezone.localdate())


def _signed(request: HttpRequest, form: SigningForm, dossier: Dossier, right: RightsDimension, voice: RightsVoice) -> bool:
    """Sign, or put on the form why it cannot be; what was typed stays."""
    try:
        services.sign_rights(
            dossier=dossier,
            dimension=right,
            voice=voice,
            level=RightsLevel(form.cleaned_data["level"]),
            justification=form.cleaned_data["justification"],
            by=request.user,
            now=timezone.now(),
        )
    except (AppraisalError, ValidationError) as error:
        form.add_error(None, error.messages if isinstance(error, ValidationError) else str(error))
        return False
    return True
