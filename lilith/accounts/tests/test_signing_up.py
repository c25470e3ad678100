"""Making an account: an address that is confirmed, a password, a name if one wants."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.tests.conftest import SECRET

SIGN_UP, LOGIN, SENT = "/compte/inscription/", "/compte/connexion/", "/compte/adresse/envoyee/"
FORM = {"email": "nouvelle@exemple.fr", "password1": SECRET}


@pytest.fixture(autouse=True)
def _forget_counters():
    cache.clear()


def _link(settings) -> str:
    return re.search(re.escape(settings.BASE_URL) + r"(/\S+)", mail.outbox[0].body).group(1)


def test_a_person_signs_up_confirms_and_becomes_a_member(client, groups, settings):
    settings.BASE_URL = "https://lilith.exemple"
    assert client.post(SIGN_UP, FORM)["Location"] == SENT
    user = User.objects.get()
    assert not user.roles.exists()
    assert client.get("/mon-espace/").status_code == 302
    link = _link(settings)
    assert "Confirmer votre adresse" in client.get(link).content.decode()
    assert not user.roles.exists()
    client.post(link)
    assert [row.role for row in user.roles.all()] == [Role.MEMBER]
    client.post(LOGIN, {"login": FORM["email"], "password": SECRET})
    assert "Votre rôle ici\u00a0: membre" in client.get("/mon-espace/").content.decode()


def test_nobody_signs_in_before_the_address_is_confirmed(client, groups):
    client.post(SIGN_UP, FORM)
    other = Client()
    assert other.post(LOGIN, {"login": FORM["email"], "password": SECRET})["Location"] == SENT
    assert other.get("/mon-espace/").status_code == 302


def test_a_pseudonym_is_kept_and_no_real_name_is_asked(client, groups):
    page = client.get(SIGN_UP).content.decode()
    assert "nous ne demandons pas votre vrai nom" in page
    client.post(SIGN_UP, {**FORM, "display_name": "  Camille "})
    assert User.objects.get().display_name == "Camille"


def test_a_known_address_gets_the_same_page_a_mail_and_no_second_account(client, person, settings):
    settings.BASE_URL = "https://lilith.exemple"
    person(email=FORM["email"])
    response = client.post(SIGN_UP, FORM, headers={"host": "mechant.exemple"})
    assert response["Location"] == SENT
    assert User.objects.count() == 1
    assert mail.outbox[0].subject == "Vous avez déjà un compte"
    assert "https://lilith.exemple/compte/mot-de-passe/oublie/" in mail.outbox[0].body
    assert "mechant" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "personne@"}, "Cette adresse n’est pas complète"),
        ({"email": ""}, "Ce champ est vide"),
        ({"password1": "court"}, "trop court"),
        ({"password1": "nouvelle@exemple.fr"}, "trop semblable"),
        ({"display_name": "x" * 81}, "Quelque chose est à corriger"),
    ],
    ids=["half an address", "none", "short", "the address itself", "a long name"],
)
def test_a_bad_form_says_what_to_change_and_makes_nothing(client, groups, change, words):
    response = client.post(SIGN_UP, {**FORM, **change})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not User.objects.exists()


def test_someone_with_a_role_does_not_become_a_member_by_changing_address(client, person, settings):
    user = person(Role.WRITER)
    client.force_login(user)
    client.post("/compte/adresse/", {"email": "autre@exemple.fr", "action_add": ""})
    client.post(_link(settings))
    assert [row.role for row in user.roles.all()] == [Role.WRITER]


def test_one_machine_does_not_make_accounts_by_the_hundred(client, groups):
    statuses = [client.post(SIGN_UP, {"email": "x", "password1": "x"}).status_code for _ in range(31)]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_a_site_may_keep_sign_up_closed_and_the_page_says_so(client, groups, settings):
    settings.LILITH = {**settings.LILITH, "SIGN_UP": False}
    for response in (client.get(SIGN_UP), client.post(SIGN_UP, FORM)):
        assert "On ne peut pas créer de compte ici" in response.content.decode()
    assert not User.objects.exists()
