"""`/redaction/relecture-des-mots/`: the page where a text from elsewhere is read, and what the panel of the editor asks."""

from __future__ import annotations

import json
from json import JSONDecodeError
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lilith.accounts.enums import Verb
from lilith.accounts.selectors import can
from lilith.editorial.wording.forms import WordsForm
from lilith.editorial.wording.reading import LARGEST_TEXT, TooLargeError, WordReading, WrittenText, read_fields, read_text
from lilith.literacy.selectors import Level

MOST_FIELDS = 200
# What JSON adds to a text: names, quotes, signs written as « \u00e9 ».
LARGEST_BODY = 3 * LARGEST_TEXT


class BadRequestError(Exception):
    """What came is not what the panel sends."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """Read words, and keep nothing."""
    if not can(request.user, Verb.EDIT_CONTENT):
        raise PermissionDenied
    if request.method == "POST" and request.content_type == "application/json":
        return _answer_panel(request)
    form = WordsForm(request.POST if request.method == "POST" else None)
    result = read_text(**form.reading_arguments()) if form.is_valid() else None
    context = {"page_title": "Relecture des mots", "header_icon": "edit", "form": form, "result": result}
    return render(request, "editorial/wording/page.html", context, status=422 if form.errors else 200)


def _answer_panel(request: HttpRequest) -> JsonResponse:
    try:
        found = read_fields(texts=_texts_of(request))
    except TooLargeError as error:
        return JsonResponse({"message": error.message}, status=413)
    except BadRequestError:
        return JsonResponse({"message": "Cette demande n’est pas complète. Rechargez la page."}, status=400)
    return JsonResponse({"fields": [_shown(result) if result else None for result in found]})


def _texts_of(request: HttpRequest) -> list[WrittenText]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise TooLargeError
    try:
        rows = json.loads(request.body)["fields"]
        if not isinstance(rows, list) or len(rows) > MOST_FIELDS:
            raise BadRequestError
        return [WrittenText(_string(row["field"]), _string(row["text"]), _level(row.get("level"))) for row in rows]
    except (JSONDecodeError, UnicodeDecodeError, RecursionError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadRequestError from error


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise BadRequestError
    return value


def _level(value: Any) -> Level | None:
    """The level that a form says; None when it says none that exists."""
    return Level(int(value)) if str(value) in {"1", "2", "3"} else None


def _shown(result: WordReading) -> dict[str, str]:
    context = {"result": result, "in_editor": True}
    return {
        "summary": render_to_string("editorial/wording/summary.html", context).strip(),
        "details": render_to_string("editorial/wording/reading.html", context),
    }
