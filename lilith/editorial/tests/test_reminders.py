"""Dates in words, mails that leave once, and what a dashboard shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.accounts.services import set_active
from lilith.editorial import selectors, services
from lilith.editorial.models import PublishedVersion
from lilith.editorial.services.reminders import reminder_of
from lilith.editorial.tests.conftest import draft, new_text, submit
from lilith.editorial.words import deadline, due_on, in_days
from lilith.foundation.models import OutgoingMail
from lilith.notifications.models import Notification
from lilith.notifications.services import choose, send_summaries

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
DUE = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 16), "aujourd’hui"),
        (date(2026, 11, 17), "demain"),
        (date(2026, 11, 19), "dans 3 jours"),
        (date(2026, 11, 15), "en retard de 1 jour"),
        (date(2026, 11, 1), "en retard de 15 jours"),
    ],
)
def test_a_date_is_said_in_words(day, words):
    assert in_days(day=day, today=DUE) == words


def test_a_deadline_is_counted_from_the_day_in_paris():
    assert due_on(started_at=datetime(2026, 11, 1, 23, 30, tzinfo=UTC), days=14) == DUE
    assert deadline(day=DUE, today=date(2026, 11, 14)) == "avant le 16 novembre 2026 (dans 2 jours)"


@pytest.mark.parametrize(
    ("today", "kind"),
    [(12, ""), (13, "before"), (16, "before"), (17, "late"), (30, "late")],
)
def test_a_reminder_leaves_three_days_before_and_the_day_after(today, kind):
    assert reminder_of(due=DUE, today=date(2026, 11, today)) == kind


@pytest.fixture
def stage(text, person):
    """A text that waits for literacy since the 2nd of November; two people may answer."""
    person(Role.LITERACY)
    person(Role.LITERACY, email="autre@exemple.fr")
    set_active(user=person(Role.LITERACY, email="parti@exemple.fr"), active=False)
    with time_machine.travel(START, tick=False):
        return submit(text, by=person(Role.WRITER))


def subjects() -> list[str]:
    return [mail.subject for mail in OutgoingMail.objects.order_by("pk")]


def test_readers_are_told_at_once_then_reminded_once_before_and_once_after(stage):
    opened = "Un texte attend votre relecture"
    assert subjects() == [opened] * 2
    assert services.announce_stage(task_state=stage) == 2
    for days in (0, 10, 11, 12, 15, 16, 40):
        for _twice in range(2):
            services.remind_readers(START + timedelta(days=days))
    before, late = "Une relecture est à rendre dans trois jours au plus", "Une relecture est en retard"
    assert subjects() == [opened] * 2 + [before] * 2 + [late] * 2
    assert {mail.to for mail in OutgoingMail.objects.all()} == {"litteratie@exemple.fr", "autre@exemple.fr"}


def test_a_mail_says_what_is_asked_until_when_and_leads_to_the_page_that_acts(stage, settings):
    text = OutgoingMail.objects.first().text
    assert "Texte\u00a0: Vivre chez soi" in text
    assert "avant le 16 novembre 2026 (dans 14 jours)" in text
    assert f"{settings.BASE_URL}/mon-espace/relectures/{stage.pk}/" in text


def test_nobody_is_reminded_of_what_was_answered(stage, person):
    services.sign_stage(task_state_id=stage.pk, user=person(Role.LITERACY), approve=False, comment="Non.", now=START)
    count = OutgoingMail.objects.count()
    services.remind_readers(START + timedelta(days=15))
    assert OutgoingMail.objects.count() == count


def test_the_delay_of_a_stage_is_a_setting(stage, settings):
    settings.LILITH = {**settings.LILITH, "STAGE_DAYS": 5}
    services.remind_readers(START + timedelta(days=6))
    assert "Une relecture est en retard" in subjects()


# What a dashboard shows


def lines(user, today):
    return [(item.title, item.why, item.late) for item in selectors.waiting_for(user=user, today=today)]


def test_a_reader_sees_what_waits_and_until_when(stage, person):
    reader = person(Role.LITERACY)
    words = "À relire (littératie) avant le 16 novembre 2026 (dans 6 jours)."
    assert lines(reader, date(2026, 11, 10)) == [("Vivre chez soi", words, False)]
    assert lines(reader, date(2026, 11, 18))[0][2] is True
    assert lines(person(Role.COMMITTEE), date(2026, 11, 18)) == []


def test_whoever_publishes_sees_what_is_late_elsewhere(stage, person):
    user = person(Role.COORDINATION)
    assert lines(user, date(2026, 11, 10)) == []
    words = "Étape «\u00a0Littératie\u00a0»\u00a0: en retard de 2 jours."
    assert lines(user, date(2026, 11, 18)) == [("Vivre chez soi", words, True)]


def test_the_same_lines_stand_on_the_home_page_of_the_back_office(stage, signed_in):
    html = signed_in(Role.LITERACY).get("/redaction/").content.decode()
    assert f"/mon-espace/relectures/{stage.pk}/" in html
    assert "Aucun texte ne vous attend." in signed_in(Role.WRITER).get("/redaction/").content.decode()


# What expires


def test_the_role_that_keeps_a_text_is_told_once_a_week_of_what_expires(person):
    person(Role.WRITER)
    person(Role.COORDINATION)
    new_text("Bientôt", "bientot", next_review_on=date(2026, 12, 10))
    new_text("En retard", "en-retard", next_review_on=date(2026, 11, 1))
    new_text("Plus tard", "plus-tard", next_review_on=date(2027, 6, 1))
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)
    for now in (monday, monday, monday + timedelta(days=3)):
        services.remind_reviews(now)
    (mail,) = OutgoingMail.objects.all()
    assert mail.to == "redaction@exemple.fr"
    assert "2 textes sont à relire dans les trois semaines, dont 1 en retard" in mail.text
    assert mail.text.index("En retard") < mail.text.index("Bientôt")
    assert "Plus tard" not in mail.text
    services.remind_reviews(monday + timedelta(days=7))
    assert OutgoingMail.objects.count() == 2


def test_nothing_to_read_again_sends_nothing(person):
    person(Role.WRITER)
    new_text("Plus tard", "plus-tard", next_review_on=date(2027, 6, 1))
    assert services.remind_reviews(datetime(2026, 11, 23, 8, tzinfo=UTC)).startswith("0 courriel")


# What follows a reading


def test_readers_who_asked_for_it_hear_that_the_text_they_read_is_online(text, person):
    curious, quiet = person(Role.LITERACY), person(Role.LIVED_EXPERIENCE)
    choose(user=curious, rhythms={"editorial.published": "daily"}, now=START)
    draft(text, by=person(Role.WRITER), summary="Une phrase relue.")
    submit(text, by=person(Role.WRITER))
    for reader, words in (
        (curious, ""),
        (quiet, ""),
        (person(Role.COMMITTEE), ""),
        (person(Role.COORDINATION), "Relu par tous."),
    ):
        state = type(text).objects.get(pk=text.pk).current_workflow_task_state
        services.sign_stage(task_state_id=state.pk, user=reader, approve=True, comment=words, now=START)
    (told,) = Notification.objects.filter(kind="editorial.published")
    assert (told.user, told.line, told.state) == (curious, "Vivre chez soi", "waiting")
    assert told.path == text.get_url()
    assert services.announce_published(version=PublishedVersion.objects.order_by("-number").first(), now=START) == 0


def test_a_reader_may_have_readings_in_a_summary_of_the_day_but_never_none(text, person):
    reader = person(Role.LITERACY)
    choose(user=reader, rhythms={"editorial.reading": "daily"}, now=START)
    submit(text, by=person(Role.WRITER))
    assert not OutgoingMail.objects.exists()
    send_summaries(timezone.now() + timedelta(days=1, hours=1))
    (mail,) = OutgoingMail.objects.all()
    assert "Vivre chez soi, avant le" in mail.text
    assert "/mon-espace/relectures/" in mail.text
    with pytest.raises(ValidationError):
        choose(user=reader, rhythms={"editorial.reading": "never"}, now=START)
