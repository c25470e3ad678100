"""Sign-in by e-mail and password."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from lilith.accounts.demonstration import demonstration_allowed


class EmailBackend(AuthenticationBackend):
    """allauth's sign-in; a demonstration account is refused unless the demonstration is on and the request is local."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None and user.is_demo and not demonstration_allowed(request):
            return None
        return user

    def get_user(self, user_id: int) -> Any:
        user = super().get_user(user_id)
        return None if user is not None and user.is_demo and not settings.DEMO else user
