"""What the appraisals give to the places of lower rooms: « Mon espace », `/evaluations/`, `/comites/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from lilith.evidence.appraisals import personal_data, selectors
from lilith.evidence.appraisals.enums import CommitteeKind
from lilith.evidence.appraisals.selectors.waiting import CALLED
from lilith.evidence.models import DossierOwner, Reading
from lilith.evidence.permissions import Verb, can
from lilith.foundation import slots

# Lines of « Mon espace »; the page of appraisals has them all.
SHOWN = 5


def register() -> None:
    personal_data.register()
    slots.register_page_slot("workspace:items", workspace_items, order=10)
    slots.register_page_slot("page:evaluations", queue)
    slots.register_page_slot("page:comites", committees)


def workspace_items(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """What waits for the person in appraisals, and the way to the page that has the rest."""
    if request is None or not request.user.is_authenticated:
        return ""
    prefetch_related_objects([request.user], "roles")
    if not _takes_part(request.user):
        return ""
    waiting = selectors.waiting_for(user=request.user, today=timezone.localdate())
    values = {"items": waiting[:SHOWN], "more": len(waiting) - SHOWN}
    return render_to_string("evidence/appraisals/waiting.html", values)


def queue(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The public queue, under the text of `/evaluations/`."""
    return render_to_string("evidence/appraisals/queue.html", {"groups": selectors.public_queue()}, request)


def committees(request: HttpRequest, context: Mapping[str, Any]) -> str:
    """Who sits in the committees, under the text of `/comites/`."""
    rows = selectors.public_committees(today=timezone.localdate())
    held = {row.kind for row in rows}
    missing = [kind.label for kind in (CommitteeKind.METHOD, CommitteeKind.PRACTICES) if kind not in held]
    return render_to_string("evidence/appraisals/public_committees.html", {"rows": rows, "missing": missing}, request)


def _takes_part(user: Any) -> bool:
    if any(can(user, verb) for verb in (*CALLED, Verb.OPEN_APPRAISAL)):
        return True
    return Reading.objects.filter(reviewer=user).exists() or DossierOwner.objects.filter(user=user).exists()
