"""The two steps of the sign-in, and what is sent to the service at the end."""

from __future__ import annotations

import secrets

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import urlencode
from requests import RequestException

from lilith.accounts.oidc.provider import ID_TOKEN, OidcAdapter


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """A page with a button; the button leads to the service."""
    return _step(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the service sends the person back."""
    return _step(OAuth2CallbackView, request, provider_id)


def _step(view: type, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        return view.adapter_view(OidcAdapter(request, provider_id))(request)  # type: ignore[attr-defined]
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


def end_session_url(request: HttpRequest) -> str:
    """Where to end the session of the service too; empty when the person came in without one, or it cannot be reached."""
    provider_id, id_token = request.session.get(ID_TOKEN, ("", ""))
    if not provider_id:
        return ""
    try:
        address = OidcAdapter(request, provider_id).openid_config.get("end_session_endpoint", "")
    except (SocialApp.DoesNotExist, RequestException, OAuth2Error, ValueError):
        return ""
    asked = urlencode(
        {"id_token_hint": id_token, "state": secrets.token_urlsafe(16), "post_logout_redirect_uri": settings.BASE_URL + "/"}
    )
    return f"{address}?{asked}" if address else ""
