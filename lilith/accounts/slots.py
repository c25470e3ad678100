"""What this room gives to the places of lower rooms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.template.loader import render_to_string

from lilith.accounts import personal_data, selectors, services
from lilith.accounts.directory import slots as directory_slots
from lilith.foundation.slots import ScheduledWork, register_page_slot, register_scheduled_work


def register() -> None:
    personal_data.register()
    directory_slots.register()
    register_page_slot("band", demonstration_band)
    register_page_slot("workspace:items", workspace_items, order=5)
    register_scheduled_work(ScheduledWork("expired-sessions", timedelta(days=1), clear_expired_sessions))
    register_scheduled_work(ScheduledWork("inactive-accounts", timedelta(days=1), services.end_inactive_accounts))
    register_scheduled_work(ScheduledWork("unconfirmed-accounts", timedelta(days=1), services.forget_unconfirmed_accounts))


def clear_expired_sessions(now: datetime) -> str:
    """Forget the sessions that ended before `now`."""
    count, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    return f"{count} session(s) expirée(s) effacée(s)"


def workspace_items(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Lines of « Mon espace »: who asks to join the organisations that one looks after."""
    if request is None or not request.user.is_authenticated:
        return ""
    items = selectors.waiting_for(user=request.user)
    return render_to_string("accounts/waiting.html", {"items": items}, request) if items else ""


def demonstration_band(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """The band of every page that a demonstration account reads. Without a session nobody is looked for."""
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user = getattr(request, "user", None)
    if not getattr(user, "is_demo", False):
        return ""
    text = f"Vous essayez le site avec le compte {user.display_name}."
    return render_to_string("foundation/components/demo_band.html", {"text": text})
