"""Mails: written down with what causes them, sent by the worker once that is committed, tried again, then forgotten."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from lilith.foundation.models import OutgoingMail

logger = logging.getLogger(__name__)
State = OutgoingMail.State
# Not sent yet, and not withheld.
OPEN = (State.WAITING, State.SENDING)
# A mail handed to the worker is handed over again after this: the worker died, or a sending was cut short.
CUT_AFTER = timedelta(minutes=10)
# How long a mail waits after each failed try; after the last one it is given up, on the third day.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440))
KEPT_MONTHS = 12


@transaction.atomic
def send(
    *,
    to: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    key: str = "",
    kind: str = "",
    headers: Mapping[str, str] | None = None,
) -> OutgoingMail:
    """Write one mail down; the worker sends it once the transaction under way is committed, and tries again if it must.

    `template` is « <room>/mail/<name> »: the files `.txt` and `.html` of that name extend `foundation/mail/base`. They get
    `context`, `subject` and `site_url`; with `stop_url` the foot says where one chooses what one receives. With a `key` (200
    characters at most) the mail leaves once, however often this is called: the first one is given back. `kind` says what
    sort of mail it is. A link in a mail shows; only a button of the page it leads to acts.
    Raises ValidationError for an address that is none.
    """
    known = OutgoingMail.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    subject = one_line(subject)
    values = {"site_url": settings.BASE_URL, **context, "subject": subject}
    mail = OutgoingMail(
        key=key,
        kind=kind,
        to=to,
        subject=subject,
        text=render_to_string(f"{template}.txt", values).strip() + "\n",
        html=_inliner().inline(render_to_string(f"{template}.html", values)),
        headers=dict(headers or {}),
        next_try_at=timezone.now() + CUT_AFTER,
    )
    mail.full_clean(validate_unique=False, validate_constraints=False)
    if key:
        # Two jobs at once: the database lets one of them through.
        columns = ("kind", "to", "subject", "text", "html", "headers", "next_try_at")
        mail, made = OutgoingMail.objects.get_or_create(key=key, defaults={name: getattr(mail, name) for name in columns})
        if not made:
            return mail
    else:
        mail.save()
    transaction.on_commit(lambda: deliver.enqueue(mail.pk))
    return mail


def one_line(words: str) -> str:
    """The words on one line; spaces that must not break stay."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", words).strip(" ")


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def message_id(mail: OutgoingMail) -> str:
    """What a mailbox knows this mail by: the same at each try."""
    return f"<{mail.token}.{mail.pk}@{urlsplit(settings.BASE_URL).hostname or 'lilith'}>"


@task()
def deliver(mail_id: int) -> None:
    """Send one mail. When the server refuses, or this process dies, the clock hands the mail over again (`tidy`)."""
    now = timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.SENDING, next_try_at__lte=now)
    # One sender at a time: whoever changes the row. A try counts from its beginning: a mail that kills is given up too.
    claim = {"state": State.SENDING, "tried_at": now, "next_try_at": now + CUT_AFTER, "attempts": F("attempts") + 1}
    if not OutgoingMail.objects.filter(free, pk=mail_id, attempts__lte=len(PAUSES)).update(**claim):
        return
    mail = OutgoingMail.objects.get(pk=mail_id)
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.to], headers={**mail.headers, "Message-ID": message_id(mail)}
    )
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except Exception as error:
        _put_back(mail, now=now, error=error)
        return
    # What was said is now with the person: the site keeps that it was sent, not the text.
    OutgoingMail.objects.filter(pk=mail_id).update(state=State.SENT, sent_at=timezone.now(), text="", html="", headers={})


def _put_back(mail: OutgoingMail, *, now: datetime, error: Exception) -> None:
    """Have a mail that was refused wait for its next try, or give it up."""
    mine = OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, tried_at=now)
    if mail.attempts > len(PAUSES):
        logger.error("mail %d given up after %d attempts (%s)", mail.pk, mail.attempts, type(error).__name__)
        mine.update(state=State.FAILED, text="", html="")
        return
    pause = PAUSES[mail.attempts - 1]
    logger.warning("mail %d refused (attempt %d, %s), again in %s", mail.pk, mail.attempts, type(error).__name__, pause)
    mine.update(state=State.WAITING, next_try_at=now + pause)


def tidy(now: datetime) -> str:
    """Scheduled work, each minute: hand the mails that are due to the worker again, give up those that failed each time."""
    due = OutgoingMail.objects.filter(state__in=OPEN, next_try_at__lte=now)
    given_up = due.filter(attempts__gt=len(PAUSES)).update(state=State.FAILED, text="", html="")
    again = 0
    for pk in due.order_by("next_try_at").values_list("pk", flat=True):
        # Not again at the next minute: the worker may have others to send first.
        if due.filter(pk=pk).update(state=State.WAITING, next_try_at=now + CUT_AFTER):
            deliver.enqueue(pk)
            again += 1
    return f"{again} courriel(s) relancé(s), {given_up} abandonné(s)"


def forget(now: datetime) -> str:
    """Scheduled work, each day: forget the mails written more than twelve months ago."""
    old, _ = OutgoingMail.objects.filter(created_at__lt=now - relativedelta(months=KEPT_MONTHS)).delete()
    return f"{old} courriel(s) oublié(s)"


def export_mails(user: Any) -> list[dict[str, Any]]:
    """The mails that were written to a person."""
    rows = OutgoingMail.objects.filter(to__iexact=user.email).order_by("created_at")
    return [dict(row) for row in rows.values("subject", "kind", "text", "state", "created_at", "sent_at")]


def erase_mails(user: Any) -> int:
    """Forget the mails of a person; those that have not left never will."""
    return int(OutgoingMail.objects.filter(to__iexact=user.email).delete()[0])
