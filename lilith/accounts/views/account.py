"""Signing in and out, and the account page. allauth does the work; these views say what is particular to this site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.socialaccount import views as social
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lilith.accounts import selectors, services
from lilith.accounts.enums import Verb
from lilith.accounts.forms import DisplayNameForm, EraseForm
from lilith.accounts.models import User
from lilith.accounts.oidc.views import end_session_url

BACK_OFFICE = "/redaction/"


class LoginView(allauth.LoginView):
    """Sign-in. Someone already signed in who may not go where they want is told so, and never sent in a circle."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and self._refused(request):
            list(messages.get_messages(request))  # Wagtail said it already, in other words
            return render(request, "accounts/refused.html", {"meta_title": "Vous n’avez pas accès"}, status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "services": settings.OIDC_SERVICES}

    def _refused(self, request: HttpRequest) -> bool:
        wanted = request.POST.get("next") or request.GET.get("next", "")
        return wanted.startswith(BACK_OFFICE) and not selectors.can(request.user, Verb.OPEN_BACK_OFFICE)


class LogoutView(allauth.LogoutView):
    """Signing out: a page with one button, then nothing private is left, not even the cookie of the forms."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = end_session_url(self.request)
        response = super().post(*args, **kwargs)
        if elsewhere:
            # A link, not a redirection: a form of this site never leads out of it.
            context = {"meta_title": "Vous êtes déconnecté", "elsewhere": elsewhere}
            response = render(self.request, "accounts/signed_out.html", context)
        response.delete_cookie(settings.CSRF_COOKIE_NAME, path=settings.CSRF_COOKIE_PATH)
        return response


def never_demo(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator: a demonstration account is everyone's, so nobody puts a lock of their own on it. Never kept by a cache."""

    @never_cache
    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request.user, "is_demo", False):
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return wrapped


@login_required
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """`/compte/second-facteur/`: what it is, whether it is there, whether one's roles need it."""
    required = selectors.second_factor_is_required(user=request.user)
    context = {"meta_title": "Second facteur", "required": required, "lacks": selectors.lacks_second_factor(user=request.user)}
    return mfa.IndexView.as_view(extra_context=context)(request)


def recovery_codes_file(request: HttpRequest) -> HttpResponseBase:
    """The codes as a text file, to print or to put away."""
    response = codes.download_recovery_codes(request)
    response["Content-Disposition"] = 'attachment; filename="lilith-codes-de-secours.txt"'
    return response


def linked_services(request: HttpRequest) -> HttpResponseBase:
    """`/compte/services/`: the services that open this account; link another, or take one away."""
    return social.ConnectionsView.as_view(extra_context={"services": settings.OIDC_SERVICES})(request)


def service_left(request: HttpRequest) -> HttpResponse:
    """Someone came back from a service without signing in there."""
    return render(request, "accounts/oidc_refused.html", {"meta_title": "Connexion abandonnée", "why": "left"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """`/compte/`: what an account is for; signed in, one's own name, address and data."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            return redirect("account_login")
        return render(request, "accounts/account_closed.html", {"meta_title": "Votre compte"})
    form = DisplayNameForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        services.rename(user=request.user, display_name=form.cleaned_data["display_name"])
        messages.success(request, "Votre nom est enregistré.")
        return redirect("account")
    context = {"meta_title": "Votre compte", "form": form, "roles": selectors.role_words(user=request.user)}
    return render(request, "accounts/account.html", context)


@never_cache
@require_POST
@login_required
def data(request: HttpRequest) -> HttpResponse:
    """Everything the site holds about the person who asks, as a ZIP file."""
    now = timezone.localtime()
    response = HttpResponse(services.export_person(user=request.user, now=now), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="lilith-mes-donnees-{now:%Y-%m-%d}.zip"'
    return response


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/mes-donnees/`: to read, correct, take away, erase."""
    context = {
        "meta_title": "Mes données",
        "nav_section": "espace",
        "tables": services.tables_about(user=request.user),
        "months": settings.LILITH["INACTIVITY"]["MONTHS"],
    }
    return render(request, "accounts/my_data.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase_me(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/mes-donnees/effacer/`: the address, and the password when there is one, prove that one means it."""
    form = EraseForm(request.POST or None, user=request.user)
    if request.method == "POST" and not request.user.is_demo and form.is_valid():
        try:
            services.erase_person(user=User.objects.get(pk=request.user.pk))
        except services.LastAdministratorError as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            return render(request, "accounts/erased.html", {"meta_title": "Votre compte est effacé"})
    return render(
        request, "accounts/erase_me.html", {"meta_title": "Effacer mon compte", "nav_section": "espace", "form": form}
    )


@never_cache
@login_required
def workspace(request: HttpRequest) -> HttpResponse:
    """`/mon-espace/`: who I am here, and what waits for me. Each room asks for my roles: they are read once."""
    prefetch_related_objects([request.user], "roles")
    context = {
        "meta_title": "Mon espace",
        "nav_section": "espace",
        "roles": selectors.role_words(user=request.user),
        "opens_back_office": selectors.can(request.user, Verb.OPEN_BACK_OFFICE),
    }
    return render(request, "accounts/workspace.html", context)
