"""The guide of the editors, read inside the back office: `docs/redaction.md` and the pages it leads to."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

PICTURE = re.compile(r"^(?:redaction/)?images/[a-z0-9-]+\.png$")
PAGE = re.compile(r"^(?:redaction/)?[a-z0-9-]+\.md$")
HOME = "redaction.md"


def _file(name: str, allowed: re.Pattern[str]) -> Path:
    path = Path(settings.BASE_DIR) / "docs" / name
    if not allowed.match(name) or not path.is_file():
        raise Http404
    return path


@cache
def _html(path: Path) -> tuple[str, SafeString]:
    """The title of a page and its body: addresses are as in the folder, so that its links hold here too."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(path.read_text(encoding="utf-8"))
    title, _, rest = body.partition("</h1>")
    return title.removeprefix("<h1>"), mark_safe(rest)


def guide(request: HttpRequest, name: str = HOME) -> HttpResponse:
    """A page of the guide: the first one, or one that it leads to."""
    title, body = _html(_file(name, PAGE))
    return render(request, "accounts/back_office/guide.html", {"title": title, "body": body})


def image(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide."""
    return FileResponse(_file(name, PICTURE).open("rb"), content_type="image/png")
