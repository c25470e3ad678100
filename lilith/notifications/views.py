"""What one receives and when, with or without signing in; what will leave, for the coordination."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lilith.accounts.models import User
from lilith.notifications import links, selectors, services
from lilith.notifications.enums import Step
from lilith.notifications.forms import ChoicesForm, DecisionForm, rhythms_for

ROWS_A_PAGE = 24


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/notifications/`: each kind of mail, and when one wants it."""
    user = _user(request)
    form = ChoicesForm(request.POST or None, choices=selectors.choices_of(user=user))
    if request.method == "POST" and form.is_valid():
        services.choose(user=user, rhythms=form.cleaned_data, now=timezone.now())
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("notifications")
    context = {"meta_title": "Mes courriels", "form": form, "waiting": selectors.waiting_count(user=user)}
    return _page(request, "notifications", status=422 if form.errors else 200, **context)


@never_cache
@csrf_exempt  # The signed link is the permission: the button of a mailbox sends no cookie (RFC 8058).
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: HttpRequest, token: str) -> HttpResponse:
    """What the link at the foot of a mail opens: what one receives of this kind, and buttons. Nothing happens before one is pressed."""
    try:
        link = links.read(token)
    except links.BadLinkError:
        return _page(request, "no_link", meta_title="Ce lien n’est pas complet", cut=True, status=404)
    user = User.objects.filter(pk=link.user, is_active=True).prefetch_related("roles").first()
    choices = {row.kind.code: row for row in selectors.choices_of(user=user)} if user is not None else {}
    choice = choices.get(link.kind)
    if user is None or (choice is None and link.kind != links.SUMMARY):
        return _page(request, "no_link", meta_title="Ce lien ne sert plus", status=410)
    context: dict[str, Any] = {
        "meta_title": "Choisir ce que vous recevez",
        "choice": choice,
        "rhythms": [row for row in rhythms_for(choice.kind) if row[0] != choice.rhythm] if choice else [],
        "must_answer": [row.kind for row in choices.values() if row.kind.must_answer],
        "done": request.GET.get("fait") == "1",
    }
    if request.method != "POST":
        return _page(request, "mail_choice", **context)
    try:
        if choice is None or request.POST.get("List-Unsubscribe") == "One-Click":
            services.stop(user=user, kind=link.kind, now=timezone.now())
        else:
            services.choose(user=user, rhythms={link.kind: request.POST.get("rhythm", "")}, now=timezone.now())
    except ValidationError as error:
        return _page(request, "mail_choice", problem=" ".join(error.messages), status=422, **context)
    return redirect(f"{request.path}?fait=1")


@never_cache
@login_required
@require_safe
def outgoing(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/courriels/`: what will leave, when, and what is held back."""
    _only_keepers(request)
    now = timezone.now()
    page = Paginator(selectors.leaving_rows(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = selectors.leaving(rows=page.object_list, now=now)
    return _page(
        request, "outgoing", meta_title="Ce qui va partir", rows=rows, page_obj=page, figures=selectors.figures(now=now)
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outgoing_one(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """One mail, or one piece of news before its summary: hold it back, put it on its way again, cancel it."""
    _only_keepers(request)
    now = timezone.now()
    found = selectors.leaving_one(what=what, pk=pk, now=now) if pk < 2**63 else None
    if found is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        step = Step(form.cleaned_data["step"])
        try:
            reason = form.cleaned_data["reason"]
            services.decide(target=found.record, step=step, user=_user(request), reason=reason, now=now)
        except ValidationError as error:
            form.add_error("reason", error.messages[0])
        except services.TooLateError as error:
            problem = str(error)
            found = selectors.leaving_one(what=what, pk=pk, now=now)
        else:
            messages.success(request, f"C’est noté\u00a0: {step.label}.")
            return redirect("outgoing_one", what=what, pk=pk)
    status = 409 if problem else 422 if form.errors else 200
    return _page(request, "outgoing_one", meta_title="Un envoi", found=found, form=form, problem=problem, status=status)


def _only_keepers(request: HttpRequest) -> None:
    if not selectors.may_hold(request.user):
        raise PermissionDenied


def _user(request: HttpRequest) -> User:
    assert request.user.pk is not None
    return User.objects.prefetch_related("roles").get(pk=request.user.pk)


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"notifications/{name}.html", {"nav_section": "espace", **context}, status=status)
