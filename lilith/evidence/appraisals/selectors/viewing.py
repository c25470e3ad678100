"""What someone who takes part sees of an appraisal. Here, and nowhere else, it is decided who sees which judgment.

A reader sees their own reading. Until both are done nobody sees another one: not the coordination, not the
administration, not the third reader. No view of the back office shows these tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from lilith.accounts.models import User
from lilith.evidence.appraisals.cells import (
    READERS,
    THIRD,
    Cell,
    Disagreement,
    active_readings,
    both_done,
    disagreements,
    domains_of,
    judgments_of,
    lines_to_judge,
    settlements_of,
    taken,
)
from lilith.evidence.appraisals.enums import AppraisalState, Voice
from lilith.evidence.appraisals.errors import NotAllowedError
from lilith.evidence.appraisals.services.deliberation import VERBS, current_opinions
from lilith.evidence.appraisals.services.publication import collected, missing_for_publication
from lilith.evidence.appraisals.standing import FREE, Obstacle, obstacle
from lilith.evidence.appraisals.words import SEATS, due_words, level_words
from lilith.evidence.enums import Domain
from lilith.evidence.models import (
    Appraisal,
    AppraisalEvent,
    Committee,
    CommitteeMember,
    DossierOutcome,
    DossierOwner,
    Judgment,
    MinorityOpinion,
    Opinion,
    OwnerAnswer,
    Reading,
)
from lilith.evidence.permissions import Verb, can
from lilith.evidence.rating import CURRENT, METHODS
from lilith.evidence.rating.shapes import OutcomeResult, RatingResult

# Whoever has one of these follows the appraisals; the others see only what they own or read.
FOLLOWS = (Verb.OPEN_APPRAISAL, Verb.APPRAISE, Verb.SIGN_LIVED_EXPERIENCE, Verb.READ_AS_RELATIVE)


@dataclass(frozen=True)
class Seat:
    """One place of reader. `name` is given to the coordination alone, which chooses; others read a role."""

    seat: int
    words: str
    role: str
    state: str
    due: str
    is_me: bool
    name: str


@dataclass(frozen=True)
class DomainResult:
    """One question once both readings are done: what each said, and what stands (None while unsettled)."""

    domain: Domain
    label: str
    first: str
    second: str
    final: str


@dataclass(frozen=True)
class LineResult:
    """One line of the dossier with its questions; `result` is what the method gives, once nothing is left to settle."""

    line: DossierOutcome
    domains: tuple[DomainResult, ...]
    result: OutcomeResult | None


@dataclass(frozen=True)
class AppraisalView:
    """An appraisal for one person. `may` names what they can do now; the parts that they may not see are empty."""

    appraisal: Appraisal
    events: tuple[AppraisalEvent, ...]
    seats: tuple[Seat, ...]
    mine: Reading | None
    result_open: bool
    lines: tuple[LineResult, ...] = ()
    whole: RatingResult | None = None
    disagreements: tuple[Disagreement, ...] = ()
    opinions: tuple[tuple[Voice, Opinion | None], ...] = ()
    minority_opinions: tuple[MinorityOpinion, ...] = ()
    owner_answers: tuple[OwnerAnswer, ...] = ()
    missing: tuple[str, ...] = ()
    obstacle: Obstacle | None = None
    may: frozenset[str] = field(default_factory=frozenset)

    @property
    def unsettled(self) -> int:
        return sum(not item.settled for item in self.disagreements)


def appraisals_of(*, user: Any) -> QuerySet[Appraisal]:
    """The appraisals that `user` may open. Demonstration accounts see the demonstration, the others what is real."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Appraisal.objects.none()
    rows = Appraisal.objects.filter(is_demo=user.is_demo).select_related("dossier")
    if any(can(user, verb) for verb in FOLLOWS):
        return rows
    mine = rows.filter(dossier__owners__user=user) | rows.filter(readings__reviewer=user, readings__withdrawn_at__isnull=True)
    return mine.distinct()


def reading_of(*, appraisal: Appraisal, user: User) -> Reading | None:
    """The reading that `user` has in hand; None when they read nothing here."""
    rows = Reading.objects.filter(appraisal=appraisal, reviewer=user, withdrawn_at__isnull=True)
    return rows.select_related("appraisal__dossier").first()


def judgments_for(*, reading: Reading, user: User) -> dict[Cell, Judgment]:
    """What a reading holds, for `user`: their own at any time, another one once both are done and they may open it.

    Raises NotAllowedError otherwise, whoever asks.
    """
    if reading.reviewer_id != user.pk or reading.withdrawn_at is not None:
        follows = appraisals_of(user=user).filter(pk=reading.appraisal_id).exists()
        if not follows or reading.withdrawn_at is not None or not both_done(active_readings(reading.appraisal)):
            raise NotAllowedError("Les deux lectures se font à part. Vous les verrez quand les deux seront terminées.")
    return judgments_of(reading)


def appraisal_view(*, appraisal: Appraisal, user: User, today: date) -> AppraisalView:
    """Everything that `user` may see and do. The caller has checked that they may open it (`appraisals_of`)."""
    readings = active_readings(appraisal)
    mine = next((reading for reading in readings.values() if reading.reviewer_id == user.pk), None)
    chooses = can(user, Verb.ASSIGN_READERS)
    events = tuple(AppraisalEvent.objects.filter(appraisal=appraisal))
    seats = tuple(_seat(readings[seat], user, chooses, today) for seat in sorted(readings))
    result_open = both_done(readings)
    found = tuple(disagreements(appraisal, readings))
    opinions = current_opinions(appraisal) if result_open else {}
    settled = result_open and all(item.settled for item in found)
    whole = METHODS[CURRENT](collected(appraisal=appraisal)) if settled and _same_questions(appraisal, readings) else None
    may, stands = _may(appraisal, user, mine, opinions, today, settled=settled, owner=_owns(appraisal, user))
    return AppraisalView(
        appraisal=appraisal,
        events=events,
        seats=seats,
        mine=mine,
        result_open=result_open,
        lines=_lines(appraisal, readings, whole) if result_open else (),
        whole=whole,
        disagreements=found,
        opinions=tuple((voice, opinions.get(voice)) for voice in Voice) if result_open else (),
        minority_opinions=tuple(MinorityOpinion.objects.filter(appraisal=appraisal)) if result_open else (),
        owner_answers=tuple(OwnerAnswer.objects.filter(appraisal=appraisal)) if result_open else (),
        missing=tuple(missing_for_publication(appraisal=appraisal, today=today)) if chooses and not appraisal.ended else (),
        obstacle=stands,
        may=frozenset(may),
    )


def studies_of(line: DossierOutcome) -> list[Any]:
    """The publications that a line rests on."""
    return [study.publication for study in taken(line)]


def with_since(rows: QuerySet[Appraisal]) -> list[tuple[Appraisal, AppraisalEvent | None]]:
    """Each appraisal with the event of its state: since when. The longest waiting first. Two queries."""
    events = Prefetch("events", AppraisalEvent.objects.order_by("recorded_at", "pk"))
    found = [
        (row, next((event for event in reversed(row.events.all()) if event.state == row.state), None))
        for row in rows.prefetch_related(events)
    ]
    return sorted(found, key=lambda item: (item[1].recorded_at.timestamp() if item[1] else 0, item[0].pk))


def committees_of(*, is_demo: bool) -> list[Committee]:
    """The committees at work, with who sits now as `seated`."""
    members = CommitteeMember.objects.filter(until__isnull=True).select_related("user")
    return list(
        Committee.objects.filter(live=True, is_demo=is_demo)
        .select_related("dossier")
        .prefetch_related(Prefetch("members", members, to_attr="seated"))
    )


def judged_lines(*, lines: Iterable[DossierOutcome]) -> list[DossierOutcome]:
    """Those of these lines that a reader judged: they no longer go. Says nothing of what was judged."""
    rows = [line for line in lines if line.pk]
    judged = set(Judgment.objects.filter(outcome__in=rows).values_list("outcome_id", flat=True))
    return [line for line in rows if line.pk in judged]


def candidates(*, appraisal: Appraisal, by: User, today: date) -> list[tuple[User, Obstacle | None]]:
    """Everyone who could read, with what stands in their way; those who sit in the committee of this dossier first."""
    rows = User.objects.filter(is_active=True, is_demo=appraisal.is_demo).exclude(pk=by.pk).prefetch_related("roles")
    seated = set(
        appraisal.dossier.committees.filter(live=True, members__until__isnull=True).values_list("members__user", flat=True)
    )
    taken_seats = {reading.reviewer_id for reading in active_readings(appraisal).values()}
    people = [user for user in rows if can(user, Verb.APPRAISE) and user.pk not in taken_seats]
    people.sort(key=lambda user: (user.pk not in seated, str(user)))
    return [
        (
            user,
            obstacle(user=user, verb=Verb.APPRAISE, dossier=appraisal.dossier, is_demo=appraisal.is_demo, today=today),
        )
        for user in people
    ]


def _seat(reading: Reading, user: User, chooses: bool, today: date) -> Seat:
    return Seat(
        seat=reading.seat,
        words=SEATS[reading.seat],
        role=str(reading.get_role_display()),
        state=str(reading.get_state_display()),
        due="" if reading.done else due_words(reading.due_on, today),
        is_me=reading.reviewer_id == user.pk,
        name=str(reading.reviewer or "compte effacé") if chooses else "",
    )


def _same_questions(appraisal: Appraisal, readings: dict[int, Reading]) -> bool:
    """False when the dossier changed so that a question has no answer: no result can be shown."""
    seats = [judgments_of(readings[seat]) for seat in READERS]
    cells = {(line.pk, domain) for line in lines_to_judge(appraisal.dossier) for domain in domains_of(line)}
    settled = settlements_of(appraisal)
    return all(
        cell in seats[0] and cell in seats[1] and (seats[0][cell].value == seats[1][cell].value or cell in settled)
        for cell in cells
    )


def _lines(appraisal: Appraisal, readings: dict[int, Reading], whole: RatingResult | None) -> tuple[LineResult, ...]:
    first, second = (judgments_of(readings[seat]) for seat in READERS)
    settled = settlements_of(appraisal)
    results = {outcome.key: outcome for outcome in whole.outcomes} if whole else {}
    found = []
    for line in lines_to_judge(appraisal.dossier):
        domains = []
        for domain in domains_of(line):
            cell = (line.pk, domain)
            one, two, written = first.get(cell), second.get(cell), settled.get(cell)
            if one is None or two is None:
                continue
            final = ""
            if one.value == two.value:
                final = level_words(domain, one.value)
            elif written is not None and written.settled:
                final = level_words(domain, written.value)
            words = (level_words(domain, one.value), level_words(domain, two.value))
            domains.append(DomainResult(domain, domain.label, *words, final))
        found.append(LineResult(line, tuple(domains), results.get(line.outcome_id)))
    return tuple(found)


def _owns(appraisal: Appraisal, user: User) -> bool:
    return DossierOwner.objects.filter(dossier=appraisal.dossier_id, user=user).exists()


def _may(
    appraisal: Appraisal,
    user: User,
    mine: Reading | None,
    opinions: dict[Voice, Opinion],
    today: date,
    *,
    settled: bool,
    owner: bool,
) -> tuple[set[str], Obstacle | None]:
    """What `user` can do now, and the first thing that stands in the way of what their role would allow."""
    stands: list[Obstacle] = []
    known: dict[bool, Obstacle | None] = {}

    def free(verb: Verb) -> bool:
        if not can(user, verb):
            return False
        # What stands in the way is the same for every verb that asks for a declaration: it is looked for once.
        asks = verb not in FREE
        if asks not in known:
            known[asks] = obstacle(user=user, verb=verb, dossier=appraisal.dossier, is_demo=appraisal.is_demo, today=today)
        found = known[asks]
        if found is not None:
            stands.append(found)
        return found is None

    state = appraisal.state
    may: set[str] = set()
    deliberation = state == AppraisalState.DELIBERATION
    if mine and mine.seat != THIRD and not mine.done and free(Verb.APPRAISE):
        may |= {"read"} | ({"complete"} if state == AppraisalState.READING else set())
    if mine and deliberation and not settled and free(Verb.SETTLE):
        may.add("settle")
    spoken = {voice for voice, opinion in opinions.items() if opinion.by_id == user.pk}
    for voice, verb in VERBS.items():
        if deliberation and settled and mine is None and not (spoken - {voice}) and free(verb):
            may.add(voice.value)
    if deliberation and free(Verb.ADD_MINORITY_OPINION):
        may.add("minority")
    if owner and state in (AppraisalState.DELIBERATION, AppraisalState.PUBLISHED) and free(Verb.ANSWER_AS_OWNER):
        may.add("answer")
    if not appraisal.ended and free(Verb.ASSIGN_READERS):
        may |= {"assign", "close"}
        may |= {"complete"} if state in (AppraisalState.RECEIVED, AppraisalState.READING) else set()
        may |= {"resume"} if state == AppraisalState.TO_COMPLETE else set()
        may |= {"reopen"} if deliberation else set()
    if deliberation and free(Verb.OVERRULE):
        may.add("overrule")
    if deliberation and free(Verb.PUBLISH_APPRAISAL):
        may.add("publish")
    return may, stands[0] if stands else None
