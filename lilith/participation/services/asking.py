"""Asking people again before their consent ends, once each time; sending them a fresh link when they ask for one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lilith.foundation.models import OutgoingMail
from lilith.notifications.services import notify_outside
from lilith.participation import links
from lilith.participation.enums import ConsentState
from lilith.participation.models import ConsentContact, Testimony
from lilith.participation.selectors import Standing, standings
from lilith.participation.services.consents import follow, mail_key

# The kind of mail of this room.
CONSENT = "participation.consent"
SUBJECTS = {
    "soon": "Votre texte sur lilith\u00a0: êtes-vous toujours d’accord\u00a0?",
    "ended": "Votre texte n’est plus sur lilith",
    "text": "Votre texte sur lilith a changé\u00a0: êtes-vous d’accord\u00a0?",
    "link": "Votre lien vers votre texte sur lilith",
}
# How long after the end of a consent the person is still told that their text has left the site.
TOLD_WITHIN = timedelta(days=30)
_ASKED = (ConsentState.ALIVE, ConsentState.NOT_ON_SITE)


def ask_again(*, now: datetime) -> str:
    """Scheduled work: take off what has ended, ask people again, forget addresses that no longer serve. Safe to run twice."""
    today = timezone.localdate(now)
    told = taken = forgotten = 0
    for place in standings(testimonies=Testimony.objects.filter(is_demo=False), today=today):
        was_live = place.testimony.live
        taken += was_live and not follow(testimony=place.testimony, today=today)
        contact = ConsentContact.objects.filter(testimony=place.testimony).first()
        if contact is None:
            continue
        if _is_over(place, today):
            contact.delete()
            forgotten += 1
            continue
        reason, key = _due(place, today)
        if reason:
            told += _send(place, contact, reason=reason, key=key, now=now)
    return f"{taken} témoignage(s) retiré(s) du site, {told} personne(s) interrogée(s), {forgotten} adresse(s) oubliée(s)"


def _due(place: Standing, today: date) -> tuple[str, str]:
    """(reason, key) of the mail that is due on that day, if any; sent or not, the key is the same on each day."""
    testimony, last = place.testimony, place.last
    if last is None or last.valid_until is None:
        return "", ""
    left = (last.valid_until - today).days
    if place.state == ConsentState.TEXT_CHANGED:
        return "text", mail_key(testimony, "text", testimony.digest)
    if place.state == ConsentState.TO_RENEW and -left <= TOLD_WITHIN.days:
        return "ended", mail_key(testimony, last.number, "ended")
    passed = [days for days in settings.LILITH["CONSENT_REMIND_DAYS"] if left <= days]
    if place.state in _ASKED and passed:
        return "soon", mail_key(testimony, last.number, f"{min(passed)}-days")
    return "", ""


def _is_over(place: Standing, today: date) -> bool:
    last = place.last
    if last is None or last.valid_until is None:
        return False
    return last.valid_until + relativedelta(months=settings.LILITH["CONSENT_CONTACT_MONTHS"]) < today


def _send(place: Standing, contact: ConsentContact, *, reason: str, key: str, now: datetime) -> bool:
    """Write the mail unless it has been; True when it is new."""
    if OutgoingMail.objects.filter(key=key).exists():
        return False
    testimony, last = place.testimony, place.last
    number = last.number if last else 0
    link = settings.BASE_URL + links.make(testimony=testimony.uuid, number=number, now=now)
    notify_outside(
        kind=CONSENT,
        to=contact.email,
        subject=SUBJECTS[reason],
        # Where one takes one's testimony back, and hears no more of it.
        stop_url=link,
        context={
            "reason": reason,
            "title": testimony.title,
            "until": last.valid_until if last else None,
            "is_live": place.state == ConsentState.ALIVE and testimony.live,
            "link": link,
            "link_days": settings.LILITH["CONSENT_LINK_DAYS"],
        },
        key=key,
    )
    return True


@transaction.atomic
def send_link(*, testimony: Testimony, now: datetime) -> bool:
    """Send a person a fresh link to their testimony; False when there is nobody to write to."""
    contact = ConsentContact.objects.filter(testimony=testimony).first()
    if contact is None:
        return False
    (place,) = standings(testimonies=Testimony.objects.filter(pk=testimony.pk), today=timezone.localdate(now))
    # At most one a minute, however often a button is pressed.
    _send(place, contact, reason="link", key=mail_key(testimony, "link", int(now.timestamp()) // 60), now=now)
    return True


def send_links_to(*, email: str, now: datetime) -> None:
    """Send a fresh link for each testimony of this address. Says nothing of whether there is any."""
    contacts: Any = ConsentContact.objects.filter(email__iexact=email.strip()).select_related("testimony")
    for contact in contacts:
        send_link(testimony=contact.testimony, now=now)
