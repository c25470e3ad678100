"""What an account leaves in imports: that it sent or accepted a file. The line stays, the account has no name any more."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from lilith.foundation.slots import PersonalData, register_personal_data
from lilith.library.models import ImportBatch


def register() -> None:
    """Tell foundation; called once, when the site starts."""
    register_personal_data(PersonalData(ImportBatch._meta.label, _export, _erase))


def _export(user: Any) -> list[dict[str, Any]]:
    rows = ImportBatch.objects.filter(Q(created_by=user) | Q(accepted_by=user)).order_by("pk")
    return [dict(row) for row in rows.values("pk", "file_name", "created_at", "accepted_at", "status")]


def _erase(user: Any) -> int:
    return 0
