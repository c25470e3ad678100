"""Reading a text before it is published, and its history after: pages, no rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lilith.editorial import selectors, services
from lilith.editorial.enums import Stage
from lilith.editorial.forms import form_for
from lilith.editorial.models import PublishedVersion
from lilith.editorial.permissions import roles_of_stage
from lilith.editorial.words import QUESTIONS
from lilith.foundation.page_cache import varies_on
from lilith.foundation.selectors import page_of, page_words
from lilith.foundation.slots import Place

LARGEST_KEY = 2**63 - 1
HOME = ("Accueil", "/")


def _reading(request: HttpRequest, task_state_id: int) -> selectors.Reading:
    found = None
    if task_state_id <= LARGEST_KEY:
        found = selectors.reading(task_state_id=task_state_id, user=request.user, today=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, found: selectors.Reading) -> HttpResponse:
    roles = [str(role.label) for role in roles_of_stage(found.stage)]
    context = {"meta_title": "Ce n’est pas votre relecture", "roles": roles}
    return render(request, "editorial/refused.html", context, status=403)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """`/mon-espace/relectures/<n>/`: what is asked, the text, what changed, and two buttons."""
    found = _reading(request, task_state_id)
    if not selectors.may_open(user=request.user, reading=found):
        return _refused(request, found)
    if request.method != "POST":
        return _page(request, found)
    answer = request.POST.get("answer", "")
    if answer not in {"approve", "reject"}:
        return _page(request, found, error="Choisissez une des deux réponses.", status=422)
    form = form_for(stage=found.stage, approve=answer == "approve")(request.POST)
    if not form.is_valid():
        return _page(request, found, error=form.errors["comment"][0], status=422)
    seen = request.POST.get("revision", "")
    try:
        services.sign_stage(
            task_state_id=found.state.pk,
            user=request.user,
            approve=answer == "approve",
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
            revision_id=int(seen) if seen.isascii() and seen.isdigit() else 0,
        )
    except ValidationError as error:
        return _page(request, found, error=" ".join(error.messages), status=422)
    except services.NotYourStageError as error:
        return _page(request, found, error=str(error), status=403)
    except services.StageError as error:
        return _page(request, _reading(request, task_state_id), error=str(error), status=409)
    if answer == "reject":
        messages.success(request, f"« {found.page.title} » retourne à la rédaction, avec votre mot.")
    elif found.stage == Stage.PUBLICATION:
        messages.success(request, f"« {found.page.title} » est publié.")
    else:
        messages.success(request, f"Votre accord pour « {found.page.title} » est enregistré.")
    return redirect("workspace")


def _page(request: HttpRequest, found: selectors.Reading, *, error: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "meta_title": f"Relire « {found.page.title} »",
        "nav_section": "espace",
        "reading": found,
        "question": QUESTIONS[found.stage],
        "publication": found.stage == Stage.PUBLICATION,
        "error": error,
        "comment": request.POST.get("comment", ""),
    }
    return render(request, "editorial/reading.html", context, status=status)


@never_cache
@login_required
@require_safe
def reading_text(request: HttpRequest, task_state_id: int) -> HttpResponseBase:
    """The text as readers will see it, under a band that leads back to the answer."""
    found = _reading(request, task_state_id)
    if not selectors.may_open(user=request.user, reading=found):
        return _refused(request, found)
    request.reading = found  # type: ignore[attr-defined]
    request.is_preview, request.preview_mode = True, found.page.default_preview_mode  # type: ignore[attr-defined]
    response: HttpResponseBase = found.page.serve_preview(request, found.page.default_preview_mode)
    return response


@require_safe
@varies_on()
def history(request: HttpRequest, page_uuid: UUID, number: int = 1) -> HttpResponse:
    """`/historique/<page>/`: every published version: when, read by whom, why."""
    versions = selectors.public_versions(page_uuid=page_uuid)
    listed = page_of(versions, number=number)
    if not listed.object_list:
        raise Http404
    page = listed.object_list[0].page
    title = f"Historique : {page.title}"
    return render(
        request,
        "editorial/history.html",
        {
            "meta_title": title + page_words(number=number),
            "meta_description": f"Toutes les versions publiées de « {page.title} » : quand, relues par qui, pourquoi.",
            "page_title": page.title,
            "steps": [HOME, (page.title, page.get_url() or "/")],
            "current": "Historique" + page_words(number=number),
            "page_obj": listed,
            **_dated(listed.object_list[0]),
            "base": request.path.split("page-")[0],
            "versions": [(row, selectors.signature_words(version=row)) for row in listed.object_list],
        },
    )


def _dated(version: PublishedVersion) -> dict[str, Any]:
    day = timezone.localdate(version.valid_at)
    return {"updated_on": day, "foot": {"updated_on": day}}


@require_safe
@varies_on()
def change(request: HttpRequest, page_uuid: UUID, number: int) -> HttpResponse:
    """`/historique/<page>/version-<n>/`: what a version changed, section by section, word by word."""
    found = selectors.version_change(page_uuid=page_uuid, number=number)
    if found is None:
        raise Http404
    version, before, last = found.version, found.before, found.last
    base = f"/historique/{page_uuid}/"
    title = version.page.title if version.page else version.title
    return render(
        request,
        "editorial/change.html",
        {
            "meta_title": f"Version {number} : {title}",
            "meta_description": f"Ce qui a changé dans la version {number} de « {title} ».",
            "page_title": title,
            "steps": [HOME, (title, (version.page.get_url() if version.page else "") or "/"), ("Historique", base)],
            "current": f"Version {number}",
            "version": version,
            "before": before,
            "previous_page": Place(f"Version {number - 1}", f"{base}version-{number - 1}/") if before else None,
            "next_page": Place(f"Version {number + 1}", f"{base}version-{number + 1}/") if number < last else None,
            **_dated(version),
            "changes": found.changes,
            "signatures": selectors.signature_words(version=version),
            "base": base,
        },
    )
