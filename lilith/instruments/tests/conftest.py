"""People, groups of readers, and real texts to test: here the definitions of the glossary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.tests.conftest import groups, person, signed_in  # noqa: F401
from lilith.foundation import slots
from lilith.foundation.selectors import text_of
from lilith.instruments.models import ComprehensionTest, ReadingPanel
from lilith.instruments.tests.readings import QUESTIONS, Readings
from lilith.library.models import Term


def plain_text_of(record: Any) -> slots.PlainText | None:
    if not record.live:
        return None
    address = record.get_absolute_url()
    return slots.PlainText(record.uuid, record.term, address, f"L’essentiel\n{text_of(record.definition)}")


def find(uuid: Any) -> slots.PlainText | None:
    record = Term.objects.filter(uuid=uuid, live=True).first()
    return plain_text_of(record) if record else None


TERMS = slots.PlainTextSource(
    model=Term,
    text_of=plain_text_of,
    find=find,
    titles=lambda: list(Term.objects.filter(live=True).values_list("uuid", "term")),
)


@pytest.fixture(autouse=True)
def _terms_can_be_tested() -> Iterator[None]:
    slots.register_plain_texts(TERMS)
    yield
    slots._plain_texts.remove(TERMS)


@pytest.fixture
def readings(person: Callable[..., User]) -> Readings:  # noqa: F811
    """A text, and someone who may have it tested."""
    return Readings(person(Role.LITERACY))


@pytest.fixture
def opened(readings: Readings) -> ComprehensionTest:
    """An open test of four questions."""
    return readings.open(QUESTIONS)


@pytest.fixture
def panel(db: None) -> ReadingPanel:
    return ReadingPanel.objects.create(name="Groupe des usagers de Lille")
