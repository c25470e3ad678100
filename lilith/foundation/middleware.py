"""What every request and every answer go through, besides Django's own: limits, safety headers, the wish to be kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lilith.foundation.logs import request_id
from lilith.foundation.page_cache import HEADER
from lilith.foundation.views import error_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]
LONGEST_PATH = 2_000
LONGEST_QUERY = 8_000
EDITORS = "/redaction/"
# Where nothing is kept by the cache, nor by a browser that several people share.
PERSONAL_PREFIXES = (EDITORS, "/compte/", "/mon-espace/")
UNKEPT_PREFIXES = (*PERSONAL_PREFIXES, "/api/", "/documents/", "/_allauth/")


def _is_clean(raw: bytes) -> bool:
    if b"\0" in raw:
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class RequestLimitsMiddleware:
    """Refuses what no page can answer, with a page that says why: 414, 413 or 400."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = request_id.set(secrets.token_hex(8))
        try:
            status = self._refusal(request)
            response = error_page(request, status) if status else self.get_response(request)
            if response.status_code >= 500:
                response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)

    @staticmethod
    def _refusal(request: HttpRequest) -> int:
        path = request.path_info.encode("utf-8", "replace")
        query = request.META.get("QUERY_STRING", "")
        if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
            return 414
        # Django writes bytes that are no text as %XX again: they show here.
        if not _is_clean(unquote_to_bytes(path)) or not _is_clean(unquote_to_bytes(query)):
            return 400
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit():
            return 400
        largest = settings.LARGEST_UPLOAD if request.path_info.startswith(EDITORS) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return 413 if int(length) > largest else 0


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """One strict, fixed policy for everything public; Wagtail's pages, which hold inline scripts, have their own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(EDITORS):
            if response.headers.pop("Content-Security-Policy", None):
                # A preview is a public page shown in a frame of the editor: it came with the headers of that page.
                response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response._csp_config = settings.CONTENT_SECURITY_POLICY_EDITORS["DIRECTIVES"]
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)


class PageCacheHeadersMiddleware:
    """Says which answers the page cache may keep: anonymous reading pages, and nothing else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        wish = response.headers.get(HEADER, "")
        if HEADER in response.headers:
            del response.headers[HEADER]
        if request.method not in {"GET", "HEAD"} or response.status_code != 200 or response.streaming:
            return response
        path = request.path_info
        if path.startswith(PERSONAL_PREFIXES):
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        own_rule = response.has_header("Cache-Control")
        if is_personal(request) or response.cookies:
            response.headers.setdefault("Cache-Control", "private, no-cache")
            if not own_rule:
                response[HEADER] = "private"  # counted as read, never kept
        elif not own_rule and (wish or not path.startswith(UNKEPT_PREFIXES)):
            response[HEADER] = wish or "public"
        elif not own_rule:
            response["Cache-Control"] = "no-cache"
        return response


def is_personal(request: HttpRequest) -> bool:
    """True when the answer may depend on who asks."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES or "HTTP_AUTHORIZATION" in request.META
    )
