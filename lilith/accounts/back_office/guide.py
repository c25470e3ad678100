"""The guide of the editors (`docs/redaction.md`), read inside the back office."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

NAME = re.compile(r"^[a-z0-9-]+\.png$")


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "docs"


@cache
def _html() -> SafeString:
    text = (_folder() / "redaction.md").read_text(encoding="utf-8")
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    # The title is that of the page; files of the folder have their own address here.
    return mark_safe(re.sub(r"^<h1>.*?</h1>\s*", "", body))


def guide(request: HttpRequest) -> HttpResponse:
    """The guide, as a page of the back office."""
    try:
        return render(request, "accounts/back_office/guide.html", {"body": _html()})
    except FileNotFoundError as error:
        raise Http404 from error


def image(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide."""
    path = _folder() / "images" / name
    if not NAME.match(name) or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
