"""The page cache: whole public pages, kept before Django (ADR 0008).

A response asks to be kept with the header `X-Lilith-Cache: public`, which PageCacheHeadersMiddleware sets on anonymous
reading pages. A view whose page depends on its query string says on what: `varies_on`. Without that word, only the
address without a query is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

HEADER = "X-Lilith-Cache"


def varies_on(*names: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator of a view: its page depends on these parameters of the query and on no other (none: on no query at all).

    A page is then kept once for each set of their values, and other parameters change nothing.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(*args: Any, **kwargs: Any) -> HttpResponse:
            return declare(view(*args, **kwargs), *names)

        return wrapped

    return decorate


def declare(response: HttpResponse, *names: str) -> HttpResponse:
    """Say on `response` itself what `varies_on` says on a view."""
    response[HEADER] = f"public; vary-query={','.join(names)}"
    return response
