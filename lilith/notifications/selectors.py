"""Questions about kinds, about what each person chose, and about what has not left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value, prefetch_related_objects

from lilith.accounts.models import User
from lilith.foundation.models import OutgoingMail
from lilith.foundation.slots import NotificationKind, notification_kinds
from lilith.notifications.enums import Rhythm, State, Verb
from lilith.notifications.models import Notification, Preference
from lilith.notifications.permissions import can
from lilith.notifications.words import moment

__all__ = ["can"]

MAIL, NEWS = "courriel", "annonce"
_MAILS = Q(state__in=[OutgoingMail.State.WAITING, OutgoingMail.State.SENDING, OutgoingMail.State.HELD])
_NEWS = Q(state__in=[State.WAITING, State.HELD])


@dataclass(frozen=True)
class Choice:
    """What a person chose for one kind."""

    kind: NotificationKind
    rhythm: Rhythm


@dataclass(frozen=True)
class Decided:
    """One decision as it is read: what, when, by which roles, why."""

    step: str
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True)
class Leaving:
    """What has not left: a mail, or a piece of news before its summary. People are told by their roles, never by an address."""

    what: str
    record: OutgoingMail | Notification
    title: str
    to: str
    leaves: str
    state: str
    held: bool
    open: bool
    tries: int = 0
    decisions: tuple[Decided, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What has not left, and what became of the mails of the last seven days."""

    waiting: int
    held: int
    sent: int
    given_up: int
    cancelled: int


def kind_of(code: str) -> NotificationKind:
    """The kind of that code. Raises KeyError when no room registered it."""
    return notification_kinds()[code]


def kind_words(code: str) -> str:
    """A kind as it is read; a kind of a room that is no more keeps its code."""
    if code == "notifications.summary":
        return "Résumé"
    known = notification_kinds().get(code)
    return known.title if known else code


def in_audience(*, kind: NotificationKind, users: Iterable[User]) -> list[User]:
    """Those to whom a kind may be written: open accounts of its audience, each once. One query for the roles of all."""
    people = list({user.pk: user for user in users if user.is_active}.values())
    prefetch_related_objects(people, "roles")
    return [user for user in people if kind.audience(user)]


def kinds_for(*, user: User) -> list[NotificationKind]:
    """The kinds that may be written to an account; none for a closed one."""
    return [kind for kind in notification_kinds().values() if user.is_active and kind.audience(user)]


def rhythms_of(*, kind: NotificationKind, users: Iterable[User]) -> dict[int, Rhythm]:
    """Primary key of each of these accounts → when it receives this kind. What must be answered is never silenced."""
    people = list(users)
    rows = Preference.objects.filter(kind=kind.code, user__in=people).values_list("user", "rhythm")
    chosen = dict(rows)
    return {user.pk: _rhythm(kind, chosen.get(user.pk)) for user in people}


def choices_of(*, user: User) -> list[Choice]:
    """Each kind that may be written to a person, with what they chose."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "rhythm"))
    return [Choice(kind, _rhythm(kind, chosen.get(kind.code))) for kind in kinds_for(user=user)]


def _rhythm(kind: NotificationKind, chosen: str | None) -> Rhythm:
    rhythm = Rhythm(chosen or kind.default)
    return Rhythm(kind.default) if kind.must_answer and rhythm == Rhythm.NEVER else rhythm


def waiting_count(*, user: User) -> int:
    """How many pieces of news wait for the next summary of a person."""
    return Notification.objects.filter(user=user, state=State.WAITING).count()


def leaving_rows() -> QuerySet[Any]:
    """What has not left, mails and news together, the soonest first: rows to give to `leaving`, a page at a time."""
    mails = OutgoingMail.objects.filter(_MAILS).annotate(what=Value(MAIL), when=F("next_try_at"))
    news = Notification.objects.filter(_NEWS).annotate(what=Value(NEWS), when=F("due_at"))
    columns = ("what", "pk", "when")
    return mails.order_by().values(*columns).union(news.order_by().values(*columns), all=True).order_by("when", "what", "pk")


def leaving(*, rows: Iterable[Any], now: datetime) -> list[Leaving]:
    """These rows, said as they are read. A fixed number of queries."""
    order = [(row["what"], row["pk"]) for row in rows]
    found: dict[tuple[str, int], OutgoingMail | Notification] = {}
    mails = OutgoingMail.objects.filter(pk__in=[pk for what, pk in order if what == MAIL])
    news = Notification.objects.filter(pk__in=[pk for what, pk in order if what == NEWS])
    for mail in mails.prefetch_related("decisions__by__roles", "notifications__user__roles"):
        found[MAIL, mail.pk] = mail
    for row in news.prefetch_related("decisions__by__roles", "user__roles"):
        found[NEWS, row.pk] = row
    return [_leaving(found[key], now=now) for key in order if key in found]


def leaving_one(*, what: str, pk: int, now: datetime) -> Leaving | None:
    """One mail or piece of news, whatever its state; None when it does not exist."""
    model: Any = {MAIL: OutgoingMail, NEWS: Notification}.get(what)
    record = model.objects.filter(pk=pk).first() if model else None
    return _leaving(record, now=now) if record is not None else None


def _leaving(record: OutgoingMail | Notification, *, now: datetime) -> Leaving:
    decisions = tuple(
        Decided(str(row.get_step_display()), row.valid_at, _who(row.by) if row.by else "compte effacé", row.reason)
        for row in sorted(record.decisions.all(), key=lambda row: row.pk)
    )
    if isinstance(record, Notification):
        held = record.state == State.HELD
        return Leaving(
            NEWS, record, kind_words(record.kind), _who(record.user), moment(at=record.due_at, now=now), record.get_state_display(),
            held, held or record.state == State.WAITING, 0, decisions,
        )  # fmt: skip
    people = {row.user_id: row.user for row in record.notifications.all()}
    kind = notification_kinds().get(record.kind)
    to = _who(next(iter(people.values()))) if people else (kind.outside if kind else "") or "une personne sans compte"
    held = record.state == OutgoingMail.State.HELD
    return Leaving(
        MAIL, record, kind_words(record.kind) or "Courriel du site", to, moment(at=record.next_try_at if record.attempts else now, now=now),
        record.get_state_display(), held, held or record.state == OutgoingMail.State.WAITING, record.attempts, decisions,
    )  # fmt: skip


def _who(user: User) -> str:
    names = sorted({str(grant.get_role_display()) for grant in user.roles.all()})
    return ", ".join(names) or "un compte sans rôle"


def waiting_and_held() -> tuple[int, int]:
    """How much waits, and how much is held back. Two queries."""
    found = Counter(_by_state(OutgoingMail.objects.filter(_MAILS))) + Counter(_by_state(Notification.objects.filter(_NEWS)))
    held = found[State.HELD.value]
    return found.total() - held, held


def figures(*, now: datetime) -> Figures:
    """Five numbers for the coordination. Three queries."""
    state = OutgoingMail.State
    waiting, held = waiting_and_held()
    week = _by_state(OutgoingMail.objects.filter(created_at__gte=now - timedelta(days=7)))
    sent, given_up, cancelled = (week.get(code.value, 0) for code in (state.SENT, state.FAILED, state.CANCELLED))
    return Figures(waiting=waiting, held=held, sent=sent, given_up=given_up, cancelled=cancelled)


def _by_state(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def may_hold(user: Any) -> bool:
    """True for those who keep what leaves."""
    return can(user, Verb.HOLD_MAILS)
