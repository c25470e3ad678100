"""Who may come in through a service, and how a service is linked to an account that is already here."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from lilith.accounts.selectors import user_by_email
from lilith.accounts.services import become_member


class OidcAccountAdapter(DefaultSocialAccountAdapter):
    """A new address makes an account. A known one is never taken over: its owner signs in and links the service."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return bool(settings.LILITH["SIGN_UP"])

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """The services of the settings only: nothing in the database opens a door."""
        return [app for app in super().list_apps(request, provider, client_id) if app.pk is None]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        email = sociallogin.email_addresses[0] if sociallogin.email_addresses else None
        if email is None or not email.email or not email.verified:
            raise _told(request, "unverified")
        if user_by_email(email=email.email) is not None:
            raise _told(request, "known")

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """The address only: an account has no real name."""
        sociallogin.user.email = str(data.get("email") or "").lower()
        return sociallogin.user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        become_member(user=user)
        return user


def _told(request: HttpRequest, why: str) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(
        render(request, "accounts/oidc_refused.html", {"meta_title": "Connexion impossible", "why": why}, status=403)
    )
