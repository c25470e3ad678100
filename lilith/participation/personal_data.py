"""What an account leaves here: paid time, and that it noted consents; and the addresses of people who told something."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from lilith.foundation import changes
from lilith.foundation.slots import PersonalData, register_personal_data
from lilith.participation import services
from lilith.participation.enums import ConsentHow, TimeState
from lilith.participation.models import Consent, ConsentContact, TimeEntry, TimeEntryChange
from lilith.participation.selectors.time import WAITING

_FACTS = ("day", "kind", "task", "minutes", "amount", "state", "reason")


def register() -> None:
    """Tell foundation; called once, when the site starts."""
    register_personal_data(PersonalData(Consent._meta.label, _export_noted, _nothing))
    register_personal_data(PersonalData(ConsentContact._meta.label, _export_testimonies, _withdraw))
    register_personal_data(PersonalData(TimeEntry._meta.label, _export_time, _erase_time))
    register_personal_data(PersonalData(TimeEntryChange._meta.label, _export_changes, _erase_changes))


def _nothing(user: Any) -> int:
    return 0


def _export_noted(user: Any) -> list[dict[str, Any]]:
    rows = Consent.objects.filter(recorded_by=user).order_by("pk")
    return [dict(row) for row in rows.values("pk", "kind", "recorded_at")]


def _contacts(user: Any) -> Any:
    return ConsentContact.objects.filter(email__iexact=user.email).select_related("testimony")


def _export_testimonies(user: Any) -> list[dict[str, Any]]:
    """The testimonies that the person gave with the address of this account, with the history of their consent."""
    lines = ("kind", "on_site", "in_print", "in_training", "how", "valid_until", "valid_at")
    return [
        {
            "email": contact.email,
            "title": contact.testimony.title,
            "text": contact.testimony.words,
            "consents": list(contact.testimony.consents.order_by("number").values(*lines)),
            "corrections": list(contact.testimony.corrections.values("text", "asked_at", "handled_at")),
        }
        for contact in _contacts(user)
    ]


def _withdraw(user: Any) -> int:
    """Who has everything erased takes their testimonies back."""
    contacts = list(_contacts(user))
    for contact in contacts:
        services.withdraw(testimony=contact.testimony, how=ConsentHow.ACCOUNT_ERASED, now=timezone.now())
    return len(contacts)


def _export_time(user: Any) -> list[dict[str, Any]]:
    rows = TimeEntry.objects.filter(Q(person=user) | Q(validated_by=user)).order_by("day", "pk")
    return [
        dict(row) if row["person"] == user.pk else {"validated": row["uuid"], "validated_at": row["validated_at"]}
        for row in rows.values("uuid", "person", "paid_on", "validated_at", *_FACTS)
    ]


def _erase_time(user: Any) -> int:
    """The accounts keep days, lengths and amounts, of an account without a name; words go, and what waited is given up."""
    rows = TimeEntry.objects.filter(person=user)
    rows.filter(state__in=(*WAITING, TimeState.REFUSED)).update(state=TimeState.CANCELLED)
    count = rows.update(task="", reason="")
    if count:
        changes.tell(rows.first())
    return count


def _export_changes(user: Any) -> list[dict[str, Any]]:
    rows = TimeEntryChange.objects.filter(entry__person=user).order_by("entry", "number")
    return [dict(row) for row in rows.values("entry__uuid", "number", "recorded_at", *_FACTS)]


def _erase_changes(user: Any) -> int:
    return TimeEntryChange.objects.filter(entry__person=user).update(task="", reason="")
