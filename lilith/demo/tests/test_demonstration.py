"""A public password works on the machine itself, and nowhere else."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import create_account
from lilith.demo.services import ACCOUNTS, PUBLIC_PASSWORD, clear_demo, load_demo
from lilith.participation import models
from lilith.participation.models import TimeEntry
from lilith.participation.selectors import shown
from lilith.territories.services import load_reference_geography

LOGIN, SPACE = "/compte/connexion/", "/mon-espace/"
NAMES = {
    "admin", "coordination", "redaction", "litteratie", "comite", "comite-2", "comite-3", "usagers", "proche",
    "moderation", "moderation-2", "equipe-appui", "porteur", "membre", "coordination-ptsm", "pilote", "ars", "pair-chercheur",
}  # fmt: skip

LOCAL_HOSTS = ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:8123", "127.8.8.8", "[::1]", "[::1]:8000", "LocalHost"]
OTHER_HOSTS = [
    "lilith.exemple", "localhost.exemple", "127.0.0.1.exemple", "exemple.localhost.fr", "192.168.1.20", "10.0.0.1:8000", "0.0.0.0",
    "[2001:db8::1]", "[2001:db8::1]:8000", "[fe80::1]", "2130706433", "127.1", "0x7f.0.0.1", "notlocalhost", "localhost.localdomain",
]  # fmt: skip
UNREADABLE_HOSTS = ["localhost@lilith.exemple", "localhost, lilith.exemple", "localhost/../x", "[::1", "::1", "local host", ""]
FORWARDED = {
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Host": "localhost",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Server": "a",
    "Forwarded": "for=127.0.0.1",
    "Via": "1.1 proxy",
    "X-Real-IP": "127.0.0.1",
    "X-Client-IP": "127.0.0.1",
    "X-Original-Host": "localhost",
    "X-Cluster-Client-IP": "127.0.0.1",
    "True-Client-IP": "127.0.0.1",
    "CF-Connecting-IP": "127.0.0.1",
}


@pytest.fixture
def demo(db: None, settings) -> None:
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["*"]
    cache.clear()
    load_reference_geography()
    load_demo()


def _sign_in(client: Client, host: str = "localhost", name: str = "redaction", **extra):
    data = {"login": f"{name}@demo.invalid", "password": PUBLIC_PASSWORD}
    return client.post(LOGIN, data, headers={"host": host, **extra.pop("headers", {})}, **extra)


def _signed_in(client: Client, host: str = "localhost", **headers: str) -> bool:
    return client.get(SPACE, headers={"host": host, **headers}).status_code == 200


# Accounts


def test_there_is_one_account_for_each_name_of_the_contract(demo):
    assert {account.name for account in ACCOUNTS} == NAMES
    users = User.objects.all()
    assert {user.email for user in users} == {f"{name}@demo.invalid" for name in NAMES}
    assert all(user.is_demo and user.check_password("lilith-demo") and user.roles.count() == 1 for user in users)
    assert set(Role) == {user.roles.get().role for user in users}


def test_territorial_roles_hold_in_one_territory(demo):
    places = {
        grant.role: str(grant.departement or grant.region or "") for user in User.objects.all() for grant in user.roles.all()
    }
    assert places[Role.ARS] == "Auvergne-Rhône-Alpes"
    assert places[Role.PTSM_COORDINATION] == places[Role.PILOT] == "Savoie (73)"
    assert places[Role.FIELD_TEAM] == "Doubs (25)"
    assert places[Role.MEMBER] == ""


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_account_signs_in_on_the_machine_itself_and_sees_the_band(demo, name):
    client = Client()
    assert _sign_in(client, name=name)["Location"] == SPACE
    page = client.get(SPACE, headers={"host": "localhost"}).content.decode()
    assert "<strong>Démonstration.</strong>" in page


def test_the_band_stands_on_every_page_that_the_account_reads(demo):
    client = Client()
    _sign_in(client)
    for address in (SPACE, "/compte/", "/compte/deconnexion/", "/redaction/", "/cette-page-n-existe-pas/"):
        assert "Démonstration." in client.get(address, headers={"host": "localhost"}).content.decode(), address
    assert "Démonstration." not in Client().get("/compte/", headers={"host": "localhost"}).content.decode()


def test_a_real_account_sees_no_band_and_signs_in_from_anywhere(demo):
    create_account(email="vraie@exemple.fr", password="trois mots sans lien")
    client = Client()
    data = {"login": "vraie@exemple.fr", "password": "trois mots sans lien"}
    headers = {"host": "lilith.exemple", "X-Forwarded-For": "203.0.113.7"}
    assert client.post(LOGIN, data, headers=headers)["Location"] == SPACE
    assert "Démonstration." not in client.get(SPACE, headers=headers).content.decode()


# Where it works


@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_the_host_is_this_machine(demo, host):
    client = Client()
    assert _sign_in(client, host).status_code == 302
    assert _signed_in(client, host)


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_another_host_is_refused_like_a_wrong_password(demo, host):
    client = Client()
    response = _sign_in(client, host)
    assert response.status_code == 200
    assert "L’adresse ou le mot de passe ne convient pas" in response.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("host", UNREADABLE_HOSTS)
def test_a_host_that_cannot_be_read_opens_nothing(demo, host):
    assert _sign_in(Client(), host).status_code in {200, 400}
    assert not Session.objects.exists()


@pytest.mark.parametrize("header", sorted(FORWARDED))
def test_a_header_of_a_proxy_refuses_the_sign_in(demo, header):
    client = Client()
    assert _sign_in(client, headers={header: FORWARDED[header]}).status_code == 200
    assert not Session.objects.exists()


@pytest.mark.parametrize("header", sorted(FORWARDED))
def test_an_open_session_is_nobody_s_behind_a_proxy(demo, header):
    client = Client()
    _sign_in(client)
    assert _signed_in(client)
    assert not _signed_in(client, **{header: FORWARDED[header]})
    assert client.get("/redaction/", headers={"host": "localhost", header: FORWARDED[header]}).status_code == 302


@pytest.mark.parametrize("host", ["lilith.exemple", "192.168.1.20", "localhost.exemple", "[2001:db8::1]"])
def test_an_open_session_is_nobody_s_when_the_host_changes(demo, host):
    client = Client()
    _sign_in(client)
    assert not _signed_in(client, host)
    assert _signed_in(client)


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("127.0.0.1", True), ("::1", True), ("172.17.0.1", True), ("", True),
        ("203.0.113.7", True), ("8.8.8.8", False), ("2a01:e0a::1", False), ("::ffff:8.8.8.8", False),
    ],
)  # fmt: skip
def test_a_machine_with_a_public_address_cannot_pretend_to_be_local(demo, peer, expected):
    # 203.0.113.0/24 is set aside for examples and belongs to no one: it is not a public address.
    response = _sign_in(Client(), REMOTE_ADDR=peer)
    assert (response.status_code == 302) is expected


# Where it is refused altogether


@pytest.mark.parametrize("setting", [False, 0])
def test_without_the_demonstration_neither_sign_in_nor_session_works(demo, settings, setting):
    client = Client()
    _sign_in(client)
    settings.DEMO = setting
    assert not _signed_in(client)
    assert _sign_in(Client()).status_code == 200


def test_loading_is_refused_where_the_demonstration_is_off(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="La démonstration est refusée ici"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_the_environment_decides(monkeypatch):
    import importlib

    from config.settings import base

    try:
        for environment, flag, expected in (("embedded", "1", True), ("embedded", "0", False), ("production", "1", False)):
            monkeypatch.setenv("LILITH_ENV", environment)
            monkeypatch.setenv("LILITH_DEMO", flag)
            assert importlib.reload(base).DEMO is expected
    finally:
        monkeypatch.undo()
        importlib.reload(base)


def test_the_public_password_is_refused_to_a_real_account(db):
    with pytest.raises(ValidationError):
        validate_password(PUBLIC_PASSWORD)
    with pytest.raises(ValidationError):
        create_account(email="vraie@exemple.fr", password=PUBLIC_PASSWORD)
    assert not User.objects.exists()


def test_the_address_of_a_real_account_is_never_taken_over(db, settings):
    settings.DEMO = True
    load_reference_geography()
    real = create_account(email="membre@demo.invalid", password="trois mots sans lien")
    with pytest.raises(CommandError, match="vrai compte"):
        call_command("load_demo")
    real.refresh_from_db()
    assert not real.is_demo
    assert User.objects.count() == 1


def test_the_password_of_a_demonstration_account_is_not_sent_by_mail(demo, mailoutbox):
    Client().post("/compte/mot-de-passe/oublie/", {"email": "membre@demo.invalid"}, headers={"host": "localhost"})
    assert mailoutbox == []


def test_an_admin_of_the_demonstration_does_not_count_as_an_administrator(demo):
    from lilith.accounts.selectors import administrators

    assert not administrators().exists()


# Loading and clearing


def test_loading_again_gives_back_the_password_and_the_role(demo):
    user = User.objects.get(email="membre@demo.invalid")
    user.set_password("un autre mot de passe")
    user.is_active = False
    user.save()
    user.roles.all().delete()
    load_demo()
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password("lilith-demo")
    assert [grant.role for grant in user.roles.all()] == [Role.MEMBER]
    assert User.objects.count() == 18


def test_clearing_leaves_real_accounts_and_nothing_of_the_others(demo, settings):
    create_account(email="vraie@exemple.fr", password="trois mots sans lien")
    client = Client()
    _sign_in(client)
    settings.DEMO = False
    assert clear_demo() == 18
    assert [user.email for user in User.objects.all()] == ["vraie@exemple.fr"]
    assert not Session.objects.exists()


def test_the_demonstration_has_invented_time_and_an_invented_testimony_that_nobody_can_take_for_real(demo, client):
    assert {entry.state for entry in TimeEntry.objects.all()} >= {"declaree", "validee", "payee", "refusee"}
    assert not TimeEntry.objects.filter(is_demo=False).exists()
    assert "Aucune heure n’est encore enregistrée." in client.get("/temps-d-experience/").content.decode()
    assert shown(testimonies=models.Testimony.objects.all(), today=timezone.localdate()) == []
    count = TimeEntry.objects.count()
    load_demo()
    assert TimeEntry.objects.count() == count
    clear_demo()
    assert not TimeEntry.objects.exists()
    assert not models.Testimony.objects.exists()
