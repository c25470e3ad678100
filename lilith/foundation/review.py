"""Which public texts are to be read again, whatever their room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import IntegerField, Value
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
    models = public_models()
    parts = [
        model._default_manager.filter(next_review_on__lte=until, is_demo=False, live=True)
        .order_by()
        .annotate(model_number=Value(number, IntegerField()))
        .values_list("model_number", "pk", "next_review_on")
        for number, model in enumerate(models)
    ]
    if not parts:
        return ReviewList(items=[], total=0)
    due = parts[0].union(*parts[1:], all=True)
    total = due.count()
    if not total:
        return ReviewList(items=[], total=0)
    first = list(due.order_by("next_review_on", "model_number", "pk")[:limit])
    found: list[ToReview] = []
    for number in {row[0] for row in first}:
        model = models[number]
        rows = model._default_manager.in_bulk([row[1] for row in first if row[0] == number])
        found += [ToReview(str(row), str(model._meta.verbose_name), row.next_review_on, model, row.pk) for row in rows.values()]
    found.sort(key=lambda item: (item.day, item.title))
    return ReviewList(items=found, total=total)


def workspace_item(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """A line of « Mon espace » for those who open the back office: how many texts are to be read again."""
    if request is None or not request.user.has_perm("wagtailadmin.access_admin"):
        return ""
    today = timezone.localdate()
    due = due_for_review(until=today + REVIEW_AHEAD, limit=1)
    if not due.total:
        return ""
    return render_to_string("foundation/back_office/review_item.html", {"total": due.total, "late": due.items[0].day < today})
