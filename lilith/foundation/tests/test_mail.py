"""One mail to one person: once, in text and in HTML, tried again, then forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import engines
from django.utils import timezone

from lilith.foundation import mail, slots
from lilith.foundation.models import OutgoingMail

TEXT = '{% extends "foundation/mail/base.txt" %}{% block body %}Bonjour {{ name }},\n{{ site_url }}/mon-espace/{% endblock %}'
HTML = (
    '{% extends "foundation/mail/base.html" %}{% block body %}<p>Bonjour {{ name }}</p>'
    '<p><a class="action" href="{{ site_url }}/mon-espace/">Ouvrir</a></p>{% endblock %}'
)


@pytest.fixture(autouse=True)
def _templates(monkeypatch):
    engine = engines["django"].engine
    words = {"room/mail/hello.txt": TEXT, "room/mail/hello.html": HTML}
    found = engine.find_template

    def find(name, *args, **kwargs):
        return (engine.from_string(words[name]), None) if name in words else found(name, *args, **kwargs)

    monkeypatch.setattr(engine, "find_template", find)


def hello(to: str = "a@exemple.fr", key: str = "", subject: str = "Un texte vous attend", name: str = "Awa & Li"):
    return mail.send(to=to, subject=subject, template="room/mail/hello", context={"name": name}, key=key)


@pytest.mark.django_db
def test_a_mail_leaves_in_text_and_in_html_once_the_change_is_committed(django_capture_on_commit_callbacks, settings):
    with django_capture_on_commit_callbacks(execute=True):
        hello()
        assert outbox.outbox == []
    (message,) = outbox.outbox
    assert message.to == ["a@exemple.fr"]
    assert message.subject == "Un texte vous attend"
    assert f"Bonjour Awa & Li,\n{settings.BASE_URL}/mon-espace/" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "Awa &amp; Li" in html
    assert 'style="' in html
    assert "<style" not in html
    row = OutgoingMail.objects.get()
    assert (row.state, row.text, row.html) == ("sent", "", "")
    assert row.sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_sends_nothing():
    with transaction.atomic():
        hello()
        transaction.set_rollback(True)
    assert outbox.outbox == []
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_the_same_key_sends_one_mail(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = hello(key="rappel-1"), hello(key="rappel-1")
        hello(key="rappel-2")
    assert first.pk == second.pk
    assert len(outbox.outbox) == 2


@pytest.mark.django_db
def test_a_subject_on_two_lines_becomes_one_line_and_a_bad_address_is_refused(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        hello(subject="Un\nBcc\u00a0: x@y.fr")
    assert outbox.outbox[0].subject == "Un Bcc\u00a0: x@y.fr"
    with pytest.raises(ValidationError):
        hello(to="pas une adresse")


def refuse(monkeypatch, error=ConnectionRefusedError):
    def down(self, *args, **kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", down)


@pytest.mark.django_db
def test_a_server_that_does_not_answer_is_tried_again_after_a_pause(django_capture_on_commit_callbacks, monkeypatch):
    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        refuse(patch)
        row = hello()
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert "Bonjour" in row.text
    assert row.next_try_at == row.tried_at + timedelta(minutes=1)
    assert mail.tidy(row.tried_at + timedelta(seconds=50)).startswith("0 courriel(s) relancé(s)")
    assert mail.tidy(row.tried_at + timedelta(seconds=70)).startswith("1 courriel(s) relancé(s)")
    row.refresh_from_db()
    assert row.state == "sent"
    assert len(outbox.outbox) == 1


@pytest.mark.django_db
def test_a_mail_is_given_up_after_nine_tries_on_the_third_day(monkeypatch):
    refuse(monkeypatch)
    start = timezone.now()
    row, now, tries = hello(), start, []
    for _step in range(30):
        now += timedelta(hours=3)
        with time_machine.travel(now, tick=False):
            mail.tidy(now)
        row.refresh_from_db()
        tries.append(row.attempts)
    assert (row.state, row.text, max(tries)) == ("failed", "", 9)
    assert timedelta(days=2) < row.tried_at - start < timedelta(days=4)
    assert sum(mail.PAUSES, timedelta()) < timedelta(days=3)


@pytest.mark.django_db
def test_a_mail_whose_worker_never_came_waits_for_it_however_long(django_capture_on_commit_callbacks):
    row = hello()
    later = row.created_at + timedelta(days=30)
    assert mail.tidy(later).startswith("1 courriel(s) relancé(s), 0 abandonné(s)")
    row.refresh_from_db()
    assert row.state == "sent"


@pytest.mark.django_db
def test_a_mail_being_sent_is_not_sent_twice_unless_the_sender_died():
    row = hello()
    now = timezone.now()
    OutgoingMail.objects.filter(pk=row.pk).update(state="sending", tried_at=now, next_try_at=now + mail.CUT_AFTER)
    mail.deliver.call(row.pk)
    mail.tidy(now + timedelta(minutes=9))
    assert outbox.outbox == []
    mail.tidy(now + timedelta(minutes=11))
    assert len(outbox.outbox) == 1
    mail.deliver.call(row.pk)
    mail.tidy(now + timedelta(minutes=30))
    assert len(outbox.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["held", "dropped", "failed", "sent"])
def test_a_mail_that_is_withheld_given_up_or_sent_never_leaves(state):
    row = hello()
    OutgoingMail.objects.filter(pk=row.pk).update(state=state)
    mail.deliver.call(row.pk)
    mail.tidy(row.created_at + timedelta(days=2))
    assert outbox.outbox == []


class Killed(BaseException):
    """The process ends here: nothing after it runs, no error is caught."""


@pytest.mark.django_db
@pytest.mark.parametrize("reached_the_server", [False, True])
def test_a_mail_whose_sender_died_is_known_by_the_mailbox_when_it_comes_again(monkeypatch, reached_the_server):
    row = hello()
    real = outbox.EmailMultiAlternatives.send

    def die(self, *args, **kwargs):
        if reached_the_server:
            real(self, *args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", die)
        with pytest.raises(Killed):
            mail.deliver.call(row.pk)
    mail.tidy(timezone.now() + timedelta(minutes=11))
    row.refresh_from_db()
    assert row.state == "sent"
    assert len(outbox.outbox) == 1 + reached_the_server
    assert {message.extra_headers["Message-ID"] for message in outbox.outbox} == {mail.message_id(row)}


@pytest.mark.django_db
def test_two_mails_never_share_their_message_id():
    assert mail.message_id(hello()) != mail.message_id(hello())


@pytest.mark.django_db
def test_a_mail_is_forgotten_after_a_year():
    row = hello()
    assert mail.forget(row.created_at + timedelta(days=364)).startswith("0 ")
    assert OutgoingMail.objects.exists()
    assert mail.forget(row.created_at + timedelta(days=367)) == "1 courriel(s) oublié(s)"
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_person_takes_away_what_was_written_to_them_and_has_it_erased():
    source = slots.personal_data()["foundation.OutgoingMail"]
    user = get_user_model()(email="a@exemple.fr")
    hello(to="A@exemple.fr")
    hello(to="b@exemple.fr")
    assert [row["subject"] for row in source.export(user)] == ["Un texte vous attend"]
    assert source.erase(user) == 1
    assert [row.to for row in OutgoingMail.objects.all()] == ["b@exemple.fr"]
