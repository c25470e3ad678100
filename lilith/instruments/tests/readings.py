"""Real texts, tests and readers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from lilith.instruments import selectors, services
from lilith.instruments.drafts import ItemDraft
from lilith.instruments.models import ComprehensionTest, Response
from lilith.library.models import Term
from lilith.library.tests.records import term

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DEFINITION = "Un toit d’abord. " + "Vous gardez vos choix et une équipe vient chez vous. " * 8

QUESTIONS = [
    ItemDraft("Qui choisit le logement ?", ("Vous", "Le médecin", "Je ne sais pas"), 0),
    ItemDraft("Où vient l’équipe ?", ("À l’hôpital", "Chez vous"), 1, "Relisez la fin du texte."),
    ItemDraft("Que faut-il promettre ?", ("D’aller bien", "Rien", "Je ne sais pas"), 1),
    ItemDraft("Le texte est-il long ?", ("Oui", "Non", "Un peu", "Je ne sais pas"), 1),
]


class Readings:
    """One text and its tests, kept by `by`."""

    def __init__(self, by: Any) -> None:
        self.by = by
        self.text: Term = term("Un toit", DEFINITION)

    def draft(self, questions: list[ItemDraft] | None = None) -> ComprehensionTest:
        test = services.create_test(subject=self.text.uuid, by=self.by, now=NOW)
        if questions is not None:
            services.write_items(test_id=test.pk, items=questions, revision=test.revision, by=self.by)
        return ComprehensionTest.objects.get(pk=test.pk)

    def open(self, questions: list[ItemDraft]) -> ComprehensionTest:
        return services.open_test(test_id=self.draft(questions).pk, by=self.by, now=NOW)

    def publish(self, definition: str) -> None:
        """An editor publishes another text."""
        self.text.refresh_from_db()
        self.text.definition = f"<p>{definition}</p>"
        self.text.save()


def answers(test: ComprehensionTest, *, right: int = 4) -> dict[int, int]:
    """What a reader chooses who answers the first `right` questions well and the others badly."""
    chosen = {}
    for rank, item in enumerate(selectors.items_of(instrument=test)):
        good = rank < right
        chosen[item.pk] = next(choice.pk for choice in item.choices.all() if choice.is_right is good)
    return chosen


def posted(test: ComprehensionTest, *, right: int = 4) -> dict[str, str]:
    """The same, as a form sends it."""
    return {f"item-{item}": str(choice) for item, choice in answers(test, right=right).items()}


def reads(test: ComprehensionTest, *, right: int = 4, is_demo: bool = False, today: date = TODAY) -> Response:
    """A reader answers on the site."""
    return services.record_answers(
        test_id=test.pk, form_token=uuid4(), chosen=answers(test, right=right), today=today, now=NOW, is_demo=is_demo
    )
