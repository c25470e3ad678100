"""Mails: written down with what causes them, sent by the worker once that is committed, tried again, then forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import css_inline
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from lilith.foundation.models import OutgoingMail

State = OutgoingMail.State
# A sending that lasts longer was cut short: it may begin again.
CUT_AFTER = timedelta(minutes=10)
# The worker gives a task up before that; a mail still waiting is handed to it again, for three days.
LATE_AFTER = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=3)
KEPT_MONTHS = 12


@transaction.atomic
def send(*, to: str, subject: str, template: str, context: Mapping[str, Any], key: str = "") -> OutgoingMail:
    """Write one mail down; the worker sends it once the transaction under way is committed, and tries again if it must.

    `template` is « <room>/mail/<name> »: the files `.txt` and `.html` of that name extend `foundation/mail/base`. They get
    `context`, `subject` and `site_url`. With a `key` (200 characters at most) the mail leaves once, however often this is
    called: the first one is given back. A link in a mail shows; only a button of the page it leads to acts.
    Raises ValidationError for an address that is none.
    """
    known = OutgoingMail.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    subject = " ".join(subject.split())
    values = {"site_url": settings.BASE_URL, **context, "subject": subject}
    mail = OutgoingMail(
        key=key,
        to=to,
        subject=subject,
        text=render_to_string(f"{template}.txt", values).strip() + "\n",
        html=_inliner().inline(render_to_string(f"{template}.html", values)),
    )
    mail.full_clean(validate_unique=False, validate_constraints=False)
    if key:
        # Two jobs at once: the database lets one of them through.
        mail, made = OutgoingMail.objects.get_or_create(
            key=key, defaults={"to": mail.to, "subject": mail.subject, "text": mail.text, "html": mail.html}
        )
        if not made:
            return mail
    else:
        mail.save()
    transaction.on_commit(lambda: deliver.enqueue(mail.pk))
    return mail


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


@task()
def deliver(mail_id: int) -> None:
    """Send one mail; an error of the server goes back to the worker, which tries again later."""
    now = timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.SENDING, tried_at__lt=now - CUT_AFTER)
    # One sender at a time: whoever changes the row.
    if not OutgoingMail.objects.filter(free, pk=mail_id).update(state=State.SENDING, tried_at=now):
        return
    mail = OutgoingMail.objects.get(pk=mail_id)
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to])
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except Exception:
        OutgoingMail.objects.filter(pk=mail_id).update(state=State.WAITING)
        raise
    # What was said is now with the person: the site keeps that it was sent, not the text.
    OutgoingMail.objects.filter(pk=mail_id).update(state=State.SENT, sent_at=timezone.now(), text="", html="")


def tidy(now: datetime) -> str:
    """Scheduled work: hand late mails to the worker again, give up after three days, forget after twelve months."""
    waiting = OutgoingMail.objects.filter(state__in=[State.WAITING, State.SENDING])
    given_up = waiting.filter(created_at__lt=now - GIVEN_UP_AFTER).update(state=State.FAILED, text="", html="")
    late = waiting.filter(Q(tried_at__isnull=True) | Q(tried_at__lt=now - LATE_AFTER), created_at__lt=now - LATE_AFTER)
    again = list(late.values_list("pk", flat=True))
    for pk in again:
        deliver.enqueue(pk)
    old, _ = OutgoingMail.objects.filter(created_at__lt=now - relativedelta(months=KEPT_MONTHS)).delete()
    return f"{len(again)} courriel(s) relancé(s), {given_up} abandonné(s), {old} oublié(s)"


def export_mails(user: Any) -> list[dict[str, Any]]:
    """The mails that were written to a person."""
    rows = OutgoingMail.objects.filter(to__iexact=user.email).order_by("created_at")
    return list(rows.values("subject", "text", "state", "created_at", "sent_at"))


def erase_mails(user: Any) -> int:
    """Forget the mails of a person; those that have not left never will."""
    return int(OutgoingMail.objects.filter(to__iexact=user.email).delete()[0])
