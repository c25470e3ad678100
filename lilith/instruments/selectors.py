"""Questions about tests of comprehension: texts to test, gates, results."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from lilith.foundation.slots import PlainText, plain_text_sources
from lilith.instruments.drafts import ItemDraft
from lilith.instruments.enums import AnswerChannel, ComprehensionState, GateState
from lilith.instruments.measures import Bounds, Gate, gate_of
from lilith.instruments.models import Answer, AnswerSheet, ComprehensionTest, Instrument, Item

_COUNTED = Q(responses__is_demo=False)
_ANSWERS = Q(responses__is_demo=False, responses__answers__isnull=False)


def bounds() -> Bounds:
    """From when on a text counts as understood, as the site sets it."""
    wanted = settings.LILITH["COMPREHENSION"]
    return Bounds(readers=wanted["READERS"], right_in_100=wanted["RIGHT_IN_100"])


# Texts


def plain_text(*, subject: UUID) -> PlainText | None:
    """The public text with this id; None when no room has one."""
    return next((text for source in plain_text_sources() if (text := source.find(subject)) is not None), None)


def plain_text_of(*, record: Any) -> PlainText | None:
    """The plain text of a record that can be tested; None for any other thing."""
    return next((source.text_of(record) for source in plain_text_sources() if isinstance(record, source.model)), None)


def testable_titles() -> list[tuple[UUID, str]]:
    """(public id, title) of every text that can be tested."""
    return [one for source in plain_text_sources() for one in source.titles()]


# Tests


def with_scores(tests: QuerySet[ComprehensionTest]) -> QuerySet[ComprehensionTest]:
    """Tests with what `gate_of_test` reads, in the same query; demonstration answers are not counted."""
    return tests.annotate(
        readers=Count("responses", filter=_COUNTED, distinct=True),
        answer_count=Count("responses__answers", filter=_ANSWERS, distinct=True),
        right_count=Count("responses__answers", filter=_ANSWERS & Q(responses__answers__choice__is_right=True), distinct=True),
        last_on=Max("responses__valid_at", filter=_COUNTED),
    )


def gate_of_test(*, test: Any) -> Gate:
    """What readers say of the text of a test, which comes from `with_scores`."""
    return gate_of(
        readers=test.readers,
        answers=test.answer_count,
        right=test.right_count,
        last_on=test.last_on,
        changed_on=test.changed_on,
        bounds=bounds(),
    )


@dataclass(frozen=True)
class Printed:
    """What a page says of its text: the gate, and the test that readers may still answer."""

    gate: Gate
    test: ComprehensionTest | None = None


def printed(*, subject: UUID) -> Printed:
    """What readers said of the text with this public id, in its last version that was tested. One query."""
    tests = ComprehensionTest.objects.filter(subject=subject).exclude(state=ComprehensionState.DRAFT)
    test = with_scores(tests).defer("text").order_by("-version").first()
    if test is None:
        return Printed(Gate(GateState.NOT_TESTED))
    return Printed(gate_of_test(test=test), test)


def last_opened(*, subject: UUID) -> ComprehensionTest | None:
    """The last version of the test of a text that was opened."""
    tests = ComprehensionTest.objects.filter(subject=subject).exclude(state=ComprehensionState.DRAFT)
    return tests.order_by("-version").first()


def all_tests(*, state: str = "", words: str = "") -> QuerySet[ComprehensionTest]:
    """Every version of every test, newest first, with its score; in one state, with words of its title."""
    tests = with_scores(ComprehensionTest.objects.defer("text"))
    if state in ComprehensionState.values:
        tests = tests.filter(state=state)
    if words.strip():
        tests = tests.filter(subject_title__icontains=words.strip()[:200])
    return tests.order_by("-created_at", "-pk")


def items_of(*, instrument: Instrument) -> list[Item]:
    """The questions with their possible answers, in order. Two queries."""
    return list(Item.objects.filter(instrument=instrument.pk).prefetch_related("choices").order_by("order"))


def item_drafts(*, instrument: Instrument) -> list[ItemDraft]:
    """The questions as an editor writes them."""
    drafts = []
    for item in items_of(instrument=instrument):
        choices = list(item.choices.all())
        right = next((rank for rank, choice in enumerate(choices) if choice.is_right), -1)
        drafts.append(ItemDraft(item.question, tuple(choice.text for choice in choices), right, item.help))
    return drafts


# Results


@dataclass(frozen=True)
class ChoiceCount:
    text: str
    is_right: bool
    count: int
    in_100: int


@dataclass(frozen=True)
class ItemResult:
    """How readers answered one question."""

    question: str
    right_in_100: int
    choices: list[ChoiceCount]


@dataclass
class Results:
    """What a test tells. `groups`: (name of a panel, or « sur le site », readers, right answers out of 100)."""

    gate: Gate
    items: list[ItemResult] = field(default_factory=list)
    groups: list[tuple[str, int, int]] = field(default_factory=list)
    demonstration: int = 0


def results_of(*, test: ComprehensionTest) -> Results:
    """Every figure of one version of a test. Five queries."""
    scored = with_scores(ComprehensionTest.objects.filter(pk=test.pk)).get()
    rows = Answer.objects.filter(response__instrument=test.pk, response__is_demo=False)
    counts = dict(rows.order_by().values_list("choice").annotate(count=Count("pk")))
    results = Results(gate_of_test(test=scored), demonstration=test.responses.filter(is_demo=True).count())
    for item in items_of(instrument=test):
        total = sum(counts.get(choice.pk, 0) for choice in item.choices.all())
        choices = [
            ChoiceCount(choice.text, choice.is_right, n := counts.get(choice.pk, 0), 100 * n // total if total else 0)
            for choice in item.choices.all()
        ]
        right = sum(choice.count for choice in choices if choice.is_right)
        results.items.append(ItemResult(item.question, 100 * right // total if total else 0, choices))
    groups = rows.order_by().values("response__channel", "response__sheet__panel__name")
    for row in groups.annotate(
        readers=Count("response", distinct=True), total=Count("pk"), right=Count("pk", filter=Q(choice__is_right=True))
    ):
        name = row["response__sheet__panel__name"] or str(AnswerChannel.SITE.label)
        results.groups.append((name, row["readers"], 100 * row["right"] // row["total"]))
    results.groups.sort()
    return results


@dataclass(frozen=True)
class Batch:
    """Sheets printed together: for whom, when, how many, and how many were typed in."""

    batch: UUID
    panel: str
    printed_at: datetime
    sheets: int
    typed: int


def batches_of(*, test: ComprehensionTest) -> list[Batch]:
    """The sheets of a test, by printing, newest first."""
    rows = AnswerSheet.objects.filter(instrument=test.pk).order_by()
    grouped = rows.values("batch", "panel__name").annotate(last=Max("created_at"), sheets=Count("pk"), typed=Count("response"))
    return [
        Batch(row["batch"], row["panel__name"], row["last"], row["sheets"], row["typed"])
        for row in sorted(grouped, key=lambda row: row["last"], reverse=True)
    ]


def sheets_of(*, batch: UUID) -> list[AnswerSheet]:
    """The sheets of one printing."""
    return list(AnswerSheet.objects.filter(batch=batch).select_related("panel").order_by("code"))


def waiting_sheets() -> int:
    """How many sheets of open tests were not typed in."""
    return AnswerSheet.objects.filter(
        response__isnull=True, instrument__comprehensiontest__state=ComprehensionState.OPEN
    ).count()


def gates_to_mind() -> Counter[str]:
    """How many open tests are « à retester » or « à réécrire »."""
    tests = with_scores(ComprehensionTest.objects.filter(state=ComprehensionState.OPEN).defer("text"))
    states = Counter(str(gate_of_test(test=test).state) for test in tests)
    return Counter({state: states[state] for state in (GateState.TO_RETEST, GateState.TO_REWRITE) if states[state]})
