"""A moment as it is said in French."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format


def moment(*, at: datetime, now: datetime) -> str:
    """« dans la minute », « aujourd’hui à 15 h 17 », « demain à 7 h », « le 30 novembre 2026 à 7 h », in Paris time."""
    if at <= now:
        return "dans la minute"
    local, today = timezone.localtime(at), timezone.localdate(now)
    hour = f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02d}" if local.minute else "")
    if local.date() == today:
        return f"aujourd’hui à {hour}"
    if local.date() == today + timedelta(days=1):
        return f"demain à {hour}"
    return f"le {date_format(local, 'j F Y')} à {hour}"
