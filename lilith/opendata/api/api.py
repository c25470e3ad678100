"""The routes, and how an error is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from lilith.foundation import rate_limit
from lilith.opendata.api import practices, schemas
from lilith.opendata.api.cursors import BadCursorError, cursor_after, place_of
from lilith.practices.models import PracticePage
from lilith.search import selectors, services

# Enough for any person or program that reads; a loop without rest is asked to wait.
SEARCHES_A_MINUTE = 600
Limit = Annotated[int, Query(ge=1, le=100, description="Nombre de résultats, de 1 à 100.")]

api = NinjaAPI(
    title="Lilith",
    version="1",
    description="Les bonnes pratiques et le rétablissement en santé mentale : données ouvertes, en lecture seule.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)
ERRORS: dict[Any, Any] = {400: schemas.Error, 404: schemas.Error, 422: schemas.Error, 429: schemas.Error}


def told_error(request: HttpRequest, *, status: int, code: str, message: str) -> HttpResponse:
    """An error in the shape of the contract."""
    return api.create_response(request, {"error": {"code": code, "message": message}}, status=status)


@api.exception_handler(ValidationError)
def _bad_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = sorted({str(one["loc"][-1]) for one in error.errors if one.get("loc")})
    message = f"Valeur impossible : {', '.join(names)}." if names else "La demande est mal formée."
    return told_error(request, status=422, code="invalid_value", message=message)


@api.exception_handler(BadCursorError)
def _bad_cursor(request: HttpRequest, error: BadCursorError) -> HttpResponse:
    message = "Ce « cursor » ne vient pas d’ici, ou il est coupé."
    return told_error(request, status=400, code="invalid_cursor", message=message)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return told_error(request, status=404, code="not_found", message="Cette ressource n’existe pas.")


@api.get("/search", response={200: schemas.SearchAnswer, **ERRORS}, summary="Chercher dans tout le site")
def search(
    request: HttpRequest,
    q: Annotated[str, Query(description="Des mots, comme on les dit.")] = "",
    type: Annotated[schemas.ResultType | None, Query(description="Ne garder que ce type.")] = None,  # noqa: A002
    limit: Limit = 20,
) -> Any:
    verdict = rate_limit.take(
        scope="api-search",
        address=rate_limit.client_address(request),
        limit=SEARCHES_A_MINUTE,
        window=timedelta(minutes=1),
        now=timezone.now(),
    )
    if not verdict.allowed:
        message = f"Trop de recherches. Attendez {verdict.retry_after} secondes."
        response = told_error(request, status=429, code="too_many_requests", message=message)
        response["Retry-After"] = str(verdict.retry_after)
        return response
    found = selectors.search(query=q, kinds=[type] if type else [], limit=limit)
    if not found.count and not type:
        services.note_missed_query(query=found.query, today=timezone.localdate())
    results = [
        schemas.SearchResult(type=one.kind, id=one.key, title=one.title, url=one.url, excerpt=one.excerpt_text, score=one.score)
        for one in found.results
    ]
    return schemas.SearchAnswer(query=found.query, count=found.count, results=results)


@api.get("/practices", response={200: schemas.PracticeList, **ERRORS}, summary="Toutes les pratiques")
def list_practices(
    request: HttpRequest,
    limit: Limit = 20,
    cursor: Annotated[str | None, Query(description="« next_cursor » de la page d’avant.")] = None,
) -> Any:
    rows = practices.public_practices()
    if cursor:
        rows = rows.filter(slug__gt=place_of(cursor))
    page = list(rows[: limit + 1])
    more = len(page) > limit
    page = page[:limit]
    return schemas.PracticeList(
        results=practices.told_all(page),
        next_cursor=cursor_after(page[-1].slug) if more else None,
    )


@api.get("/practices/{practice_id}", response={200: schemas.Practice, **ERRORS}, summary="Une pratique")
def one_practice(request: HttpRequest, practice_id: str) -> Any:
    try:
        return practices.told_all([practices.public_practices().get(slug=practice_id)])[0]
    except PracticePage.DoesNotExist as error:
        raise Http404 from error
