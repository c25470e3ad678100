"""What this room gives to the places of lower rooms, and to the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from lilith.foundation.slots import ScheduledWork, register_page_slot, register_scheduled_work
from lilith.notifications import personal_data, selectors, services


def register() -> None:
    """Called once, when the site starts."""
    personal_data.register()
    register_page_slot("workspace:items", workspace_items, order=90)
    register_page_slot("workspace:account", account_items)
    register_scheduled_work(ScheduledWork("notifications-summaries", timedelta(minutes=1), services.send_summaries))
    register_scheduled_work(ScheduledWork("notifications-forget", timedelta(days=1), services.forget))


def workspace_items(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Lines of « Mon espace »: what will leave, for those who keep it."""
    if request is None or not request.user.is_authenticated:
        return ""
    items = []
    if selectors.may_hold(request.user):
        found = selectors.figures(now=timezone.now())
        why = (
            f"En attente\u00a0: {found.waiting}. Retenus\u00a0: {found.held}."
            if found.waiting or found.held
            else "Rien n’attend."
        )
        items.append(("Ce qui va partir", reverse("outgoing"), why, "clock"))
    return render_to_string("notifications/workspace_items.html", {"items": items}, request) if items else ""


def account_items(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Under « Votre compte »: one's own choices, for everyone."""
    return render_to_string("notifications/account_items.html", {}, request)
