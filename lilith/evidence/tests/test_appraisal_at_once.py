"""Two people at the same moment, in two connections. SQLite writes one at a time by itself; this is for PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from lilith.accounts.models import User
from lilith.evidence.appraisals import services
from lilith.evidence.appraisals.enums import AppraisalState, InterestKind, Voice
from lilith.evidence.appraisals.errors import AppraisalError
from lilith.evidence.models import Appraisal, AppraisalEvent, InterestDeclaration, Opinion, Rating, Reading
from lilith.evidence.tests.cast import LATER, Cast, fresh
from lilith.evidence.tests.rows import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite has one connection"),
]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run each in a thread and a connection of its own, started together; what each was refused with, "" when it passed."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        gate.wait(10)
        try:
            act()
        except Exception as error:
            said[number] = str(error) if isinstance(error, AppraisalError) else repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return said


def test_two_readers_who_finish_at_once_open_one_deliberation():
    cast = Cast()
    appraisal = cast.in_reading()

    def finish(reader: User) -> Callable[[], Any]:
        return lambda: cast.read(appraisal, reader)

    assert at_once(finish(cast.one), finish(cast.two)) == ["", ""]
    assert fresh(appraisal).state == AppraisalState.DELIBERATION
    assert AppraisalEvent.objects.filter(appraisal=appraisal, state=AppraisalState.DELIBERATION).count() == 1


def test_one_reader_in_two_windows_keeps_one_of_the_two():
    cast = Cast()
    appraisal = cast.in_reading()
    reading = Reading.objects.get(appraisal=appraisal, seat=1)

    def save() -> Any:
        return services.save_reading(reading=reading, by=cast.one, typed=cast.typed(), seen_version=1, now=NOW)

    said = at_once(save, save)
    assert sorted(map(bool, said)) == [False, True]
    assert "autre fenêtre" in "".join(said)
    assert Reading.objects.get(pk=reading.pk).version == 2


def test_two_openings_at_once_open_one():
    cast = Cast()
    said = at_once(cast.opened, cast.opened)
    assert "déjà ouverte" in "".join(said)
    assert Appraisal.objects.count() == 1


def test_two_publications_at_once_publish_one():
    cast = Cast()
    appraisal = cast.ready()

    def publish() -> Any:
        return services.publish_appraisal(appraisal=appraisal, by=cast.coordination, seen_version=appraisal.version, now=LATER)

    said = at_once(publish, publish)
    assert sorted(map(bool, said)) == [False, True]
    assert Rating.objects.count() == 1


def test_a_double_click_says_and_declares_once():
    cast = Cast()
    appraisal = cast.deliberating()

    def say() -> Any:
        return cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist)

    def declare() -> Any:
        return services.declare_interest(user=cast.third, kind=InterestKind.RESEARCH, subject="J’ai publié.", now=NOW)

    assert at_once(say, say, declare, declare) == ["", "", "", ""]
    assert Opinion.objects.count() == 1
    assert InterestDeclaration.objects.filter(user=cast.third, kind=InterestKind.RESEARCH).count() == 1
