"""Sign-in by e-mail and password."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

FORWARDING_HEADERS = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def is_local_request(request: HttpRequest | None) -> bool:
    """True when the host asked for is this machine and no proxy stands between: where demonstration accounts may sign in."""
    if request is None or any(header in request.META for header in FORWARDING_HEADERS):
        return False
    host = request.get_host().rsplit(":", 1)[0].strip("[]").lower()
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class EmailBackend(AuthenticationBackend):
    """allauth's sign-in; a demonstration account is refused unless the demonstration is on and the request is local."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None and user.is_demo and not (settings.DEMO and is_local_request(request)):
            return None
        return user

    def get_user(self, user_id: int) -> Any:
        user = super().get_user(user_id)
        return None if user is not None and user.is_demo and not settings.DEMO else user
