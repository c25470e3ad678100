"""Addresses of the API. Whatever happens there is JSON, and open to programs of other sites."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from lilith.opendata.api.api import api, told_error

METHODS = "GET, HEAD, OPTIONS"


def _open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers GET and HEAD to any site, tells OPTIONS what is allowed, and refuses the rest in the shape of an error."""

    def _read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET"  # ninja knows no HEAD; the server leaves the body out
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return _nothing_here(request)
        finally:
            request.method = asked

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Max-Age"] = "86400"
        elif request.method not in ("GET", "HEAD"):
            message = "Ces données se lisent seulement : demandez-les avec GET."
            response = told_error(request, status=405, code="method_not_allowed", message=message)
            response["Allow"] = METHODS
        else:
            response = _read(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response.setdefault("Cache-Control", "no-cache")
        return response

    return answer


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return told_error(request, status=404, code="not_found", message="Cette ressource n’existe pas.")


def _routes() -> list[Any]:
    routes = list(api.urls[0])
    for route in routes:
        route.callback = _open(route.callback)
    return routes


urlpatterns = [
    path("api/v1/", include((_routes(), "ninja"), namespace="api-1")),
    re_path(r"^api/", _open(_nothing_here)),
]
