"""What an account leaves here: its choices, what was told to it, and what it decided about mails of others."""

from __future__ import annotations

from typing import Any

from lilith.foundation.slots import PersonalData, register_personal_data
from lilith.notifications.models import Decision, Notification, Preference


def register() -> None:
    """Tell foundation; called once, when the site starts."""
    register_personal_data(PersonalData(Preference._meta.label, _export_choices, _erase_choices))
    register_personal_data(PersonalData(Notification._meta.label, _export_news, _erase_news))
    register_personal_data(PersonalData(Decision._meta.label, _export_decisions, _nothing))


def _export_choices(user: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in Preference.objects.filter(user=user).order_by("kind").values("kind", "rhythm", "changed_at")]


def _erase_choices(user: Any) -> int:
    return int(Preference.objects.filter(user=user).delete()[0])


def _export_news(user: Any) -> list[dict[str, Any]]:
    columns = ("kind", "subject", "line", "path", "rhythm", "state", "created_at", "due_at")
    return [dict(row) for row in Notification.objects.filter(user=user).order_by("pk").values(*columns)]


def _erase_news(user: Any) -> int:
    """What has not left never will."""
    return int(Notification.objects.filter(user=user).delete()[0])


def _export_decisions(user: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in Decision.objects.filter(by=user).order_by("pk").values("step", "reason", "valid_at")]


def _nothing(user: Any) -> int:
    return 0
