"""`/mon-espace/liens-d-interets/`: declare, and take back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from lilith.evidence.appraisals import services
from lilith.evidence.appraisals.enums import InterestKind
from lilith.evidence.appraisals.errors import AppraisalError
from lilith.evidence.appraisals.forms import InterestForm
from lilith.evidence.appraisals.standing import latest_declaration
from lilith.evidence.appraisals.views.arranging import dossiers_for
from lilith.evidence.appraisals.views.common import attempt, page, workspace_page
from lilith.evidence.models import InterestDeclaration
from lilith.evidence.permissions import Verb, can


@workspace_page
def interests(request: HttpRequest) -> HttpResponse:
    """One's own declarations, and a new one."""
    if not can(request.user, Verb.DECLARE_INTEREST):
        raise Http404
    form = InterestForm(request.POST or None, dossiers=dossiers_for(request.user))
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: services.declare_interest(
                user=request.user,  # type: ignore[arg-type]
                **{**form.cleaned_data, "kind": InterestKind(form.cleaned_data["kind"])},
                now=timezone.now(),
            ),
        )
        if not status:
            messages.success(request, "Votre déclaration est enregistrée. Merci.")
            return redirect("interests")
    rows = InterestDeclaration.objects.filter(user=request.user).select_related("dossier", "organisation")  # type: ignore[misc]
    return page(
        request,
        "interests",
        status=status,
        meta_title="Vos liens d’intérêts",
        form=form,
        rows=rows.order_by("-declared_at", "-pk"),
        current=latest_declaration(user=request.user, today=timezone.localdate()),  # type: ignore[arg-type]
    )


@workspace_page
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one declaration back; asked once more before."""
    row = get_object_or_404(InterestDeclaration, pk=number, user=request.user)
    if request.method != "POST":
        return page(request, "withdraw", meta_title="Retirer une déclaration", row=row)
    try:
        services.withdraw_interest(declaration=row, user=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "Cette déclaration est retirée. Elle reste dans l’historique, avec la date.")
    except AppraisalError as error:
        messages.error(request, str(error))
    return redirect("interests")
