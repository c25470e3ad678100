"""Error pages, in plain words. A 500 is a fixed page: whatever broke must not break it too."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
# Pages that use the site's own frame; the others stand alone and need nothing.
FRAMED = {403, 404, 410}
API_PREFIX = "/api/"
BARE = (
    '<!doctype html><html lang="fr"><title>Erreur – Lilith</title><h1>Une erreur est survenue</h1>'
    '<p>Rechargez la page dans quelques minutes, ou <a href="/">allez à l’accueil</a>.</p></html>'
)
API_MESSAGES = {
    400: "La demande est mal formée.",
    403: "L’accès est refusé.",
    404: "Cette ressource n’existe pas.",
    410: "Cette ressource a été retirée.",
    413: "La demande est trop grosse.",
    414: "L’adresse est trop longue.",
    500: "Une erreur est survenue.",
}


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of an error: JSON for the API, plain French for everyone else. Never raises."""
    if request.path_info.startswith(API_PREFIX):
        error = {
            "code": HTTPStatus(status).phrase.lower().replace(" ", "_").replace("-", "_"),
            "message": API_MESSAGES.get(status, ""),
        }
        return JsonResponse({"error": error}, status=status, json_dumps_params={"ensure_ascii": False})
    if status in FRAMED:
        try:
            return HttpResponse(render_to_string(f"{status}.html", {"status": status}, request), status=status)
        except Exception:
            logger.exception("the page of error %s could not be made", status)
    template = f"{status}.html" if status in {500, 503} else "400.html"
    try:
        return HttpResponse(render_to_string(template, {"status": status}), status=status)
    except Exception:
        logger.exception("the page of error %s could not be made", status)
    return HttpResponse(BARE, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its proof of origin: most often a page left open too long."""
    response = HttpResponse(render_to_string("403.html", {"status": 403, "is_form": True}, request), status=403)
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404, or 410 for what was public and has been withdrawn."""
    return error_page(request, 410 if _is_withdrawn(request.path_info) else 404)


def _is_withdrawn(path: str) -> bool:
    from lilith.foundation.withdrawn import is_withdrawn

    try:
        return is_withdrawn(path=path)
    except Exception:
        logger.exception("nobody could say whether %s was withdrawn", path)
        return False


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)
