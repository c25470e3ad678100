"""The WSGI application that stands before Django. A page that is kept costs some tens of microseconds and no request object."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.utils import timezone

from lilith.foundation.page_cache.generation import Generation
from lilith.foundation.page_cache.store import Entry, Headers, SharedStore, Store, accepted, encode, etag_matches
from lilith.foundation.page_cache.usage import UsageCounter, is_bot

OPT_IN = "x-lilith-cache"
Address = tuple[bool, str, str]
Key = tuple[bool, str, str, str]
WAIT_FOR_ANOTHER = 10.0
LARGEST_BODY = 4 * 1024 * 1024
MOST_NOTES = 10_000
LONGEST_QUERY = 8_000


def seconds_to_midnight(now: datetime) -> float:
    """Seconds until the next day begins in the zone of `now`: pages say what is due today."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max((tomorrow - now).total_seconds(), 0.0)


def restrict(query: str, names: tuple[str, ...]) -> str | None:
    """The query with only these parameters, in one order; None when Django must see it whole, and say what is wrong."""
    if len(query) > LONGEST_QUERY or "%00" in query or "\0" in query:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200, errors="strict")
    except ValueError:
        return None
    return urlencode(sorted((pair for pair in pairs if pair[0] in names), key=lambda pair: pair[0]))


class PageCache:
    """Keeps the public pages of `application`.

    `personal_cookies` are names of cookies that make a request personal (session, messages): never served from here.
    `form_cookies` (CSRF) only forbid to keep what the request gives. `seconds` bounds the life of a page.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        generation: Generation,
        store: Store,
        seconds: float,
        personal_cookies: tuple[str, ...],
        form_cookies: tuple[str, ...] = (),
        shared: SharedStore | None = None,
        usage: UsageCounter | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = timezone.localtime,
    ) -> None:
        self.application = application
        self.generation = generation
        self.store = store
        self.seconds = seconds
        self.personal_cookies = personal_cookies
        self.form_cookies = form_cookies
        self.shared = shared
        self.usage = usage
        self.clock = clock
        self.now = now
        # Address → parameters that its page declared; address → token under which it did not want to be kept.
        self._declared: dict[Address, tuple[str, ...]] = {}
        self._refused: dict[Key, bytes] = {}
        self._flights: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        cookie = environ.get("HTTP_COOKIE")
        # Taken now: Django writes into the environment.
        path = environ["PATH_INFO"]
        if (
            (method != "GET" and method != "HEAD")
            or "HTTP_AUTHORIZATION" in environ
            or (cookie is not None and any(name in cookie for name in self.personal_cookies))
        ):
            return self._pass(environ, start_response, path)
        secure = environ.get("HTTP_X_FORWARDED_PROTO") == "https" or environ["wsgi.url_scheme"] == "https"
        address = (secure, environ.get("HTTP_HOST", ""), path)
        query = environ.get("QUERY_STRING", "")
        key: Key | None = (*address, "")
        if query:
            names = self._declared.get(address)
            kept = restrict(query, names) if names is not None else None
            key = (*address, kept) if kept is not None else None
        token = self.generation.read()
        if key is not None and token is not None:
            entry = self.store.get(key)
            if entry is not None and entry.token == token and entry.expires > self.clock():
                return self._send(entry, environ, start_response)
        if token is None or method != "GET" or (cookie is not None and any(name in cookie for name in self.form_cookies)):
            return self._pass(environ, start_response, path)
        if key is None or self._refused.get(key) == token:
            return self._make(environ, start_response, address, key, token)
        return self._make_once(environ, start_response, address, key, token)

    # Sending

    def _send(self, entry: Entry, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        entry.used = True
        variant = entry.variant(accepted(environ.get("HTTP_ACCEPT_ENCODING", "")))
        method = environ["REQUEST_METHOD"]
        if method == "GET" and entry.is_page:
            self._count(entry.path, environ)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and etag_matches(known, variant.etag):
            start_response("304 Not Modified", variant.headers_not_modified)
            return []
        start_response("200 OK", variant.headers)
        return variant.body if method == "GET" else []

    def _count(self, path: str, environ: WSGIEnvironment) -> None:
        if self.usage is not None and not is_bot(environ.get("HTTP_USER_AGENT", "")) and "HTTP_SEC_PURPOSE" not in environ:
            self.usage.count(path)

    # Making

    def _pass(self, environ: WSGIEnvironment, start_response: StartResponse, path: str) -> Iterable[bytes]:
        """Django's own answer, without the header that was meant for us."""

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            wish = _value(headers, OPT_IN)
            if wish and status.startswith("200") and environ["REQUEST_METHOD"] == "GET" and _is_page(headers):
                self._count(_readable(path), environ)
            return start_response(status, [header for header in headers if header[0].lower() != OPT_IN], exc_info)

        return self.application(environ, start)

    def _make_once(
        self, environ: WSGIEnvironment, start_response: StartResponse, address: Address, key: Key, token: bytes
    ) -> Iterable[bytes]:
        """One thread makes the page; those that want the same one at the same time wait for it."""
        with self._lock:
            flight = self._flights.get(key)
            if flight is None:
                mine = self._flights[key] = threading.Event()
        if flight is not None:
            flight.wait(WAIT_FOR_ANOTHER)
            entry = self.store.get(key)
            if entry is not None and entry.token == self.generation.read() and entry.expires > self.clock():
                return self._send(entry, environ, start_response)
            return self._make(environ, start_response, address, key, token)
        try:
            return self._make(environ, start_response, address, key, token)
        finally:
            with self._lock:
                self._flights.pop(key, None)
            mine.set()

    def _life(self) -> float:
        return min(self.seconds, seconds_to_midnight(self.now()))

    def _make(
        self, environ: WSGIEnvironment, start_response: StartResponse, address: Address, key: Key | None, token: bytes
    ) -> Iterable[bytes]:
        if key is not None and self.shared is not None:
            found = self.shared.get(key, token, self.clock() + self._life())
            if found is not None:
                self.store.put(key, found)
                return self._send(found, environ, start_response)
        if key is not None and key[3] != environ.get("QUERY_STRING", ""):
            # The page is made from what it declared only: nothing else of the query can get into what others read.
            environ = {**environ, "QUERY_STRING": key[3]}
        answer: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            answer[:] = [status, headers, exc_info]
            return answer.append

        inner = self.application(environ, start)
        status, headers, exc_info = answer[:3]
        wish = _value(headers, OPT_IN)
        if not (status.startswith("200") and wish and _may_be_shared(headers)):
            if key is not None:
                self._note(self._refused, key, token)
            if wish and status.startswith("200") and _is_page(headers):
                self._count(_readable(address[2]), environ)
            start_response(status, [header for header in headers if header[0].lower() != OPT_IN], exc_info)
            return inner
        try:
            body = b"".join(inner)
        finally:
            close = getattr(inner, "close", None)
            if close is not None:
                close()
        names = _declared_names(wish)
        if names is not None:
            self._note(self._declared, address, names)
        kept = key is not None and (not key[3] or names is not None) and len(body) <= LARGEST_BODY
        wanted = accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        life = self._life()
        entry = Entry(
            path=_readable(address[2]),
            headers=headers,
            bodies=encode(body, _value(headers, "content-type"), encodings=("br", "gzip") if kept else (wanted,)),
            token=token,
            expires=self.clock() + life,
        )
        if kept and key is not None:
            self.store.put(key, entry)
            if self.shared is not None:
                self.shared.put(key, entry, headers, life)
        return self._send(entry, environ, start_response)

    @staticmethod
    def _note(notes: dict[Any, Any], key: Any, value: Any) -> None:
        if len(notes) >= MOST_NOTES:
            notes.clear()
        notes[key] = value


def _value(headers: Headers, name: str) -> str:
    return next((value for header, value in headers if header.lower() == name), "")


def _is_page(headers: Headers) -> bool:
    return _value(headers, "content-type").startswith("text/html")


def _readable(path: str) -> str:
    """The path as people write it, from the way WSGI does."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def _may_be_shared(headers: Headers) -> bool:
    """True when nothing in the response makes it personal, whatever it asked for."""
    names = {name.lower() for name, _ in headers}
    if "set-cookie" in names or "content-encoding" in names or not _value(headers, OPT_IN).startswith("public"):
        return False
    if any(word in _value(headers, "cache-control").lower() for word in ("private", "no-store", "no-cache")):
        return False
    varies = {part.strip().lower() for part in _value(headers, "vary").split(",") if part.strip()}
    return varies <= {"cookie", "accept-encoding"}


def _declared_names(wish: str) -> tuple[str, ...] | None:
    for part in wish.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name == "vary-query":
            return tuple(sorted(word.strip() for word in value.split(",") if word.strip()))
    return None
