"""One's own data: read, taken away, erased; accounts that nobody uses end by themselves."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import (
    create_administrator,
    end_inactive_accounts,
    export_person,
    forget_unconfirmed_accounts,
    inactivity_step,
)
from lilith.accounts.services.inactivity import Step
from lilith.accounts.tests.conftest import SECRET
from lilith.foundation.models import OutgoingMail

SEEN = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
ENDS = datetime(2028, 1, 15, 9, 0, tzinfo=UTC)
WARNING = timedelta(days=30)
DATA, ERASE = "/mon-espace/mes-donnees/", "/mon-espace/mes-donnees/effacer/"


def _client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _unused(person, *roles, **more):
    user = person(*roles, **more)
    User.objects.filter(pk=user.pk).update(date_joined=SEEN, last_login=SEEN)
    return user


# The dates


@pytest.mark.parametrize(
    ("warned_at", "now", "step"),
    [
        (None, ENDS - WARNING - timedelta(seconds=1), Step.NOTHING),
        (None, ENDS - WARNING, Step.WARN),
        (None, ENDS + timedelta(days=900), Step.WARN),
        (SEEN - timedelta(days=1), ENDS, Step.WARN),
        (ENDS - WARNING, ENDS - timedelta(seconds=1), Step.NOTHING),
        (ENDS - WARNING, ENDS, Step.ERASE),
        (ENDS + timedelta(days=100), ENDS + timedelta(days=129), Step.NOTHING),
        (ENDS + timedelta(days=100), ENDS + timedelta(days=130), Step.ERASE),
    ],
    ids=["early", "warned on the day", "never erased without a warning", "an old warning does not count", "the last second",
         "the day", "a late clock leaves thirty days", "then ends"],
)  # fmt: skip
def test_the_dates_decide(warned_at, now, step):
    assert inactivity_step(seen_at=SEEN, warned_at=warned_at, now=now, months=24, warning_days=30) is step


def test_a_site_may_say_never():
    assert inactivity_step(seen_at=SEEN, warned_at=None, now=ENDS, months=0, warning_days=30) is Step.NOTHING


# The clock


def test_an_unused_account_is_warned_once_then_made_nameless(person):
    user = _unused(person, Role.MEMBER)
    assert end_inactive_accounts(ENDS - WARNING) == "1 compte(s) prévenu(s), 0 effacé(s)"
    assert end_inactive_accounts(ENDS - WARNING + timedelta(days=1)) == "0 compte(s) prévenu(s), 0 effacé(s)"
    sent = OutgoingMail.objects.get()
    assert sent.to == user.email
    assert "15 janvier 2028" in sent.text
    assert end_inactive_accounts(ENDS) == "0 compte(s) prévenu(s), 1 effacé(s)"
    user.refresh_from_db()
    assert user.email == f"{user.pk}@efface.invalid"
    assert end_inactive_accounts(ENDS + timedelta(days=3000)) == "0 compte(s) prévenu(s), 0 effacé(s)"


def test_signing_in_after_the_warning_keeps_the_account(person):
    user = _unused(person)
    end_inactive_accounts(ENDS - WARNING)
    User.objects.filter(pk=user.pk).update(last_login=ENDS - timedelta(days=1))
    end_inactive_accounts(ENDS)
    user.refresh_from_db()
    assert user.is_active
    assert end_inactive_accounts(ENDS + timedelta(days=730) - WARNING) == "1 compte(s) prévenu(s), 0 effacé(s)"


def test_the_last_administrator_and_the_demonstration_stay(person, groups):
    admin, _new = create_administrator(email="a@exemple.fr", password=SECRET)
    demo = person()
    User.objects.update(date_joined=SEEN, last_login=SEEN)
    User.objects.filter(pk=demo.pk).update(is_demo=True)
    end_inactive_accounts(ENDS - WARNING)
    assert end_inactive_accounts(ENDS) == "0 compte(s) prévenu(s), 0 effacé(s)"
    assert set(User.objects.values_list("email", flat=True)) == {"a@exemple.fr", "personne@exemple.fr"}


def test_an_account_in_use_is_left_alone(person):
    user = person()
    User.objects.filter(pk=user.pk).update(date_joined=SEEN, last_login=ENDS - timedelta(days=40))
    assert end_inactive_accounts(ENDS) == "0 compte(s) prévenu(s), 0 effacé(s)"


def test_an_address_that_is_never_confirmed_is_forgotten_after_a_week(client, person):
    kept = person()
    client.post("/compte/inscription/", {"email": "nouvelle@exemple.fr", "password1": SECRET})
    new = User.objects.get(email="nouvelle@exemple.fr")
    assert forget_unconfirmed_accounts(new.date_joined + timedelta(days=7)) == "0 compte(s) jamais confirmé(s) effacé(s)"
    after = new.date_joined + timedelta(days=7, seconds=1)
    assert forget_unconfirmed_accounts(after) == "1 compte(s) jamais confirmé(s) effacé(s)"
    assert list(User.objects.all()) == [kept]
    assert not EmailAddress.objects.filter(email="nouvelle@exemple.fr").exists()
    assert mail.outbox


# The person


def test_the_file_can_be_read_without_a_computer_expert(person):
    archive = export_person(user=person(Role.MEMBER), now=SEEN)
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        page = files.read("donnees.html").decode()
    assert "<h1>Données que Lilith garde à propos de membre@exemple.fr</h1>" in page
    assert "<h2>Rôles</h2>" in page
    assert "<dd>membre</dd>" in page


def test_a_name_with_html_stays_text_in_the_file(person):
    user = person()
    user.display_name = "<script>x</script>"
    user.save()
    with zipfile.ZipFile(io.BytesIO(export_person(user=user, now=SEEN))) as files:
        assert "<script>" not in files.read("donnees.html").decode()


def test_a_person_finds_what_they_can_do_with_their_data(person):
    page = _client(person()).get(DATA).content.decode()
    for address in ("/compte/mes-donnees/", "/compte/adresse/", ERASE):
        assert address in page


def test_a_person_erases_their_account_and_is_signed_out(person):
    user = person(Role.MEMBER)
    client = _client(user)
    page = client.post(ERASE, {"email": user.email.upper(), "password": SECRET}).content.decode()
    assert "Votre compte est effacé" in page
    assert client.get("/mon-espace/").status_code == 302
    user.refresh_from_db()
    assert user.display_name == "Compte effacé"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "autre@exemple.fr", "password": SECRET}, "Ce n’est pas l’adresse de ce compte."),
        ({"email": "personne@exemple.fr", "password": "faux"}, "Ce n’est pas votre mot de passe."),
        ({}, "Ce n’est pas l’adresse"),
    ],
    ids=["another address", "a wrong password", "nothing"],
)
def test_without_proof_nothing_is_erased(person, form, words):
    user = person()
    response = _client(user).post(ERASE, form or {"email": "x"})
    assert words in response.content.decode()
    user.refresh_from_db()
    assert user.is_active


def test_a_link_never_erases(person):
    user = person()
    _client(user).get(ERASE, {"email": user.email, "password": SECRET})
    user.refresh_from_db()
    assert user.is_active


def test_the_last_administrator_is_told_why_they_stay(groups):
    user, _new = create_administrator(email="a@exemple.fr", password=SECRET)
    page = _client(user).post(ERASE, {"email": user.email, "password": SECRET}).content.decode()
    assert "dernier compte d’administration" in page
    user.refresh_from_db()
    assert user.is_active


def test_a_demonstration_account_is_not_erased(person, settings):
    settings.DEMO = True
    user = person()
    User.objects.filter(pk=user.pk).update(is_demo=True)
    _client(user).post(ERASE, {"email": user.email, "password": SECRET}, headers={"host": "localhost"})
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("address", [DATA, ERASE])
def test_a_stranger_is_asked_to_sign_in(client, db, address):
    assert client.get(address)["Location"].startswith("/compte/connexion/")
