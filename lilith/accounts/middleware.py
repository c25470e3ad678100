"""What every request of a signed-in person goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from lilith.accounts.demonstration import demonstration_allowed
from lilith.accounts.selectors import is_behind_second_factor, lacks_second_factor


class DemonstrationGuardMiddleware:
    """A session of a demonstration account that comes from elsewhere is nobody's: the site may have moved behind a proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user

        def guarded() -> Any:
            if getattr(signed_in, "is_demo", False) and not demonstration_allowed(request):
                return AnonymousUser()
            return signed_in._wrapped if isinstance(signed_in, SimpleLazyObject) else signed_in

        async def guarded_later() -> Any:
            user = await known_later()
            return AnonymousUser() if getattr(user, "is_demo", False) and not demonstration_allowed(request) else user

        known_later = request.auser
        request.user = SimpleLazyObject(guarded)
        request.auser = guarded_later
        return self.get_response(request)


class SecondFactorMiddleware:
    """Who sees what belongs to others sets up a second factor first: these pages wait until it is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The address first: a public page asks nothing about the reader.
        if is_behind_second_factor(path=request.path) and lacks_second_factor(user=request.user):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)
