"""Which public texts are to be read again, whatever their room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from lilith.foundation.models import LilithPage, Provenance, PublicRecord

# How long before its date a text is shown as « à revoir ».
REVIEW_AHEAD = timedelta(weeks=3)


@dataclass(frozen=True)
class ToReview:
    """A record whose text is to be read again: `day` is its review date, `kind` its type in words."""

    title: str
    kind: str
    day: date
    model: type[Provenance]
    pk: Any


@dataclass(frozen=True)
class ReviewList:
    """The first records to read again, the most late first, and how many there are in all."""

    items: list[ToReview]
    total: int


def public_models() -> list[type[Provenance]]:
    """Every concrete page type and record type of the site, in the order of the rooms."""
    return [model for model in apps.get_models() if issubclass(model, (LilithPage, PublicRecord))]


def due_for_review(*, until: date, limit: int = 10) -> ReviewList:
    """Public records whose review date is `until` or earlier; demonstration rows and records out of line are left out."""
    found: list[ToReview] = []
    total = 0
    for model in public_models():
        rows = model._default_manager.filter(next_review_on__lte=until, is_demo=False, live=True)
        count = rows.count()
        if not count:
            continue
        total += count
        for row in rows.order_by("next_review_on", "pk")[:limit]:
            found.append(ToReview(str(row), str(model._meta.verbose_name), row.next_review_on, model, row.pk))
    found.sort(key=lambda item: (item.day, item.title))
    return ReviewList(items=found[:limit], total=total)


def workspace_item(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """A line of « Mon espace » for those who open the back office: how many texts are to be read again."""
    if request is None or not request.user.has_perm("wagtailadmin.access_admin"):
        return ""
    today = timezone.localdate()
    due = due_for_review(until=today + REVIEW_AHEAD, limit=1)
    if not due.total:
        return ""
    return render_to_string(
        "foundation/back_office/review_item.html", {"total": due.total, "late": due.items[0].day < today}
    )
