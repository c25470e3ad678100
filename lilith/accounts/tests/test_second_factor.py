"""The second factor: set up, asked for, lost, and required before pages that show what belongs to others."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from lilith.accounts.enums import Role
from lilith.accounts.services import create_administrator, erase_person, export_person
from lilith.accounts.tests.conftest import SECRET

LOGIN, SPACE, INDEX = "/compte/connexion/", "/mon-espace/", "/compte/second-facteur/"
SETUP, CODE, CODES = f"{INDEX}activer/", f"{INDEX}code/", f"{INDEX}codes/"
REQUIRED = {Role.ADMIN, Role.COORDINATION, Role.MODERATOR, Role.SUPPORT_TEAM, Role.ARS, Role.PTSM_COORDINATION}


@pytest.fixture(autouse=True)
def _rule_of_the_site(settings):
    """The rule that sites run with, which the settings of tests put aside."""
    cache.clear()
    rule = import_module("config.settings.base").LILITH["SECOND_FACTOR"]
    settings.LILITH = {**settings.LILITH, "SECOND_FACTOR": rule}


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def _sign_in(client: Client, user):
    return client.post(LOGIN, {"login": user.email, "password": SECRET})


def _set_up(client: Client) -> str:
    confirm = client.get(SETUP, follow=True).content.decode()
    assert "Votre mot de passe, avant de changer" in confirm
    wanted = re.search(r'name="next" value="([^"]+)"', confirm).group(1)
    assert client.post("/compte/confirmer/", {"password": SECRET, "next": wanted})["Location"] == SETUP
    page = client.get(SETUP).content.decode()
    secret = re.search(r'class="cle">([A-Z2-7]+)<', page).group(1)
    response = client.post(SETUP, {"code": _code(secret)})
    assert response["Location"] == CODES
    cache.clear()  # a code serves once
    return secret


def test_a_person_sets_one_up_and_is_asked_for_it_next_time(client, person):
    user = person()
    _sign_in(client, user)
    secret = _set_up(client)
    other = Client()
    assert _sign_in(other, user)["Location"] == CODE
    assert other.get(SPACE).status_code == 302
    assert "Il manque le code" in other.get(CODE).content.decode()
    wrong = other.post(CODE, {"code": "000000"})
    assert "Ce code ne convient pas" in wrong.content.decode()
    assert other.get(SPACE).status_code == 302
    cache.clear()
    assert other.post(CODE, {"code": _code(secret)})["Location"] == SPACE
    assert other.get(SPACE).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_person_is_told_by_mail(client, person):
    _sign_in(client, person())
    _set_up(client)
    assert [message.subject for message in mail.outbox] == ["Un second facteur protège votre compte"]
    assert "Si ce n’est pas vous" in mail.outbox[0].body


def test_a_recovery_code_serves_once(client, person):
    user = person()
    _sign_in(client, user)
    _set_up(client)
    code = re.search(r"<li>(\d{8})</li>", client.get(CODES).content.decode()).group(1)
    assert code in client.get(f"{INDEX}codes.txt").content.decode()
    first, second = Client(), Client()
    _sign_in(first, user)
    assert first.post(CODE, {"code": code})["Location"] == SPACE
    _sign_in(second, user)
    assert "Ce code ne convient pas" in second.post(CODE, {"code": code}).content.decode()


def test_the_square_code_comes_from_the_site_itself(client, person):
    _sign_in(client, person())
    client.post("/compte/confirmer/", {"password": SECRET, "next": SETUP})
    response = client.get(SETUP)
    page = response.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "data:" in response["Content-Security-Policy"]
    assert "http" not in re.search(r'<img class="code-carre"[^>]*>', page).group(0)


def test_no_secret_is_kept_in_clear(client, person):
    _sign_in(client, person())
    secret = _set_up(client)
    rows = str(list(Authenticator.objects.values("data")))
    assert secret not in rows
    assert len(Authenticator.objects.all()) == 2


def test_secrets_open_after_the_key_of_the_site_changed(client, person, settings):
    user = person()
    _sign_in(client, user)
    secret = _set_up(client)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of the site, long enough"
    other = Client()
    _sign_in(other, user)
    assert other.post(CODE, {"code": _code(secret)})["Location"] == SPACE


@pytest.mark.parametrize("role", list(Role), ids=[role.value for role in Role])
def test_whose_role_sees_others_sets_it_up_before_any_such_page(person, role):
    client = Client()
    client.force_login(person(role))
    for address in ("/redaction/", "/mon-espace/temps/a-valider/", "/mon-espace/evaluations/", "/mon-espace/organisations/"):
        response = client.get(address)
        held_back = response.status_code == 302 and response["Location"] == INDEX
        assert held_back is (role in REQUIRED), address
    for address in (SPACE, "/compte/", INDEX):
        assert client.get(address).status_code == 200
    assert ("Votre rôle en demande un" in client.get(INDEX).content.decode()) is (role in REQUIRED)


def test_a_form_sent_to_such_a_page_changes_nothing(person):
    client = Client()
    client.force_login(person(Role.COORDINATION))
    assert client.post("/mon-espace/temps/a-valider/", {})["Location"] == INDEX


def test_once_it_is_set_up_the_pages_open(client, person):
    user = person(Role.COORDINATION)
    _sign_in(client, user)
    assert client.get("/redaction/")["Location"] == INDEX
    _set_up(client)
    assert client.get("/redaction/").status_code == 200


def test_an_administrator_made_by_command_sets_it_up_too(client, groups):
    user, _new = create_administrator(email="a@exemple.fr", password=SECRET)
    _sign_in(client, user)
    assert client.get("/redaction/users/")["Location"] == INDEX


def test_a_demonstration_account_is_asked_for_none_and_gets_none(client, person, settings):
    settings.DEMO = True
    user = person(Role.COORDINATION)
    user.is_demo = True
    user.save()
    client.force_login(user)
    local = {"headers": {"host": "localhost"}}
    assert client.get("/redaction/", **local).status_code == 200
    assert client.get(SETUP, **local)["Location"] == INDEX
    assert "Mettre en place" not in client.get(INDEX, **local).content.decode()


def test_public_pages_ask_nothing(person, django_assert_num_queries):
    client = Client()
    client.force_login(person(Role.COORDINATION))
    with django_assert_num_queries(0):
        client.get("/robots.txt")


def test_taking_it_away_needs_to_prove_who_one_is_again(client, person):
    user = person()
    client.force_login(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    response = client.post(f"{INDEX}retirer/")
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/confirmer/")
    assert Authenticator.objects.exists()


def test_the_operator_takes_it_away_for_someone_who_lost_everything(client, person, capsys):
    user = person()
    _sign_in(client, user)
    _set_up(client)
    call_command("reset_second_factor", user.email.upper())
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="n’a pas de second facteur"):
        call_command("reset_second_factor", user.email)
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("reset_second_factor", "inconnue@exemple.fr")


def test_it_goes_with_the_person_and_its_secret_never_leaves_with_the_file(client, person):
    user = person()
    _sign_in(client, user)
    secret = _set_up(client)
    assert secret.encode() not in export_person(user=user, now=datetime(2026, 11, 22, tzinfo=UTC))
    erase_person(user=user)
    assert not Authenticator.objects.exists()
    with pytest.raises(Exception, match="matching query"):
        Authenticator.objects.get(user=user)


@pytest.mark.parametrize("address", [INDEX, SETUP, CODES, f"{INDEX}codes/refaire/", f"{INDEX}codes.txt", f"{INDEX}retirer/"])
def test_a_stranger_is_asked_to_sign_in(client, db, address):
    assert client.get(address)["Location"].startswith(LOGIN)
