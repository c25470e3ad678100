"""Where a demonstration account may be used: on the machine itself, and nowhere else. Its password is public."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port

# Any of them says that a proxy or a tunnel stands between the person and this machine.
FORWARDING_HEADERS = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_ORIGINAL_HOST",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_FASTLY_CLIENT_IP",
)
FORWARDING_PREFIX = "HTTP_X_FORWARDED"


def is_local_request(request: HttpRequest | None) -> bool:
    """True when the host asked for is this machine, no proxy stands between, and the peer has no public address."""
    if request is None:
        return False
    if any(name in FORWARDING_HEADERS or name.startswith(FORWARDING_PREFIX) for name in request.META):
        return False
    try:
        host = split_domain_port(request.get_host())[0].lower()
    except DisallowedHost:
        return False
    return _is_this_machine(host) and not _is_public(str(request.META.get("REMOTE_ADDR", "")))


def demonstration_allowed(request: HttpRequest | None) -> bool:
    """True when a demonstration account may sign in, or stay signed in, with this request."""
    return bool(settings.DEMO) and is_local_request(request)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_public(address: str) -> bool:
    # Private ones stay: a container sees its host through one. A socket file gives none.
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(peer, "ipv4_mapped", None)
    return (mapped or peer).is_global
