"""Verbs of the directory."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lilith.accounts.directory.selectors import stale_contacts
from lilith.accounts.models import Organisation
from lilith.foundation.changes import tell

# A day is not enough: the clock may have been stopped.
LOOKS_BACK = timedelta(days=14)


@transaction.atomic
def withdraw_stale_contacts(now: datetime) -> str:
    """Scheduled work: tell search and the page cache of the contacts whose review date has just passed. Safe to run twice."""
    today = timezone.localdate(now)
    stale = Organisation.objects.filter(stale_contacts(today=today), live=True, next_review_on__gte=today - LOOKS_BACK)
    found = list(stale.select_related("departement", "region"))
    for organisation in found:
        tell(organisation)
    return f"{len(found)} contact(s) à revoir hors des résultats"
