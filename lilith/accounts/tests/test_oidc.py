"""Signing in with a service, against one that answers on the machine itself with real HTTP and real signatures."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.accounts.services import erase_person, set_active
from lilith.accounts.tests.identity_service import OTHER_KEY, IdentityService

START, BACK, LOGIN = "/compte/connexion/proconnect/", "/compte/connexion/proconnect/retour/", "/compte/connexion/"


@pytest.fixture
def service(settings, groups) -> Iterator[IdentityService]:
    cache.clear()
    with IdentityService() as running:
        settings.BASE_URL = "https://lilith.exemple"
        settings.OIDC_SERVICES = [
            {
                "provider_id": "proconnect",
                "name": "ProConnect",
                "client_id": "lilith",
                "secret": "le secret",
                "settings": {
                    "server_url": running.url,
                    "acr_values": "eidas1",
                    "scope": ["openid", "email"],
                    "token_auth_method": "client_secret_post",
                },
            }
        ]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_SERVICES}}
        yield running


def _start(client: Client, service: IdentityService, address: str = START) -> dict[str, str]:
    """Leave for the service; what it is asked."""
    response = client.get(address)
    assert response.status_code == 302, response.content.decode()
    there = urlsplit(response["Location"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{service.url}/authorization"
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    service.nonce = asked["nonce"]
    return asked


def _come_back(client: Client, asked: dict[str, str], code: str = "bon"):
    return client.get(BACK, {"state": asked["state"], "code": code})


def _sign_in(client: Client, service: IdentityService):
    return _come_back(client, _start(client, service))


def test_someone_new_comes_in_and_is_a_member_with_an_address_and_nothing_else(client, service):
    service.person |= {"given_name": "Camille", "usual_name": "Dupont", "siret": "123"}
    response = _sign_in(client, service)
    assert response["Location"] == "/mon-espace/"
    assert client.get("/mon-espace/").status_code == 200
    user = User.objects.get()
    assert (user.email, user.display_name, user.has_usable_password()) == ("pro@exemple.fr", "", False)
    assert [grant.role for grant in user.roles.all()] == [Role.MEMBER]
    assert EmailAddress.objects.get(user=user).verified
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("p-1", {})


def test_the_same_person_comes_back_to_the_same_account(client, service):
    _sign_in(client, service)
    service.person["email"] = "autre@exemple.fr"
    other = Client()
    _sign_in(other, service)
    assert other.get("/mon-espace/").status_code == 200
    assert User.objects.count() == 1


def test_the_service_is_asked_for_a_level_with_a_nonce_and_the_address_of_the_site(client, service):
    asked = _start(client, service, START + "?auth_params=acr_values%3Drien%26nonce%3Dconnu&scope=siret")
    assert asked["acr_values"] == "eidas1"
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert asked["redirect_uri"] == f"https://lilith.exemple{BACK}"
    assert len(asked["nonce"]) >= 32
    assert asked["nonce"] != _start(Client(), service)["nonce"]


def test_who_one_is_may_also_come_unsigned_as_the_standard_allows(client, service):
    service.signs_userinfo = False
    _sign_in(client, service)
    assert User.objects.get().email == "pro@exemple.fr"


@pytest.mark.parametrize(
    "change",
    [
        {"token_key": OTHER_KEY},
        {"userinfo_key": OTHER_KEY},
        {"algorithm": "HS256"},
        {"acr": "eidas0"},
        {"userinfo_sub": "quelqu-un-d-autre"},
    ],
    ids=["token of another key", "userinfo of another key", "a shared secret", "a weak level", "someone else"],
)
def test_what_cannot_be_believed_opens_nothing(client, service, change):
    for name, value in change.items():
        setattr(service, name, value)
    response = _sign_in(client, service)
    assert "Connexion impossible" in response.content.decode()
    assert client.get("/mon-espace/").status_code == 302
    assert not User.objects.exists()


def test_a_token_made_for_another_visit_opens_nothing(client, service):
    asked = _start(client, service)
    service.nonce = "celui d’une autre visite"
    assert "Connexion impossible" in _come_back(client, asked).content.decode()
    assert not User.objects.exists()


def test_an_answer_that_was_not_asked_for_opens_nothing(client, service):
    asked = _start(Client(), service)
    assert "Connexion impossible" in _come_back(client, asked).content.decode()
    assert "Connexion impossible" in client.get(BACK).content.decode()
    assert not User.objects.exists()


def test_a_wrong_code_opens_nothing(client, service):
    assert "Connexion impossible" in _come_back(client, _start(client, service), code="faux").content.decode()


def test_giving_up_over_there_leads_back_here(client, service):
    asked = _start(client, service)
    page = client.get(BACK, {"state": asked["state"], "error": "access_denied"}, follow=True).content.decode()
    assert "Vous êtes revenu sans vous connecter" in page


def test_a_known_address_is_not_taken_over(client, service, person):
    user = person(Role.WRITER, email="pro@exemple.fr")
    response = _sign_in(client, service)
    assert response.status_code == 403
    assert "Un compte a déjà cette adresse" in response.content.decode()
    assert client.get("/mon-espace/").status_code == 302
    assert not SocialAccount.objects.filter(user=user).exists()


def test_its_owner_links_the_service_then_comes_in_with_it(client, service, person):
    user = person(Role.WRITER, email="pro@exemple.fr")
    client.force_login(user)
    _come_back(client, _start(client, service, START + "?process=connect"))
    assert SocialAccount.objects.get().user == user
    assert "proconnect, lié le" in client.get("/compte/services/").content.decode()
    other = Client()
    _sign_in(other, service)
    assert "Votre rôle ici\u00a0: rédaction" in other.get("/mon-espace/").content.decode()


@pytest.mark.parametrize(
    "change", [{"email_verified": False}, {"email": ""}, {"email": None}], ids=["not sure", "empty", "none"]
)
def test_without_a_confirmed_address_nobody_new_comes_in(client, service, change):
    service.person |= change
    response = _sign_in(client, service)
    assert response.status_code == 403
    assert "ne nous a pas donné d’adresse confirmée" in response.content.decode()
    assert not User.objects.exists()


def test_a_site_may_trust_the_addresses_of_a_service(client, service, settings):
    settings.OIDC_SERVICES[0]["settings"]["trust_email"] = True
    service.person.pop("email_verified")
    _sign_in(client, service)
    assert User.objects.count() == 1


def test_a_closed_account_stays_closed(client, service):
    _sign_in(client, service)
    set_active(user=User.objects.get(), active=False)
    other = Client()
    _sign_in(other, service)
    assert other.get("/mon-espace/").status_code == 302


def test_signing_out_offers_to_end_the_session_of_the_service_too(client, service):
    _sign_in(client, service)
    page = client.post("/compte/deconnexion/").content.decode()
    assert f'href="{service.url}/end_session?id_token_hint=' in page
    assert "post_logout_redirect_uri=https%3A%2F%2Flilith.exemple%2F" in page
    assert client.get("/mon-espace/").status_code == 302


def test_a_service_that_does_not_answer_is_said_plainly(client, service, settings):
    settings.OIDC_SERVICES[0]["settings"]["server_url"] = "http://127.0.0.1:9"
    response = client.get(START)
    assert response.status_code == 401
    assert "Connexion impossible" in response.content.decode()


def test_a_button_stands_there_only_when_a_service_is_configured(client, service, settings):
    assert "Se connecter avec ProConnect" in client.get(LOGIN).content.decode()
    settings.OIDC_SERVICES = []
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Se connecter avec ProConnect" not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404


def test_erasing_someone_forgets_the_service(client, service):
    _sign_in(client, service)
    erase_person(user=User.objects.get())
    assert not SocialAccount.objects.exists()
