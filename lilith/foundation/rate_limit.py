"""How often one machine may ask for one thing. No address is kept: a hash with a salt that is thrown away each day."""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Verdict:
    """`allowed`, and otherwise how many seconds to wait (for the header Retry-After)."""

    allowed: bool
    retry_after: int


def client_address(request: HttpRequest) -> str:
    """The address of the machine that asks; behind `LILITH_TRUSTED_PROXIES` proxies, the one that the first of them saw."""
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(forwarded) >= proxies:
            return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def take(*, scope: str, address: str, limit: int, window: timedelta, now: datetime) -> Verdict:
    """Count one request of `address` for `scope`; refused from the one after `limit` in the same window on.

    Windows are fixed and follow one another. `address` may be anything that must not ask too often, e.g. an e-mail.
    """
    seconds = int(window.total_seconds())
    index, spent = divmod(int(now.timestamp()), seconds)
    digest = hashlib.blake2b(address.encode(), key=_salt(now), digest_size=16).hexdigest()
    key = f"rate:{scope}:{digest}:{index}"
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # it ended between the two
        cache.set(key, count := 1, seconds)
    # Caches without an atomic count give the key their default life when they add: give it back its own.
    cache.touch(key, max(seconds - spent, 1))
    return Verdict(allowed=count <= limit, retry_after=0 if count <= limit else max(math.ceil(seconds - spent), 1))


def _salt(now: datetime) -> bytes:
    key = f"rate-salt:{now.date().isoformat()}"
    salt = cache.get_or_set(key, lambda: secrets.token_hex(32), 26 * 3600)
    return bytes.fromhex(str(salt))
