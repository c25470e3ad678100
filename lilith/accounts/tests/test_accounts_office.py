"""The administration makes accounts, gives roles and closes accounts; and `create_admin` makes the first of them."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from lilith.accounts.enums import Role
from lilith.accounts.models import RoleGrant, User
from lilith.accounts.selectors import role_words
from lilith.accounts.services import create_account, create_administrator
from lilith.accounts.tests.conftest import SECRET

LIST, NEW = "/redaction/users/", "/redaction/users/new/"


@pytest.fixture
def office(client, groups):
    """A browser in which the only administrator is signed in."""
    cache.clear()
    user, _new = create_administrator(email="chef@exemple.fr", password=SECRET)
    client.force_login(user)
    return client


def _form(email: str, *roles: tuple[str, str, str], **more: str) -> dict[str, str]:
    data = {"email": email, "display_name": "", "password1": "", "roles-INITIAL_FORMS": "0", "is_active": "on"}
    data["roles-TOTAL_FORMS"] = str(len(roles))
    for number, (role, region, departement) in enumerate(roles):
        data |= {f"roles-{number}-role": role, f"roles-{number}-region": region, f"roles-{number}-departement": departement}
    return data | more


def test_a_new_account_gets_its_roles_and_a_mail_to_choose_a_password(office, mailoutbox, settings):
    settings.BASE_URL = "https://lilith.exemple"
    form = _form("Nouvelle@Exemple.fr", ("redaction", "", ""), ("pilote", "", "73"), ("", "", ""))
    response = office.post(NEW, form, follow=True)
    assert "est créé" in response.content.decode()
    user = User.objects.get(email="nouvelle@exemple.fr")
    assert role_words(user=user) == ["rédaction", "pilote d’action (Savoie)"]
    assert not user.has_usable_password()
    assert mailoutbox[0].subject == "Votre compte sur lilith"
    assert "https://lilith.exemple/compte/mot-de-passe/nouveau/" in mailoutbox[0].body


def test_the_invited_person_chooses_a_password_and_signs_in(office, mailoutbox, settings, client):
    settings.BASE_URL = "https://lilith.exemple"
    office.post(NEW, _form("nouvelle@exemple.fr", ("redaction", "", "")))
    link = next(word for word in mailoutbox[0].body.split() if "/nouveau/" in word).removeprefix("https://lilith.exemple")
    office.logout()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": SECRET, "password2": SECRET})
    response = client.post("/compte/connexion/", {"login": "nouvelle@exemple.fr", "password": SECRET})
    assert response["Location"] == "/mon-espace/"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (_form("pas-une-adresse"), "adresse"),
        (_form("CHEF@exemple.fr"), "Un autre compte a déjà cette adresse"),
        (_form("a@exemple.fr", password1="lilith-demo"), "trop court"),
        (_form("a@exemple.fr", ("redaction", "84", "73")), "pas les deux"),
        (_form("a@exemple.fr", ("", "84", "")), "Choisissez le rôle"),
        (_form("a@exemple.fr", ("roi", "", "")), "roi"),
        (_form("a@exemple.fr", ("redaction", "999", "")), "choix"),
    ],
    ids=["no address", "known address", "weak password", "two places", "a place without a role", "no such role", "no such region"],
)  # fmt: skip
def test_a_wrong_form_is_refused_with_its_reason_and_writes_nothing(office, form, words):
    response = office.post(NEW, form)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert User.objects.count() == 1


def test_a_form_with_broken_counters_is_refused(office):
    response = office.post(NEW, _form("a@exemple.fr") | {"roles-TOTAL_FORMS": "beaucoup"})
    assert response.status_code == 200
    assert User.objects.count() == 1


def test_roles_are_changed_and_taken_back(office):
    user = create_account(email="elle@exemple.fr", password=SECRET)
    address = f"/redaction/users/edit/{user.pk}/"
    assert office.get(address).status_code == 200
    office.post(address, _form("elle@exemple.fr", ("coordination", "", ""), display_name="Elle"))
    user = User.objects.get(pk=user.pk)
    assert (str(user), user.is_staff) == ("Elle", True)
    taken = _form("elle@exemple.fr", ("coordination", "", "")) | {"roles-INITIAL_FORMS": "1", "roles-0-DELETE": "on"}
    office.post(address, taken)
    user = User.objects.get(pk=user.pk)
    assert (user.roles.count(), user.is_staff) == (0, False)


def test_closing_an_account_ends_it_and_changing_its_address_moves_it(office, client):
    user = create_account(email="elle@exemple.fr", password=SECRET)
    form = _form("autre@exemple.fr")
    form.pop("is_active")
    office.post(f"/redaction/users/edit/{user.pk}/", form)
    user = User.objects.get(pk=user.pk)
    assert (user.email, user.is_active) == ("autre@exemple.fr", False)


def test_the_last_administrator_cannot_step_down(office):
    user = User.objects.get()
    response = office.post(f"/redaction/users/edit/{user.pk}/", _form("chef@exemple.fr", ("redaction", "", "")))
    assert "C’est le dernier compte d’administration" in response.content.decode()
    assert User.objects.get().is_superuser


def test_the_list_shows_roles_in_words(office):
    user = create_account(email="elle@exemple.fr", display_name="Elle", password=SECRET)
    RoleGrant.objects.create(user=user, role=Role.ARS, region_id="84")
    page = office.get(LIST).content.decode()
    assert "agence régionale de santé (Auvergne-Rhône-Alpes)" in page
    for query in (
        "?ordering=name",
        "?ordering=-name",
        "?ordering=email",
        "?ordering=; DROP",
        "?q=elle",
        "?q=%00",
        "?group=x",
        "?p=99",
    ):
        assert office.get(LIST + query).status_code in {200, 400, 404}, query


def test_erasing_from_the_list_keeps_the_texts_and_not_the_name(office):
    user = create_account(email="elle@exemple.fr", password=SECRET)
    address = f"/redaction/users/delete/{user.pk}/"
    assert "Ses textes restent, sans son nom." in office.get(address).content.decode()
    office.post(address)
    assert User.objects.get(pk=user.pk).display_name == "Compte effacé"


def test_accounts_are_never_changed_in_bulk(office):
    user = create_account(email="elle@exemple.fr", password=SECRET)
    for action in ("delete", "assign_role", "set_active_state"):
        assert (
            office.post(f"/redaction/bulk/accounts/user/{action}/?id={user.pk}&next=/", {"mark_as_active": ""}).status_code
            == 404
        )
    assert User.objects.filter(pk=user.pk, is_active=True).exists()


def test_the_back_office_is_in_french_and_asks_nobody_outside(office):
    for address in ("/redaction/", LIST, NEW, "/redaction/account/", "/redaction/guide/"):
        page = office.get(address).content.decode()
        assert '<html lang="fr"' in page, address
        assert "gravatar" not in page, address
        assert 'src="http' not in page, address
        assert "releases.wagtail" not in page, address


def test_the_guide_shows_its_pictures_and_nothing_else_of_the_disk(office, client):
    page = office.get("/redaction/guide/").content.decode()
    assert "<h1" in page
    assert 'src="images/' in page
    name = page.split('src="images/')[1].split('"')[0]
    assert office.get(f"/redaction/guide/images/{name}")["Content-Type"] == "image/png"
    for bad in ("..%2Fredaction.md", "nulle-part.png", "%2Fetc%2Fpasswd"):
        assert office.get(f"/redaction/guide/images/{bad}", follow=True).status_code == 404


def test_the_guide_leads_to_its_other_pages_and_their_pictures(office):
    first = office.get("/redaction/guide/").content.decode()
    pages = {link for link in re.findall(r'href="([^":#]+\.md)', first) if link.startswith("redaction/")}
    assert pages
    for name in sorted(pages):
        html = office.get(f"/redaction/guide/{name}").content.decode()
        body = html.split('class="lilith-guide"')[1]
        for link in re.findall(r'(?:href|src)="([^":#]+\.(?:md|png))', body):
            address = urljoin(f"/redaction/guide/{name}", link)
            assert office.get(address).status_code == 200, f"{name}: {link}"
    for bad in ("decisions/0001-storeys-and-doors.md", "redaction/../../README.md", "nulle-part.md"):
        assert office.get(f"/redaction/guide/{bad}", follow=True).status_code == 404


# create_admin


def _create_admin(monkeypatch, email: str, password: str) -> None:
    monkeypatch.setenv("LILITH_ADMIN_PASSWORD", password)
    call_command("create_admin", email=email)


def test_create_admin_makes_an_account_that_can_do_everything_and_sign_in(client, db, monkeypatch):
    cache.clear()
    _create_admin(monkeypatch, "Chef@exemple.fr", SECRET)
    user = User.objects.get()
    assert user.email == "chef@exemple.fr"
    assert [grant.role for grant in user.roles.all()] == [Role.ADMIN]
    client.post("/compte/connexion/", {"login": "chef@exemple.fr", "password": SECRET})
    assert client.get(LIST).status_code == 200


def test_create_admin_twice_keeps_one_account_and_the_new_password(db, monkeypatch, capsys):
    _create_admin(monkeypatch, "chef@exemple.fr", SECRET)
    _create_admin(monkeypatch, "CHEF@exemple.fr", "quatre autres mots choisis")
    assert "Le compte existait" in capsys.readouterr().out
    assert User.objects.get().check_password("quatre autres mots choisis")


def test_create_admin_opens_a_closed_account_again_and_keeps_its_other_roles(groups, monkeypatch):
    user = create_account(email="elle@exemple.fr")
    RoleGrant.objects.create(user=user, role=Role.WRITER)
    User.objects.update(is_active=False)
    _create_admin(monkeypatch, "elle@exemple.fr", SECRET)
    user.refresh_from_db()
    assert user.is_active
    assert {grant.role for grant in user.roles.all()} == {Role.ADMIN, Role.WRITER}


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("pas-une-adresse", SECRET, "adresse"),
        ("a@exemple.fr", "lilith-demo", "trop court"),
        ("a@exemple.fr", "1234567890123456", "numérique"),
        ("", SECRET, "Personne ne répond"),
    ],
    ids=["no address", "the public password", "digits", "nobody answers"],
)
def test_create_admin_refuses_clearly_and_writes_nothing(db, monkeypatch, email, password, words):
    def nobody(_question: str = "") -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(CommandError, match=words):
        _create_admin(monkeypatch, email, password)
    assert not User.objects.exists()


def test_create_admin_asks_twice_for_the_password(db, monkeypatch):
    monkeypatch.delenv("LILITH_ADMIN_PASSWORD", raising=False)
    answers = iter([SECRET, "autre chose"])
    monkeypatch.setattr("getpass.getpass", lambda _question: next(answers))
    with pytest.raises(CommandError, match="différents"):
        call_command("create_admin", email="a@exemple.fr")
    assert not User.objects.exists()
