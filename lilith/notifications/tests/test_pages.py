"""Choosing, stopping from a mail without signing in, and holding back what has not left: as people do it, in pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail as mailbox
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from lilith.accounts.enums import Role
from lilith.accounts.services import erase_person, set_active
from lilith.foundation import mail as outbox
from lilith.foundation.models import OutgoingMail
from lilith.notifications import links, selectors, services
from lilith.notifications.enums import Step, Verb
from lilith.notifications.models import Decision, Notification, Preference
from lilith.notifications.tests.conftest import ASK, NEWS, NOW, OUTSIDE, tell, wants

pytestmark = pytest.mark.django_db
CHOICES, LEAVING = "/mon-espace/notifications/", "/mon-espace/courriels/"


def path_of(user, kind: str, settings) -> str:
    return links.make(user=user.pk, kind=kind).removeprefix(settings.BASE_URL)


# Choosing


def test_a_person_sees_their_kinds_and_chooses_each(reader, browser):
    client = browser(reader)
    html = client.get(CHOICES).content.decode()
    assert "Des nouvelles" in html
    assert "Une question vous attend" in html
    assert "Votre accord" not in html
    response = client.post(CHOICES, {NEWS: "daily", ASK: "weekly"}, follow=True)
    assert "Vos choix sont enregistrés." in response.content.decode()
    assert dict(Preference.objects.values_list("kind", "rhythm")) == {NEWS: "daily", ASK: "weekly"}


def test_a_kind_of_another_role_is_not_offered(person, browser):
    html = browser(person(Role.WRITER)).get(CHOICES).content.decode()
    assert "Des nouvelles" in html
    assert "Une question vous attend" not in html


def test_never_is_not_offered_where_someone_waits_and_is_refused_when_forged(reader, browser):
    client = browser(reader)
    html = client.get(CHOICES).content.decode()
    assert html.count('value="never"') == 1
    assert "vous choisissez quand, pas jamais" in html
    assert client.post(CHOICES, {NEWS: "daily", ASK: "never"}).status_code == 422
    assert client.post(CHOICES, {NEWS: "x"}).status_code == 422
    assert not Preference.objects.exists()


def test_choices_need_an_account_and_are_never_kept(client, reader, browser):
    assert client.get(CHOICES).status_code == 302
    assert "no-store" in browser(reader).get(CHOICES)["Cache-Control"]


# From a mail


def test_the_link_of_a_mail_shows_and_only_a_button_stops(reader, settings):
    wants(reader, "at_once")
    page, client = path_of(reader, NEWS, settings), Client(enforce_csrf_checks=True)
    response = client.get(page)
    assert response.status_code == 200
    assert "tout de suite" in response.content.decode()
    assert reader.email not in response.content.decode()
    assert Preference.objects.get().rhythm == "at_once"
    response = client.post(page, {"rhythm": "never"}, follow=True)
    assert "C’est noté." in response.content.decode()
    assert Preference.objects.get().rhythm == "never"


def test_the_button_of_a_mailbox_stops_too(reader, settings):
    wants(reader, "daily")
    response = Client(enforce_csrf_checks=True).post(path_of(reader, NEWS, settings), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 302
    assert Preference.objects.get().rhythm == "never"


def test_what_must_be_answered_cannot_be_stopped_but_may_come_less_often(reader, settings, client):
    page = path_of(reader, ASK, settings)
    html = client.get(page).content.decode()
    assert 'value="never"' not in html
    assert "quand, pas jamais" in html
    assert client.post(page, {"rhythm": "never"}).status_code == 422
    assert client.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 422
    assert client.post(page, {"rhythm": "weekly"}).status_code == 302
    assert Preference.objects.get().rhythm == "weekly"


def test_stopping_summaries_keeps_what_must_be_answered(reader, settings, client):
    wants(reader, "daily")
    wants(reader, "weekly", kind=ASK)
    page = path_of(reader, links.SUMMARY, settings)
    assert "Une question vous attend" in client.get(page).content.decode()
    assert "sauf quand quelqu’un attend" in client.post(page, follow=True).content.decode()
    assert dict(Preference.objects.values_list("kind", "rhythm")) == {NEWS: "never", ASK: "weekly"}


@pytest.mark.parametrize("token", ["x", "a:b", "WzEsIngiXQ:" + "A" * 43, "é" * 30, "x" * 500])
def test_a_link_that_was_cut_says_so(client, token):
    response = client.get(f"/courriels/{token}/")
    assert response.status_code == 404
    assert "coupé par votre messagerie" in response.content.decode()


def test_a_link_of_an_account_or_of_a_kind_that_is_no_more_says_so(reader, settings, client):
    assert client.post(path_of(reader, "room.none", settings), {"rhythm": "never"}).status_code == 410
    page = path_of(reader, NEWS, settings)
    erase_person(user=reader)
    assert client.get(page).status_code == 410


# What will leave


def withheld() -> OutgoingMail:
    """A mail that its server refused once."""
    return OutgoingMail.objects.create(
        to="a@exemple.fr", subject="Votre accord", text="secret", kind=OUTSIDE, attempts=1, next_try_at=NOW + timedelta(hours=1)
    )


@pytest.mark.parametrize("role", list(Role))
def test_only_the_coordination_and_the_administration_see_what_will_leave(person, browser, role):
    mail = withheld()
    expected = 200 if role in {Role.ADMIN, Role.COORDINATION} else 403
    client = browser(person(role))
    assert client.get(LEAVING).status_code == expected
    assert client.get(f"{LEAVING}courriel/{mail.pk}/").status_code == expected
    assert (
        client.post(f"{LEAVING}courriel/{mail.pk}/", {"step": "cancel", "reason": ""}).status_code == max(expected, 403) or 422
    )
    assert selectors.can(person(role), Verb.HOLD_MAILS) is (expected == 200)


def test_nobody_and_a_closed_account_can_nothing(client, keeper):
    assert client.get(LEAVING).status_code == 302
    set_active(user=keeper, active=False)
    keeper.refresh_from_db()
    assert not selectors.can(keeper, Verb.HOLD_MAILS)
    assert not selectors.can(AnonymousUser(), Verb.HOLD_MAILS)
    with pytest.raises(PermissionDenied):
        services.decide(target=withheld(), step=Step.HOLD, user=keeper, reason="Non", now=NOW)


def test_the_coordination_sees_what_leaves_when_and_to_which_role_never_an_address(reader, keeper, browser):
    wants(reader, "daily")
    tell(reader)
    withheld()
    html = browser(keeper).get(LEAVING).content.decode()
    assert "À\u00a0: une personne qui nous a confié" not in html
    assert "À\u00a0: une personne qui témoigne." in html
    assert "aujourd’hui à 12\u00a0h." in html
    assert "À\u00a0: littératie." in html
    assert "demain à 7\u00a0h." in html
    assert "Essais\u00a0: 1." in html
    assert "exemple.fr" not in html
    assert "secret" not in html


def test_the_list_takes_a_fixed_number_of_queries_and_pages_by_24(
    reader, person, keeper, browser, django_assert_max_num_queries
):
    people = [reader, *(person(name=f"p{number}") for number in range(3))]
    for user in people:
        wants(user, "daily")
    for number in range(8):
        tell(*people, key=f"k{number}")
    client = browser(keeper)
    with django_assert_max_num_queries(20):
        first = client.get(LEAVING).content.decode()
    withheld()
    assert first.count('class="entree"') == 24
    assert client.get(f"{LEAVING}?page=2").content.decode().count('class="entree"') == 9
    assert client.get(f"{LEAVING}?page=rien").status_code == 200


def test_a_mail_held_back_stays_until_it_is_put_on_its_way_again(keeper, browser, django_capture_on_commit_callbacks):
    mail, client = withheld(), browser(keeper)
    page = f"{LEAVING}courriel/{mail.pk}/"
    assert client.post(page, {"step": "hold", "reason": " "}).status_code == 422
    html = client.post(page, {"step": "hold", "reason": "À relire d’abord"}, follow=True).content.decode()
    assert "À relire d’abord" in html
    assert "par\u00a0: coordination." in html
    outbox.tidy(NOW + timedelta(days=9))
    assert mailbox.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, {"step": "release"}).status_code == 302
    outbox.tidy(NOW)
    (message,) = mailbox.outbox
    assert message.body == "secret"
    assert [row.step for row in Decision.objects.order_by("pk")] == ["hold", "release"]


def test_a_mail_that_is_cancelled_loses_its_text_and_never_leaves(keeper, browser):
    mail = withheld()
    page = f"{LEAVING}courriel/{mail.pk}/"
    browser(keeper).post(page, {"step": "cancel", "reason": "Envoyé par erreur"})
    mail.refresh_from_db()
    assert (mail.state, mail.text) == ("dropped", "")
    outbox.tidy(NOW + timedelta(days=1))
    assert mailbox.outbox == []
    html = browser(keeper).get(page).content.decode()
    assert "Retenir" not in html
    assert "Envoyé par erreur" in html


def test_a_piece_of_news_is_held_out_of_the_summary_then_joins_the_next(reader, keeper):
    wants(reader, "daily")
    tell(reader)
    tell(reader, key="k2")
    held = Notification.objects.get(key="k")
    services.decide(target=held, step=Step.HOLD, user=keeper, reason="À vérifier", now=NOW)
    monday = NOW + timedelta(days=1)
    services.send_summaries(monday)
    assert OutgoingMail.objects.get().text.count("Une phrase.") == 1
    services.decide(target=held, step=Step.RELEASE, user=keeper, reason="", now=monday)
    services.send_summaries(monday)
    assert OutgoingMail.objects.count() == 2


def test_who_decides_too_late_is_told_and_changes_nothing(keeper, browser):
    mail = withheld()
    client, page = browser(keeper), f"{LEAVING}courriel/{mail.pk}/"
    client.get(page)
    outbox.deliver.call(mail.pk)
    response = client.post(page, {"step": "cancel", "reason": "Trop tôt"})
    assert response.status_code == 409
    assert "Trop tard" in response.content.decode()
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert not Decision.objects.exists()


def test_two_people_decide_at_once_and_one_is_told(keeper):
    mail = withheld()
    seen = OutgoingMail.objects.get(pk=mail.pk)
    services.decide(target=mail, step=Step.CANCEL, user=keeper, reason="Non", now=NOW)
    with pytest.raises(services.TooLateError):
        services.decide(target=seen, step=Step.RELEASE, user=keeper, reason="", now=NOW)


def test_bad_decisions_are_refused(keeper, browser):
    mail, client = withheld(), browser(keeper)
    page = f"{LEAVING}courriel/{mail.pk}/"
    assert client.post(page, {"step": "x", "reason": "y"}).status_code == 422
    assert client.post(page, {"step": "hold", "reason": "y" * 401}).status_code == 422
    for wrong in (f"{LEAVING}courriel/999/", f"{LEAVING}autre/1/", f"{LEAVING}courriel/{2**70}/"):
        assert client.get(wrong).status_code == 404
    with pytest.raises(ValidationError):
        services.decide(target=mail, step=Step.HOLD, user=keeper, reason="y" * 401, now=NOW)
    mail.refresh_from_db()
    assert mail.state == "waiting"


def test_the_database_refuses_a_decision_about_nothing_or_without_a_reason(keeper):
    for values in ({"reason": "x"}, {"mail": withheld(), "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(step=Step.HOLD, by=keeper, valid_at=NOW, recorded_at=NOW, **values)


def test_my_space_leads_everyone_to_their_choices_and_the_coordination_to_what_leaves(reader, keeper, browser):
    html = browser(reader).get("/mon-espace/").content.decode()
    assert f'href="{CHOICES}"' in html
    assert f'href="{LEAVING}"' not in html
    withheld()
    assert "En attente\u00a0: 1. Retenus\u00a0: 0." in browser(keeper).get("/mon-espace/").content.decode()
