"""Telling people what happens, at once or in a summary; choosing what one receives; holding back what has not left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from lilith.accounts.models import User
from lilith.foundation import mail as outbox
from lilith.foundation.models import OutgoingMail
from lilith.foundation.slots import NotificationKind
from lilith.notifications import links, selectors
from lilith.notifications.enums import Rhythm, State, Step, Verb
from lilith.notifications.models import Decision, Notification, Preference
from lilith.notifications.permissions import can
from lilith.notifications.planning import departure

# Lines of one summary; the others are in it as a number.
NAMED = 30
KEPT_MONTHS = 12
LONGEST_REASON = 400
# What each decision starts from, and leads to.
MOVES: dict[Step, tuple[frozenset[str], str]] = {
    Step.HOLD: (frozenset({"waiting"}), "held"),
    Step.RELEASE: (frozenset({"held"}), "waiting"),
    Step.CANCEL: (frozenset({"waiting", "held"}), "dropped"),
}


class TooLateError(Exception):
    """It left, or someone else decided, meanwhile."""

    def __str__(self) -> str:
        return "Trop tard\u00a0: ce courriel vient de partir, ou quelqu’un a décidé avant vous. Rien n’a changé."


@transaction.atomic
def notify(
    *,
    kind: str,
    recipients: Iterable[User],
    subject: str,
    path: str,
    context: Mapping[str, Any],
    key: str,
    now: datetime,
    line: str = "",
) -> int:
    """Tell each of `recipients` once (`key`, 160 characters at most), as each chose; how many will hear of it that had not.

    `subject`, `line` (one sentence) and `path` (the page on this site that acts) stand in summaries; a mail of its own is made of the
    templates of the kind, with `context`. Who is not of the audience of the kind, or wants none, gets nothing. The rows are written
    in the transaction of the caller: what is rolled back is told to nobody. Raises KeyError for an unknown kind.
    """
    told = selectors.kind_of(kind)
    people = selectors.in_audience(kind=told, users=recipients)
    rhythms = selectors.rhythms_of(kind=told, users=people)
    new = 0
    for user in people:
        leaves = departure(rhythm=rhythms[user.pk], after=now)
        if leaves is None:
            continue
        row = Notification(
            user=user, kind=kind, key=key, subject=outbox.one_line(subject), line=line, path=path,
            rhythm=rhythms[user.pk], created_at=now, due_at=leaves,
        )  # fmt: skip
        row.full_clean(exclude=["user"], validate_unique=False, validate_constraints=False)
        columns = ("kind", "subject", "line", "path", "rhythm", "created_at", "due_at")
        # Two jobs at once: the database lets one of them through.
        row, made = Notification.objects.get_or_create(
            user=user, key=key, defaults={name: getattr(row, name) for name in columns}
        )
        if made and row.rhythm == Rhythm.AT_ONCE:
            _write_alone(row, told, context=context)
        new += made
    return new


def _write_alone(row: Notification, kind: NotificationKind, *, context: Mapping[str, Any]) -> None:
    stop_url = links.make(user=row.user_id, kind=kind.code)
    row.mail = outbox.send(
        to=row.user.email, subject=row.subject, template=kind.template, context={**context, "path": row.path, "stop_url": stop_url},
        key=f"{row.key}:{row.user_id}", kind=kind.code, headers=_headers(stop_url, one_click=not kind.must_answer),
    )  # fmt: skip
    row.state = State.WRITTEN
    row.save(update_fields=["mail", "state"])


def _headers(stop_url: str, *, one_click: bool) -> dict[str, str]:
    """What lets a mailbox offer its own button: RFC 2369, and RFC 8058 when that button may act alone."""
    headers = {"List-Unsubscribe": f"<{stop_url}>"}
    if one_click:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


@transaction.atomic
def notify_outside(*, kind: str, to: str, subject: str, context: Mapping[str, Any], key: str, stop_url: str) -> OutgoingMail:
    """Write to someone who has no account and gave an address for this: at once, once (`key`, 200 characters at most).

    `stop_url` is the page where that person says that they want no more; a link in the templates leads there.
    Raises KeyError for an unknown kind, ValidationError for an address that is none, ValueError for a kind that is for accounts.
    """
    told = selectors.kind_of(kind)
    if not told.outside:
        raise ValueError(f"{kind} is for people with an account")
    headers = _headers(stop_url, one_click=False)
    return outbox.send(to=to, subject=subject, template=told.template, context=context, key=key, kind=kind, headers=headers)


def send_summaries(now: datetime) -> str:
    """Scheduled work: one mail a person of all that is due. Each piece of news enters one mail; safe to kill, safe to run twice."""
    due = Notification.objects.filter(state=State.WAITING, due_at__lte=now)
    people = list(due.order_by("user").values_list("user", flat=True).distinct())
    sent = sum(_send_summary(user_id=user_id, now=now) for user_id in people)
    return f"{sent} résumé(s)"


@transaction.atomic
def _send_summary(*, user_id: int, now: datetime) -> bool:
    # Who holds the account of the person writes the summary; another job finds nothing left.
    user = User.objects.select_for_update().filter(pk=user_id).first()
    rows = list(Notification.objects.filter(user=user_id, state=State.WAITING, due_at__lte=now).order_by("created_at", "pk"))
    if user is None or not rows:
        return False
    allowed = {kind.code for kind in selectors.kinds_for(user=user)}
    mine = [row for row in rows if row.kind in allowed]
    _move(rows, [row for row in rows if row.kind not in allowed], state=State.DROPPED)
    if not mine:
        return False
    stop_url = links.make(user=user.pk, kind=links.SUMMARY)
    context = {"rows": mine[:NAMED], "more": max(0, len(mine) - NAMED), "stop_url": stop_url}
    subject = mine[0].subject if len(mine) == 1 else f"Votre résumé\u00a0: {len(mine)} nouvelles"
    written = outbox.send(
        to=user.email, subject=subject, template="notifications/mail/summary", context=context,
        key=f"notifications:summary:{mine[0].pk}", kind="notifications.summary", headers=_headers(stop_url, one_click=True),
    )  # fmt: skip
    _move(rows, mine, state=State.WRITTEN, mail=written)
    return True


def _move(rows: list[Notification], some: list[Notification], **values: Any) -> None:
    if some:
        Notification.objects.filter(pk__in=[row.pk for row in some]).update(**values)


@transaction.atomic
def choose(*, user: User, rhythms: Mapping[str, str], now: datetime) -> None:
    """Note when a person receives each of these kinds; what already waits follows the new choice.

    Raises ValidationError for a kind that is not theirs, a rhythm that does not exist, or « never » where someone waits for them.
    """
    mine = {kind.code: kind for kind in selectors.kinds_for(user=user)}
    for code, value in rhythms.items():
        kind = mine.get(code)
        if kind is None or value not in Rhythm.values:
            raise ValidationError("Ce choix n’existe pas. Rechargez la page.")
        if kind.must_answer and value == Rhythm.NEVER:
            raise ValidationError(
                f"«\u00a0{kind.title}\u00a0»\u00a0: quelqu’un attend votre réponse. Choisissez quand, pas jamais."
            )
        _choose_one(user, code, Rhythm(value), now=now)


def _choose_one(user: User, code: str, rhythm: Rhythm, *, now: datetime) -> None:
    known = Preference.objects.filter(user=user, kind=code).first()
    if known is not None and known.rhythm == rhythm:
        return
    Preference.objects.update_or_create(user=user, kind=code, defaults={"rhythm": rhythm, "changed_at": now})
    open_rows = Notification.objects.filter(user=user, kind=code, state__in=[State.WAITING, State.HELD])
    leaves = departure(rhythm=rhythm, after=now)
    if leaves is None:
        open_rows.update(state=State.DROPPED)
    else:
        open_rows.update(rhythm=rhythm, due_at=leaves)


@transaction.atomic
def stop(*, user: User, kind: str, now: datetime) -> None:
    """What the link of a mail does: no more of this kind, or no more summaries, except what the person must answer.

    Raises ValidationError when the kind is one that must be answered, or is not theirs.
    """
    if kind != links.SUMMARY:
        choose(user=user, rhythms={kind: Rhythm.NEVER}, now=now)
        return
    summaries = (Rhythm.DAILY, Rhythm.WEEKLY)
    chosen = selectors.choices_of(user=user)
    stopped = {row.kind.code: Rhythm.NEVER for row in chosen if row.rhythm in summaries and not row.kind.must_answer}
    choose(user=user, rhythms=stopped, now=now)


@transaction.atomic
def decide(*, target: OutgoingMail | Notification, step: Step, user: User, reason: str, now: datetime) -> Decision:
    """Hold back, put on its way again or cancel what has not left. Held or cancelled with a reason (400 characters at most).

    Raises PermissionDenied, ValidationError (no reason, or too long), TooLateError when it left or was decided meanwhile.
    """
    if not can(user, Verb.HOLD_MAILS):
        raise PermissionDenied
    reason = " ".join(reason.split())
    if not reason and step != Step.RELEASE:
        raise ValidationError({"reason": "Dites pourquoi\u00a0: l’équipe le lira."})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"C’est trop long\u00a0: {LONGEST_REASON} signes au plus."})
    starts, ends = MOVES[step]
    values: dict[str, Any] = {"state": ends}
    is_mail = isinstance(target, OutgoingMail)
    if is_mail and step == Step.CANCEL:
        values |= {"text": "", "html": "", "headers": {}}
    if is_mail and step == Step.RELEASE:
        values["next_try_at"] = now
    # Whoever changes the row decides: the worker claims it the same way.
    rows: models.QuerySet[Any] = type(target)._default_manager.filter(pk=target.pk, state__in=starts)
    if not rows.update(**values):
        raise TooLateError
    decision = Decision(step=step, reason=reason, by=user, valid_at=now, recorded_at=now)
    if isinstance(target, OutgoingMail):
        decision.mail = target
    else:
        decision.notification = target
    decision.full_clean(exclude=["mail", "notification", "by"])
    decision.save()
    return decision


def forget(now: datetime) -> str:
    """Scheduled work: forget what was told more than twelve months ago."""
    old, _ = Notification.objects.filter(created_at__lt=now - relativedelta(months=KEPT_MONTHS)).delete()
    return f"{old} annonce(s) oubliée(s)"
