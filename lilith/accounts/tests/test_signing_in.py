"""Signing in and out, passwords, addresses: what a person does, and what nobody may do."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client, override_settings

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import set_active
from lilith.accounts.tests.conftest import SECRET

LOGIN, LOGOUT, SPACE = "/compte/connexion/", "/compte/deconnexion/", "/mon-espace/"
FORGOTTEN, CHANGE, ADDRESS = "/compte/mot-de-passe/oublie/", "/compte/mot-de-passe/", "/compte/adresse/"
PUBLIC = [LOGIN, FORGOTTEN, "/compte/mot-de-passe/oublie/envoye/", "/compte/inscription/", "/compte/", "/compte/ferme/"]
PRIVATE = [SPACE, "/compte/", CHANGE, ADDRESS, LOGOUT]


@pytest.fixture(autouse=True)
def _forget_counters():
    cache.clear()


def _sign_in(client: Client, user: User, **more: str):
    return client.post(LOGIN, {"login": user.email, "password": SECRET, **more})


# In


def test_a_person_signs_in_with_an_address_and_arrives_at_their_space(client, person):
    response = client.get(LOGIN)
    assert response.status_code == 200
    response = _sign_in(client, person(Role.WRITER))
    assert response.status_code == 302
    assert response["Location"] == SPACE
    page = client.get(SPACE).content.decode()
    assert "Votre rôle ici\u00a0: rédaction" in page
    assert 'href="/redaction/"' in page


def test_the_case_of_an_address_does_not_matter(client, person):
    user = person()
    response = client.post(LOGIN, {"login": user.email.upper(), "password": SECRET})
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("login", "password", "words"),
    [
        ("personne@exemple.fr", "faux mot de passe", "L’adresse ou le mot de passe ne convient pas"),
        ("inconnue@exemple.fr", SECRET, "L’adresse ou le mot de passe ne convient pas"),
        ("personne@", SECRET, "Cette adresse n’est pas complète"),
        ("", "", "Ce champ est vide"),
        ("\x00' OR 1=1 --@x", "x", "Cette adresse n’est pas complète"),
    ],
    ids=["wrong password", "unknown address", "half an address", "nothing", "an attack"],
)
def test_a_refusal_says_what_to_do_and_never_whether_the_account_exists(client, person, login, password, words):
    person()
    response = client.post(LOGIN, {"login": login, "password": password})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "sessionid" not in response.cookies


def test_a_closed_account_is_told_so(client, person):
    user = person()
    set_active(user=user, active=False)
    response = client.post(LOGIN, {"login": user.email, "password": SECRET}, follow=True)
    assert "Ce compte est fermé" in response.content.decode()
    assert client.get(SPACE).status_code == 302


def test_an_anonymous_reader_of_the_space_is_asked_to_sign_in_and_comes_back(client, person):
    response = client.get(SPACE)
    assert response["Location"] == f"{LOGIN}?next={SPACE}"
    assert _sign_in(client, person(), next=SPACE)["Location"] == SPACE


@pytest.mark.parametrize(
    "wanted",
    [
        "https://ailleurs.exemple/", "//ailleurs.exemple/", "///ailleurs.exemple", "/\\ailleurs.exemple", "\\\\ailleurs.exemple",
        "http:///ailleurs.exemple", "javascript:alert(1)", "https:ailleurs.exemple", "%2f%2failleurs.exemple/..",
        "https://testserver@ailleurs.exemple/", "https://testserver.ailleurs.exemple/",
    ],
)  # fmt: skip
def test_signing_in_never_leads_out_of_the_site(client, person, wanted):
    response = _sign_in(client, person(), next=wanted)
    assert response.status_code == 302
    assert response["Location"] == SPACE or response["Location"].startswith("%2f")


def test_signing_out_never_leads_out_of_the_site(client, person):
    client.force_login(person())
    assert client.post(LOGOUT, {"next": "https://ailleurs.exemple/"})["Location"] == "/"


def test_signing_in_makes_a_new_session(client, person):
    client.force_login(person(email="autre@exemple.fr"))
    before = client.session.session_key
    client.post(LOGOUT)
    _sign_in(client, person())
    assert client.session.session_key != before


def test_without_remembering_the_session_ends_with_the_browser(client, person):
    user = person()
    assert not _sign_in(client, user).cookies["sessionid"]["max-age"]
    client.post(LOGOUT)
    assert _sign_in(client, user, remember="on").cookies["sessionid"]["max-age"] == 14 * 24 * 3600


def test_a_form_without_its_proof_of_origin_is_refused(person):
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"login": "a@b.fr", "password": "x"}).status_code == 403
    client.force_login(person())
    assert client.post(LOGOUT).status_code == 403
    assert client.get(SPACE).status_code == 200


def test_too_many_wrong_passwords_stop_the_tries_even_with_the_right_one(client, person):
    user = person()
    for _ in range(5):
        client.post(LOGIN, {"login": user.email, "password": "faux mot de passe"})
    response = _sign_in(client, user)
    assert "Il y a eu trop d’essais" in response.content.decode()
    assert client.get(SPACE).status_code == 302


def test_one_machine_that_tries_many_accounts_is_stopped_with_a_page_that_helps(client, db):
    statuses = [client.post(LOGIN, {"login": f"p{n}@exemple.fr", "password": "x"}) for n in range(31)]
    assert statuses[0].status_code == 200
    assert statuses[-1].status_code == 429
    assert "Attendez un moment" in statuses[-1].content.decode()


def test_the_counters_hold_no_address_of_a_machine(client, db, monkeypatch):
    keys = []
    monkeypatch.setattr(LocMemCache, "add", lambda self, key, *args, **kwargs: keys.append(key) or True)
    client.post(LOGIN, {"login": "p@exemple.fr", "password": "x"}, REMOTE_ADDR="203.0.113.77")
    assert any("login" in key for key in keys)
    assert not any("203.0.113" in key for key in keys)


# Out, and what is left behind


def test_signing_out_needs_a_button_and_leaves_no_cookie(client, person):
    _sign_in(client, person())
    assert client.get(LOGOUT).status_code == 200
    assert client.get(SPACE).status_code == 200
    response = client.post(LOGOUT)
    assert response["Location"] == "/"
    assert response.cookies["sessionid"].value == ""
    assert response.cookies["csrftoken"].value == ""
    assert client.get(SPACE).status_code == 302


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_page_is_never_kept(client, person, address):
    client.force_login(person())
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "X-Lilith-Cache" not in response


@pytest.mark.parametrize("address", PUBLIC)
def test_reading_the_account_pages_opens_no_session(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert set(response.cookies) <= {"csrftoken"}
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_answers_to_a_posted_form_are_not_kept_either(client, db):
    assert "no-store" in client.post(LOGIN, {"login": "a", "password": "b"})["Cache-Control"]


# Passwords


def test_a_forgotten_password_is_replaced_through_a_link_that_serves_once(client, person, settings):
    settings.BASE_URL = "https://lilith.exemple"
    user = person()
    assert client.post(FORGOTTEN, {"email": user.email})["Location"] == "/compte/mot-de-passe/oublie/envoye/"
    link = re.search(r"https://lilith\.exemple(/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    done = client.post(
        address, {"password1": "quatre autres mots choisis", "password2": "quatre autres mots choisis"}, follow=True
    )
    assert "Votre mot de passe est enregistré" in done.content.decode()
    assert User.objects.get(pk=user.pk).check_password("quatre autres mots choisis")
    assert "Ce lien ne sert plus" in Client().get(link, follow=True).content.decode()
    assert len(mail.outbox) == 2
    assert mail.outbox[1].subject == "Votre mot de passe a changé"


def test_the_link_leads_to_the_site_whatever_the_host_asked_for(client, person, settings):
    settings.BASE_URL = "https://lilith.exemple"
    client.post(FORGOTTEN, {"email": person().email}, headers={"host": "mechant.exemple"})
    assert "mechant.exemple" not in mail.outbox[0].body
    assert "https://lilith.exemple/compte/mot-de-passe/nouveau/" in mail.outbox[0].body


def test_an_unknown_address_gets_the_same_page_and_no_mail(client, db):
    response = client.post(FORGOTTEN, {"email": "inconnue@exemple.fr"})
    assert response["Location"] == "/compte/mot-de-passe/oublie/envoye/"
    assert mail.outbox == []


@pytest.mark.parametrize("key", ["1-zzz", "zzzzzzzzzzzz-c0-abc", "1-set-password", "1-" + "a" * 200])
def test_an_invented_link_is_refused_in_plain_words(client, db, key):
    response = client.get(f"/compte/mot-de-passe/nouveau/{key}/", follow=True)
    assert response.status_code == 200
    assert "Ce lien ne sert plus" in response.content.decode()


def test_a_person_changes_their_password_stays_signed_in_and_other_devices_do_not(client, person):
    user = person()
    other = Client()
    for browser in (client, other):
        _sign_in(browser, user)
    new = "cinq mots que personne ne devine"
    response = client.post(CHANGE, {"oldpassword": SECRET, "password1": new, "password2": new}, follow=True)
    assert "Votre mot de passe est enregistré" in response.content.decode()
    assert client.get(SPACE).status_code == 200
    assert other.get(SPACE).status_code == 302


@pytest.mark.parametrize("weak", ["lilith-demo", "court", "password1234", "123456789012", "personne@exemple.fr"])
def test_a_weak_password_is_refused(client, person, weak):
    user = person()
    client.force_login(user)
    response = client.post(CHANGE, {"oldpassword": SECRET, "password1": weak, "password2": weak})
    assert response.status_code == 200
    assert "Quelque chose est à corriger" in response.content.decode()
    assert User.objects.get(pk=user.pk).check_password(SECRET)


# Address and name


def test_a_new_address_serves_once_its_link_is_confirmed_with_a_button(client, person, settings):
    settings.BASE_URL = "https://lilith.exemple"
    user = person()
    client.force_login(user)
    client.post(ADDRESS, {"email": "nouvelle@exemple.fr", "action_add": ""})
    assert User.objects.get(pk=user.pk).email == "personne@exemple.fr"
    link = re.search(r"https://lilith\.exemple(/\S+)", mail.outbox[0].body).group(1)
    assert mail.outbox[0].to == ["nouvelle@exemple.fr"]
    client.get(link)
    assert User.objects.get(pk=user.pk).email == "personne@exemple.fr"
    client.post(link)
    assert User.objects.get(pk=user.pk).email == "nouvelle@exemple.fr"
    assert [row.email for row in EmailAddress.objects.filter(user=user)] == ["nouvelle@exemple.fr"]


def test_a_person_chooses_the_name_that_is_shown(client, person):
    client.force_login(person())
    response = client.post("/compte/", {"display_name": "  Camille  "}, follow=True)
    assert "Votre nom est enregistré" in response.content.decode()
    assert "Bonjour Camille" in client.get(SPACE).content.decode()


def test_a_name_cannot_carry_html(client, person):
    client.force_login(person())
    client.post("/compte/", {"display_name": "<script>x</script>"})
    assert "<script>x" not in client.get(SPACE).content.decode()


def test_the_space_teaches_when_nothing_waits(client, person):
    client.force_login(person(Role.MEMBER))
    page = client.get(SPACE).content.decode()
    assert "Rien ne vous attend." in page
    assert "Ces services ne sont pas encore ouverts." in page
    assert 'href="/redaction/"' not in page


def test_the_space_costs_few_queries(client, person, django_assert_max_num_queries):
    client.force_login(person(Role.COORDINATION))
    client.get(SPACE)
    with django_assert_max_num_queries(32):
        client.get(SPACE)


# The back office uses the same door


def test_the_back_office_has_no_sign_in_page_of_its_own(client, person):
    assert client.get("/redaction/login/?next=/redaction/pages/")["Location"] == f"{LOGIN}?next=/redaction/pages/"
    user = person(Role.WRITER)
    response = client.post("/redaction/login/", {"username": user.email, "password": SECRET})
    assert response["Location"].startswith(LOGIN)
    assert client.get(SPACE).status_code == 302
    assert client.get("/redaction/password_reset/").status_code == 404


def test_the_back_office_signs_out_by_a_button_only(client, person):
    client.force_login(person(Role.WRITER))
    client.get("/redaction/logout/")
    assert client.get(SPACE).status_code == 200
    assert client.post("/redaction/logout/")["Location"] == "/"
    assert client.get(SPACE).status_code == 302


@override_settings(DEBUG=False)
def test_bad_bytes_in_the_form_get_a_page_and_no_error(client, db):
    response = client.post(LOGIN, b"login=%ff%fe&password=%00", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
