"""Silence by default, one mail or one summary as each chose, never twice, nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as mailbox
from django.core.exceptions import ValidationError
from django.db import transaction

from lilith.accounts.services import erase_person, set_active
from lilith.foundation import mail as outbox
from lilith.foundation.models import OutgoingMail
from lilith.foundation.slots import NotificationKind, notification_kinds, personal_data
from lilith.notifications import links, services
from lilith.notifications.checks import errors_of_kinds
from lilith.notifications.models import Notification
from lilith.notifications.tests.conftest import ASK, NEWS, NOW, OUTSIDE, tell, wants

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def state_of(user) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("state", flat=True))


def test_nobody_hears_of_what_they_did_not_ask_for(reader):
    assert tell(reader) == 0
    assert not Notification.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_what_must_be_answered_arrives_at_once_with_the_way_to_choose(reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(reader, kind=ASK) == 1
    (message,) = mailbox.outbox
    stop = links.make(user=reader.pk, kind=ASK)
    assert (message.to, message.subject) == (["litteratie@exemple.fr"], "Une nouvelle")
    assert stop in message.body
    assert stop in message.alternatives[0][0]
    assert message.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert "List-Unsubscribe-Post" not in message.extra_headers


def test_a_mail_that_may_be_stopped_lets_the_mailbox_stop_it(reader):
    wants(reader, "at_once")
    tell(reader)
    assert OutgoingMail.objects.get().headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_same_news_is_told_once_even_when_the_person_changed_their_mind(reader):
    wants(reader, "daily")
    assert tell(reader) == 1
    wants(reader, "at_once")
    assert tell(reader) == 0
    assert tell(reader, key="other") == 1
    assert OutgoingMail.objects.count() == 1


def test_what_is_rolled_back_is_told_to_nobody(reader):
    wants(reader, "daily")
    with transaction.atomic():
        tell(reader)
        tell(reader, kind=ASK, key="ask")
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_who_is_not_of_the_audience_or_has_a_closed_account_hears_nothing(person, reader):
    stranger, closed = person(name="autre"), person(name="parti")
    set_active(user=closed, active=False)
    closed.refresh_from_db()
    for user in (stranger, closed):
        wants(user, "at_once")
    assert tell(stranger, kind=ASK) == 0
    assert tell(closed) == 0
    assert tell(reader, reader, kind=ASK) == 1


def test_the_news_of_a_day_leave_in_one_mail_at_seven(reader):
    wants(reader, "daily")
    for number in range(3):
        tell(reader, key=f"k{number}", subject=f"Nouvelle {number}")
    assert services.send_summaries(MONDAY - timedelta(minutes=1)) == "0 résumé(s)"
    assert services.send_summaries(MONDAY) == "1 résumé(s)"
    assert services.send_summaries(MONDAY) == "0 résumé(s)"
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Votre résumé\u00a0: 3 nouvelles"
    assert mail.text.index("Nouvelle 0") < mail.text.index("Nouvelle 1") < mail.text.index("Nouvelle 2")
    assert "Une phrase." in mail.text
    assert state_of(reader) == ["written"] * 3


def test_a_summary_of_a_day_and_of_a_week_due_together_are_one_mail(reader):
    wants(reader, "weekly")
    wants(reader, "daily", kind=ASK)
    tell(reader)
    tell(reader, kind=ASK, key="ask", subject="Une question")
    services.send_summaries(MONDAY)
    assert OutgoingMail.objects.get().text.count("Une phrase.") == 2


def test_a_site_that_slept_on_monday_sends_its_summaries_when_it_wakes(reader):
    wants(reader, "weekly")
    tell(reader)
    assert services.send_summaries(MONDAY + timedelta(days=2)) == "1 résumé(s)"


def test_each_person_has_their_own_summary(reader, person):
    other = person(name="autre")
    for user in (reader, other):
        wants(user, "daily")
    assert tell(reader, other) == 2
    services.send_summaries(MONDAY)
    assert {mail.to for mail in OutgoingMail.objects.all()} == {reader.email, other.email}


def test_a_summary_names_thirty_news_and_counts_the_others(reader):
    wants(reader, "daily")
    for number in range(32):
        tell(reader, key=f"k{number}")
    services.send_summaries(MONDAY)
    text = OutgoingMail.objects.get().text
    assert text.count("Une phrase.") == 30
    assert "… et 2 autres." in text


def test_who_lost_the_role_meanwhile_no_longer_hears_of_its_news(reader):
    wants(reader, "daily", kind=ASK)
    tell(reader, kind=ASK)
    reader.roles.all().delete()
    assert services.send_summaries(MONDAY) == "0 résumé(s)"
    assert state_of(reader) == ["dropped"]


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


@pytest.mark.parametrize("point", ["before", "after"])
def test_a_summary_cut_short_is_written_once_by_the_next_one(reader, monkeypatch, point):
    wants(reader, "daily")
    tell(reader)
    tell(reader, key="k2")
    real = services.outbox.send

    def die(**kwargs):
        if point == "after":
            real(**kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(services.outbox, "send", die)
        with pytest.raises(Killed):
            services.send_summaries(MONDAY)
    assert state_of(reader) == ["waiting"] * 2
    assert not OutgoingMail.objects.exists()
    services.send_summaries(MONDAY + timedelta(minutes=10))
    assert OutgoingMail.objects.count() == 1
    assert state_of(reader) == ["written"] * 2


# Choosing


def test_what_waits_follows_a_new_choice(reader, clock):
    wants(reader, "weekly")
    tell(reader)
    services.choose(user=reader, rhythms={NEWS: "daily"}, now=NOW)
    assert Notification.objects.get().due_at == MONDAY
    services.choose(user=reader, rhythms={NEWS: "at_once"}, now=NOW)
    assert services.send_summaries(NOW) == "1 résumé(s)"
    assert OutgoingMail.objects.get().subject == "Une nouvelle"


def test_never_drops_what_waits(reader):
    wants(reader, "daily")
    tell(reader)
    services.choose(user=reader, rhythms={NEWS: "never"}, now=NOW)
    assert services.send_summaries(MONDAY) == "0 résumé(s)"
    assert tell(reader, key="k2") == 0


def test_saving_the_same_choice_again_changes_nothing(reader):
    wants(reader, "weekly")
    tell(reader)
    before = Notification.objects.get().due_at
    services.choose(user=reader, rhythms={NEWS: "weekly"}, now=before + timedelta(hours=1))
    assert Notification.objects.get().due_at == before


@pytest.mark.parametrize(
    ("rhythms", "why"),
    [
        ({ASK: "never"}, "quelqu’un attend votre réponse"),
        ({NEWS: "hourly"}, "n’existe pas"),
        ({"room.none": "daily"}, "n’existe pas"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_in_words(reader, rhythms, why):
    with pytest.raises(ValidationError, match=why):
        services.choose(user=reader, rhythms=rhythms, now=NOW)


def test_a_never_from_before_a_kind_had_to_be_answered_does_not_silence_it(reader):
    wants(reader, "never", kind=ASK)
    assert tell(reader, kind=ASK) == 1


# People without an account


def test_someone_without_an_account_is_written_to_once_with_their_own_way_out():
    for _twice in range(2):
        services.notify_outside(
            kind=OUTSIDE, to="a@exemple.fr", subject="Votre accord", context={"what": "voici"}, key="o1", stop_url="https://x/"
        )
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.headers) == (OUTSIDE, {"List-Unsubscribe": "<https://x/>"})
    with pytest.raises(ValueError, match="account"):
        services.notify_outside(kind=NEWS, to="a@exemple.fr", subject="x", context={}, key="o2", stop_url="https://x/")


# What is kept


def test_a_person_takes_away_what_was_told_and_chosen_and_has_it_erased(reader, keeper):
    wants(reader, "daily")
    tell(reader)
    rows = personal_data()
    assert rows["notifications.Notification"].export(reader)[0]["subject"] == "Une nouvelle"
    assert rows["notifications.Preference"].export(reader)[0]["rhythm"] == "daily"
    services.decide(target=Notification.objects.get(), step=services.Step.HOLD, user=keeper, reason="Trop tôt", now=NOW)
    assert rows["notifications.Decision"].export(keeper)[0]["reason"] == "Trop tôt"
    erase_person(user=reader)
    assert not Notification.objects.exists()
    assert rows["notifications.Preference"].export(reader) == []


def test_what_was_told_is_forgotten_after_twelve_months(reader):
    wants(reader, "daily")
    tell(reader)
    assert services.forget(NOW + timedelta(days=364)).startswith("0 ")
    assert services.forget(NOW + timedelta(days=367)).startswith("1 ")
    assert not Notification.objects.exists()


# Kinds


def kind(**values) -> NotificationKind:
    good = {"code": "room.x", "title": "X", "template": "room/mail/hello", "audience": lambda user: True}
    return NotificationKind(**{**good, **values})


@pytest.mark.parametrize(
    ("made", "ids"),
    [
        (kind(), []),
        (kind(default="at_once", must_answer=True), []),
        (kind(template="room/mail/none"), ["lilith.E007", "lilith.E007"]),
        (kind(code="room"), ["lilith.E008"]),
        (kind(code="other.x"), ["lilith.E008"]),
        (kind(title=""), ["lilith.E008"]),
        (kind(audience=None), ["lilith.E008"]),
        (kind(default="hourly"), ["lilith.E009"]),
        (kind(default="daily"), ["lilith.E009"]),
        (kind(must_answer=True), ["lilith.E009"]),
        (kind(outside="quelqu’un"), ["lilith.E009"]),
    ],
)
def test_a_kind_that_does_not_say_everything_stops_the_site(made, ids):
    assert [error.id for error in errors_of_kinds([made])] == ids


def test_every_kind_of_the_site_says_everything(monkeypatch):
    monkeypatch.undo()
    kinds = notification_kinds()
    assert errors_of_kinds(kinds.values()) == []
    assert {code: (made.default, made.must_answer) for code, made in kinds.items()} == {
        "editorial.published": ("never", False),
        "editorial.reading": ("at_once", True),
        "editorial.reviews": ("at_once", True),
        "participation.consent": ("at_once", True),
    }
    assert outbox.KEPT_MONTHS == services.KEPT_MONTHS == 12
