"""A small application that stands in for Django behind the page cache, and its fixtures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from wsgiref.util import setup_testing_defaults
from zoneinfo import ZoneInfo

import pytest

from lilith.foundation.page_cache.generation import FileGeneration
from lilith.foundation.page_cache.store import Store
from lilith.foundation.page_cache.usage import UsageCounter
from lilith.foundation.page_cache.wsgi import PageCache

PAGE = ("<p>" + "Bonjour à tous. " * 200 + "</p>").encode()
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))


class Body:
    """What an application returns: says whether it was closed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks, self.closed = chunks, False

    def __iter__(self) -> Any:
        return iter(self.chunks)

    def close(self) -> None:
        self.closed = True


class Site:
    """An application that counts its calls and answers as told."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Lilith-Cache", "public"), ("Vary", "Cookie")]
        self.body: Callable[[dict[str, Any]], bytes] = lambda environ: PAGE
        self.returned: list[Body] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Body:
        self.calls.append(environ)
        start_response(self.status, list(self.headers))
        self.returned.append(Body([self.body(environ)]))
        return self.returned[-1]


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status[:3]), {name.lower(): value for name, value in headers}, body


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def generation(tmp_path):
    return FileGeneration(tmp_path / "generation")


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cache(site, generation, clock):
    usage = UsageCounter(every=3600)
    usage._started = True  # what is counted is read here, never written to a database
    return PageCache(
        site, generation=generation, store=Store(10_000_000), seconds=300, personal_cookies=("sessionid=", "messages="),
        form_cookies=("csrftoken=",), usage=usage, clock=clock, now=lambda: NOON,
    )  # fmt: skip


def ask(cache: PageCache, path: str = "/", query: str = "", method: str = "GET", **headers: str) -> Answer:
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "lilith.test"}
    setup_testing_defaults(environ)
    environ.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})
    got: list[Any] = []
    body = cache(environ, lambda status, headers, exc_info=None: got.extend([status, headers]))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return Answer(got[0], got[1], content)
