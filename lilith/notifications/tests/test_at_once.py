"""Several jobs at the same moment, in connections of their own. SQLite writes one at a time by itself; this is for PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as mailbox
from django.db import connection, connections

from lilith.accounts.enums import Role
from lilith.foundation import mail as outbox
from lilith.foundation.models import OutgoingMail
from lilith.notifications import services
from lilith.notifications.enums import Step
from lilith.notifications.models import Decision, Notification
from lilith.notifications.tests.conftest import ASK, NOW, tell, wants

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite has one connection"),
]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run each in a thread and a connection of its own, started together; the error of each, "" when it passed."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        gate.wait(10)
        try:
            act()
        except Exception as error:
            said[number] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return said


def test_four_clocks_at_once_write_one_summary(person):
    reader = person(Role.LITERACY)
    wants(reader, "daily")
    for number in range(5):
        tell(reader, key=f"k{number}")
    due = Notification.objects.latest("pk").due_at
    assert at_once(*[lambda: services.send_summaries(due)] * 4) == [""] * 4
    assert OutgoingMail.objects.count() == 1
    assert len(mailbox.outbox) == 1


def test_the_same_news_told_four_times_at_once_leaves_once(person):
    reader = person(Role.LITERACY)
    assert at_once(*[lambda: tell(reader, kind=ASK)] * 4) == [""] * 4
    assert Notification.objects.count() == 1
    assert len(mailbox.outbox) == 1


def test_eight_workers_at_once_send_a_mail_once(groups):
    mail = OutgoingMail.objects.create(to="a@exemple.fr", subject="Une fois", text="x", html="x")
    assert at_once(*[lambda: outbox.deliver.call(mail.pk)] * 8) == [""] * 8
    assert len(mailbox.outbox) == 1


def test_a_mail_cancelled_while_it_leaves_is_either_sent_or_cancelled(person):
    keeper = person(Role.COORDINATION)
    for _time in range(5):
        mailbox.outbox.clear()
        mail = OutgoingMail.objects.create(to="a@exemple.fr", subject="Une fois", text="x", html="x")
        _sent, cancelled = at_once(
            lambda mail=mail: outbox.deliver.call(mail.pk),
            lambda mail=mail: services.decide(target=mail, step=Step.CANCEL, user=keeper, reason="Non", now=NOW),
        )
        mail.refresh_from_db()
        assert (mail.state, len(mailbox.outbox), cancelled) in {("sent", 1, "TooLateError"), ("dropped", 0, "")}
        assert Decision.objects.filter(mail=mail).count() == (mail.state == "dropped")
