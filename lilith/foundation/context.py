"""What every template may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`site_url`, `canonical_url` (no query) and `is_demo_site`."""
    return {
        "site_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "is_demo_site": settings.DEMO,
    }
