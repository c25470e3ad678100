"""Uploaded files, for the embedded server; nginx serves them in production. A film can be read from its middle."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.views.static import serve

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
_CHUNK = 64 * 1024


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder, whole, or the one range that is asked (Safari plays no film without)."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    # A picture or a film is shown; nothing that was uploaded is ever run as a page of the site.
    response["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
    )
    if response.status_code != 200:
        return response
    response["Accept-Ranges"] = "bytes"
    asked = request.headers.get("Range", "")
    if not asked or request.headers.get("If-Range"):
        return response
    size = int(response["Content-Length"])
    part = _part(asked, size)
    if part is None:
        return response
    # Only its file: closing the answer itself would say that the request is over.
    response.file_to_stream.close()  # type: ignore[attr-defined]
    if part[0] > part[1]:
        refusal = HttpResponse(status=416)
        refusal["Content-Range"] = f"bytes */{size}"
        return refusal
    found = Path(safe_join(settings.MEDIA_ROOT, posixpath.normpath(path).lstrip("/")))
    return _partial(found, part, size, response)


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range; None for what is not one (then the whole file is right); first > last: cannot be."""
    match = _RANGE.match(asked.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if len(first) > 18 or len(last) > 18:
        return 1, 0
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else (1, 0)
    if last and int(last) < int(first):
        return None
    start = int(first)
    return (start, min(int(last) if last else size - 1, size - 1)) if start < size else (1, 0)


def _partial(path: Path, part: tuple[int, int], size: int, whole: HttpResponseBase) -> StreamingHttpResponse:
    file = path.open("rb")
    response = StreamingHttpResponse(_slice(file, part), status=206, content_type=whole["Content-Type"])
    for name in ("Last-Modified", "Accept-Ranges", "Content-Security-Policy"):
        if whole.has_header(name):
            response[name] = whole[name]
    response["Content-Length"] = str(part[1] - part[0] + 1)
    response["Content-Range"] = f"bytes {part[0]}-{part[1]}/{size}"
    return response


def _slice(file: BinaryIO, part: tuple[int, int]) -> Iterator[bytes]:
    left = part[1] - part[0] + 1
    with file:
        file.seek(part[0])
        while left and (data := file.read(min(_CHUNK, left))):
            left -= len(data)
            yield data
