"""Invented lines for the demonstration: marked as such, in no figure, on no practice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lilith.accounts.models import User
from lilith.participation.enums import ConsentHow, TimeKind
from lilith.participation.models import Testimony, TimeEntry
from lilith.participation.services.consents import record_consent
from lilith.participation.services.time import declare, pay, refuse, validate

SLUG = "exemple-invente"


@transaction.atomic
def load_demonstration(*, member: User, relative: User, keeper: User, now: datetime) -> int:
    """Give two demonstration accounts some time at each state, and one invented testimony; nothing if there is any.

    Returns how many lines were made.
    """
    if TimeEntry.objects.filter(is_demo=True).exists() or Testimony.objects.filter(is_demo=True).exists():
        return 0
    today = timezone.localdate(now)

    def entry(person: User, days: int, kind: TimeKind, task: str, minutes: int) -> TimeEntry:
        return declare(person=person, day=today - timedelta(days=days), kind=kind, task=task, minutes=minutes, now=now)

    entry(member, 2, TimeKind.READING, "Exemple\u00a0: relire le niveau 1 d’une pratique", 90)
    entry(relative, 3, TimeKind.COMMITTEE, "Exemple\u00a0: réunion du groupe des proches", 210)
    checked = entry(member, 10, TimeKind.COMMITTEE, "Exemple\u00a0: réunion d’une journée", 420)
    validate(entry=checked, version=1, by=keeper, now=now)
    paid = entry(member, 40, TimeKind.TRAINING, "Exemple\u00a0: formation à la relecture", 210)
    validate(entry=paid, version=1, by=keeper, now=now)
    pay(entries=[(paid.uuid, 2)], by=keeper, paid_on=today, now=now)
    sent_back = entry(member, 12, TimeKind.GROUP, "Exemple\u00a0: groupe de travail", 600)
    refuse(entry=sent_back, version=1, by=keeper, reason="La réunion a duré trois heures. Pouvez-vous vérifier\u00a0?", now=now)
    testimony = Testimony(
        slug=SLUG,
        is_demo=True,
        title="Exemple inventé, pour la démonstration",
        role="personne n’a dit ces mots",
        text="<p>Ceci n’est pas un témoignage. C’est un exemple, pour essayer la page du consentement.</p>",
    )
    testimony.full_clean()
    testimony.save()
    record_consent(
        testimony=testimony,
        uses={"in_training"},
        said_on=today,
        how=ConsentHow.PAPER,
        by=keeper,
        now=now,
        filed_under="Exemple",
    )
    return 6


@transaction.atomic
def forget_demonstration() -> None:
    """Take the invented lines away, and what demonstration accounts added to them."""
    TimeEntry.objects.filter(is_demo=True).delete()
    Testimony.objects.filter(is_demo=True).delete()
