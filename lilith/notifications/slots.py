"""What this room gives to the places of lower rooms, and to the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

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
    if not selectors.may_hold(request.user):
        return ""
    waiting, held = selectors.waiting_and_held()
    why = f"En attente\u00a0: {waiting}. Retenus\u00a0: {held}." if waiting or held else "Rien n’attend."
    items = [("Ce qui va partir", reverse("outgoing"), why, "clock")]
    return render_to_string("notifications/workspace_items.html", {"items": items}, request)


def account_items(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Under « Votre compte »: one's own choices, for everyone."""
    return render_to_string("notifications/account_items.html", {}, request)
