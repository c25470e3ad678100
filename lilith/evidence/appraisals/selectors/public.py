"""What everyone may read: the queue, the committees, the record of a published appraisal. Roles, never names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from lilith.accounts.models import User
from lilith.evidence.appraisals.cells import active_readings, disagreements
from lilith.evidence.appraisals.enums import AppraisalState, CommitteeKind, InterestKind
from lilith.evidence.appraisals.services.deliberation import current_opinions
from lilith.evidence.appraisals.words import SEATS, level_words
from lilith.evidence.models import (
    Appraisal,
    AppraisalEvent,
    Committee,
    CommitteeMember,
    Dossier,
    InterestDeclaration,
    MinorityOpinion,
    OwnerAnswer,
)
from lilith.foundation.templatetags.lilith import jour

# The order in which the public reads the states; the closed ones come last.
ORDER = [
    AppraisalState.RECEIVED,
    AppraisalState.READING,
    AppraisalState.TO_COMPLETE,
    AppraisalState.DELIBERATION,
    AppraisalState.PUBLISHED,
    AppraisalState.CLOSED,
]
# Ended appraisals on the queue: the newest; each stays on the page of its practice.
ENDED_SHOWN = 24


@dataclass(frozen=True)
class QueueLine:
    """One appraisal of the queue: where it stands, since when, and why when that was said."""

    title: str
    number: int
    since: date
    reason: str


@dataclass(frozen=True)
class QueueGroup:
    """The appraisals in one state, the longest waiting first (the newest first once ended)."""

    state: AppraisalState
    lines: tuple[QueueLine, ...]


@dataclass(frozen=True)
class MemberLine:
    """Someone who sits, by role: « Membre 1, comité scientifique », and what they declared, in words."""

    words: str
    since: date
    interests: tuple[str, ...]


@dataclass(frozen=True)
class CommitteeView:
    title: str
    kind: CommitteeKind
    purpose: str
    members: tuple[MemberLine, ...]


@dataclass(frozen=True)
class Said:
    """Something written under a role, on a day."""

    role: str
    text: str
    on: date


@dataclass(frozen=True)
class VoiceLine:
    """What one voice decided, and the reason why a refusal was overruled (None: it was not)."""

    voice: str
    decision: str
    said: Said
    overruled: Said | None
    interests: tuple[str, ...]


@dataclass(frozen=True)
class ReaderLine:
    """« Lecteur 1 », the role, the day they finished, and what they had declared."""

    words: str
    role: str
    done_on: date | None
    interests: tuple[str, ...]


@dataclass(frozen=True)
class SettledLine:
    """One disagreement: what each reader said, what stands, how it was settled and why. All in words."""

    outcome: str
    question: str
    first: Said
    second: Said
    final: str
    how: str
    reason: str


@dataclass(frozen=True)
class AppraisalRecord:
    """All that the page of a practice prints of its last published appraisal."""

    number: int
    requested_by: str
    request_reason: str
    published_on: date
    events: tuple[tuple[str, date, str], ...]
    readers: tuple[ReaderLine, ...]
    settled: tuple[SettledLine, ...]
    opinions: tuple[VoiceLine, ...]
    minority_opinions: tuple[Said, ...]
    owner_answers: tuple[Said, ...]


def public_queue() -> list[QueueGroup]:
    """Every open appraisal and the last ended ones, by state; demonstration left out. Two queries."""
    rows = (
        Appraisal.objects.filter(is_demo=False, dossier__is_demo=False, dossier__live=True)
        .select_related("dossier")
        .prefetch_related(Prefetch("events", AppraisalEvent.objects.order_by("recorded_at", "pk")))
    )
    groups: dict[AppraisalState, list[QueueLine]] = {state: [] for state in ORDER}
    for row in rows:
        events = [event for event in row.events.all() if event.state == row.state]
        if events:
            line = QueueLine(row.dossier.title, row.number, events[-1].valid_at, events[-1].reason)
            groups[AppraisalState(row.state)].append(line)
    found = []
    for state, lines in groups.items():
        ended = state in (AppraisalState.PUBLISHED, AppraisalState.CLOSED)
        lines.sort(key=lambda line: (line.since, line.title), reverse=ended)
        if lines:
            found.append(QueueGroup(state, tuple(lines[:ENDED_SHOWN] if ended else lines)))
    return found


def queue_place(*, dossier: Dossier) -> QueueGroup | None:
    """Where the open appraisal of a dossier stands, for its page; None when there is none."""
    row = Appraisal.objects.filter(dossier=dossier, is_demo=False).exclude(
        state__in=[AppraisalState.PUBLISHED, AppraisalState.CLOSED]
    )
    found = row.select_related("dossier").first()
    if found is None:
        return None
    event = AppraisalEvent.objects.filter(appraisal=found, state=found.state).last()
    if event is None:
        return None
    line = QueueLine(found.dossier.title, found.number, event.valid_at, event.reason)
    return QueueGroup(AppraisalState(found.state), (line,))


def public_committees(*, today: date) -> list[CommitteeView]:
    """The committees at work, the standing ones first, each member by role with what they declared. Three queries."""
    members = CommitteeMember.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user__is_demo=False)
    rows = Committee.objects.filter(live=True, is_demo=False).prefetch_related(
        Prefetch("members", members.order_by("-capacity", "since", "pk"))
    )
    declared: dict[int | None, list[InterestDeclaration]] = {}
    for declaration in _declared(today).filter(user__in=members.values("user")):
        declared.setdefault(declaration.user_id, []).append(declaration)
    kinds = list(CommitteeKind)
    found = []
    for row in sorted(rows, key=lambda row: (kinds.index(CommitteeKind(row.kind)), row.pk)):
        lines = []
        for number, member in enumerate(row.members.all(), 1):
            place = "Présidence" if member.capacity == "chair" else f"Membre {number}"
            words = f"{place}, {member.get_role_display()}"
            lines.append(MemberLine(words, member.since, _words(declared.get(member.user_id, []))))
        found.append(CommitteeView(row.title, CommitteeKind(row.kind), row.purpose, tuple(lines)))
    return found


def interest_words(*, user: User | None, on: date) -> tuple[str, ...]:
    """What someone had declared on a day, in words without their name."""
    if user is None:
        return ("déclaration faite, compte effacé depuis",)
    return _words(_declared(on).filter(user=user))


def _declared(on: date) -> QuerySet[InterestDeclaration]:
    """The declarations that held on a day, the oldest first."""
    end = timezone.make_aware(datetime.combine(on, time.max))
    return InterestDeclaration.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=end),
        declared_at__lte=end,
        valid_from__lte=on,
    ).select_related("organisation")


def _words(rows: Iterable[InterestDeclaration]) -> tuple[str, ...]:
    found = list(rows)
    held = [row for row in found if row.kind != InterestKind.NONE]
    if held:
        return tuple(_interest(row) for row in held)
    if not found:
        return ("liens non déclarés",)
    return (f"aucun lien déclaré, le {jour(found[-1].declared_at)}",)


def _interest(row: InterestDeclaration) -> str:
    about = f" ({row.organisation})" if row.organisation else ""
    return f"{row.get_kind_display()}{about}\u00a0: {row.subject} Déclaré le {jour(row.declared_at)}."


def public_record(*, dossier: Dossier) -> AppraisalRecord | None:
    """What is printed with the last published appraisal of a dossier; None when there is none, or in a demonstration."""
    appraisal = (
        Appraisal.objects.filter(dossier=dossier, state=AppraisalState.PUBLISHED, is_demo=False, dossier__is_demo=False)
        .order_by("number")
        .last()
    )
    if appraisal is None:
        return None
    events = list(AppraisalEvent.objects.filter(appraisal=appraisal))
    published_on = events[-1].valid_at
    readings = active_readings(appraisal)
    return AppraisalRecord(
        number=appraisal.number,
        requested_by=appraisal.requested_by_role,
        request_reason=appraisal.request_reason,
        published_on=published_on,
        events=tuple((str(row.get_state_display()), row.valid_at, row.reason) for row in events),
        readers=tuple(
            ReaderLine(
                SEATS[seat],
                str(row.get_role_display()),
                timezone.localdate(row.done_at) if row.done_at else None,
                interest_words(user=row.reviewer, on=published_on),
            )
            for seat, row in sorted(readings.items())
        ),
        settled=tuple(_settled(item) for item in disagreements(appraisal, readings)),
        opinions=tuple(_voice(row, published_on) for row in current_opinions(appraisal).values()),
        minority_opinions=tuple(_said(row, row.text) for row in MinorityOpinion.objects.filter(appraisal=appraisal)),
        owner_answers=tuple(_said(row, row.text) for row in OwnerAnswer.objects.filter(appraisal=appraisal)),
    )


def _said(row: Any, text: str) -> Said:
    return Said(str(row.get_role_display()), text, row.valid_at)


def _voice(row: Any, on: date) -> VoiceLine:
    overruled = _said(row.override, row.override.reason) if hasattr(row, "override") else None
    return VoiceLine(
        str(row.get_voice_display()),
        str(row.get_decision_display()),
        _said(row, row.reason),
        overruled,
        interest_words(user=row.by, on=on),
    )


def _settled(item: Any) -> SettledLine:
    domain, written = item.domain, item.settlement
    day = timezone.localdate(written.accepted_at)
    return SettledLine(
        outcome=item.line.outcome.name,
        question=domain.label,
        first=Said(SEATS[1], _judged(domain, item.first), day),
        second=Said(SEATS[2], _judged(domain, item.second), day),
        final=level_words(domain, written.value),
        how=str(written.get_kind_display()),
        reason=written.reason,
    )


def _judged(domain: Any, row: Any) -> str:
    return f"{level_words(domain, row.value)}. {row.reason}".strip()
