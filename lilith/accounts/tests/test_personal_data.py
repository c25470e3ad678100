"""What the site holds about a person: taken away as a file, and erased."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry, PageSubscription, Revision
from wagtail.users.models import UserProfile

from lilith.accounts.enums import Role
from lilith.accounts.models import RoleGrant, User
from lilith.accounts.services import LastAdministratorError, create_administrator, erase_person, export_person
from lilith.accounts.slots import clear_expired_sessions
from lilith.accounts.tests.conftest import SECRET
from lilith.foundation.slots import personal_data

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def traces(person, page, settings, tmp_path) -> User:
    """A writer who has left a trace in every table that the back office fills."""
    settings.MEDIA_ROOT = tmp_path
    user = person(Role.WRITER)
    client = Client()
    client.post("/compte/connexion/", {"login": user.email, "password": SECRET})
    client.post(
        f"/redaction/pages/{page.pk}/edit/",
        {
            "title": "Un autre titre", "slug": page.slug, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
            "action-submit": "1",
        },
    )  # fmt: skip
    profile = UserProfile.get_for_user(user)
    profile.avatar.save("moi.png", ContentFile(b"image"))
    Comment.objects.create(page=page, user=user, text="À raccourcir.", contentpath="title")
    PageSubscription.objects.get_or_create(page=page, user=user)
    ModelLogEntry.objects.log_action(user, "wagtail.edit", user=user)
    Page.objects.filter(pk=page.pk).update(owner=user)
    return user


def _read(archive: bytes) -> dict[str, list[dict]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return {name: json.loads(files.read(name)) for name in files.namelist() if name.endswith(".json")}


# Taking away


def test_a_person_takes_away_everything_the_site_holds_about_them(traces):
    tables = _read(export_person(user=traces, now=NOW))
    assert tables["accounts.User.json"][0]["email"] == "redaction@exemple.fr"
    assert tables["accounts.RoleGrant.json"][0]["role"] == "rédaction"
    assert tables["account.EmailAddress.json"] == [{"email": "redaction@exemple.fr", "verified": True, "primary": True}]
    assert tables["wagtailcore.Comment.json"][0]["text"] == "À raccourcir."
    assert tables["wagtailcore.Page.json"][0]["title"] == "Un titre"
    assert [row["object_str"] for row in tables["wagtailcore.Revision.json"]] == ["Un autre titre"]
    assert {row["action"] for row in tables["wagtailcore.PageLogEntry.json"]} >= {"wagtail.edit", "wagtail.workflow.start"}
    assert len(tables["sessions.Session.json"]) == 1
    assert len(tables["wagtailcore.WorkflowState.json"]) == 1
    assert len(tables["wagtailcore.PageSubscription.json"]) == 1


def test_a_password_never_leaves_with_the_file(traces):
    archive = export_person(user=traces, now=NOW)
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        text = "".join(files.read(name).decode() for name in files.namelist())
    assert traces.password not in text
    assert "password" not in text


def test_the_file_of_one_person_says_nothing_of_another(traces, person):
    person(Role.LITERACY)
    archive = export_person(user=traces, now=NOW)
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert "litteratie@exemple.fr" not in "".join(files.read(name).decode() for name in files.namelist())


def test_a_person_downloads_their_file_from_their_account(client, person):
    client.force_login(person())
    response = client.post("/compte/mes-donnees/")
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="lilith-mes-donnees-')
    assert "no-store" in response["Cache-Control"]
    assert "accounts.User.json" in zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert client.get("/compte/mes-donnees/").status_code == 405
    assert Client().post("/compte/mes-donnees/").status_code == 302


# Erasing


def test_erasing_leaves_the_texts_and_no_name(traces, page):
    pk = traces.pk
    erase_person(user=traces)
    row = User.objects.get(pk=pk)
    assert (row.email, row.display_name, row.is_active) == (f"{pk}@efface.invalid", "Compte effacé", False)
    assert not row.has_usable_password()
    assert not row.groups.exists()
    for model in (RoleGrant, EmailAddress, UserProfile, PageSubscription):
        assert not model.objects.filter(user=pk).exists(), model
    assert not Session.objects.exists()
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Un autre titre"
    assert Comment.objects.get().text == "À raccourcir."
    assert Revision.objects.filter(user_id=pk).exists()
    assert PageLogEntry.objects.filter(user_id=pk).exists()


def test_after_erasing_the_address_stands_nowhere_in_the_database(traces):
    erase_person(user=traces)
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values():
            assert "redaction@exemple.fr" not in str(row), model._meta.label


def test_the_picture_of_an_erased_person_leaves_the_disk(traces, tmp_path):
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
    erase_person(user=traces)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_erased_person_cannot_come_back(traces):
    erase_person(user=traces)
    response = Client().post("/compte/connexion/", {"login": "redaction@exemple.fr", "password": SECRET})
    assert "ne convient pas" in response.content.decode()


def test_erasing_one_person_touches_no_other(traces, person):
    other = person(Role.LITERACY)
    erase_person(user=traces)
    other.refresh_from_db()
    assert other.email == "litteratie@exemple.fr"
    assert other.roles.count() == 1


def test_the_last_administrator_is_not_erased(groups):
    user, _new = create_administrator(email="a@exemple.fr", password=SECRET)
    with pytest.raises(LastAdministratorError):
        erase_person(user=user)
    user.refresh_from_db()
    assert user.email == "a@exemple.fr"


@pytest.mark.parametrize("label", sorted(personal_data()))
def test_each_table_that_points_to_a_person_is_really_exported_and_erased(label, person):
    source = personal_data()[label]
    user = person(Role.WRITER)
    assert isinstance(source.export(user), list)
    assert isinstance(source.erase(user), int)
    json.dumps(source.export(user), default=str)


def test_every_key_to_a_person_is_followed_by_the_export():
    """Not only the table is registered: each of its columns that points to a person is looked at."""
    from lilith.accounts.personal_data import GOES, STAYS

    followed = {(label, field) for label, field, _columns in GOES} | {(label, f) for label, fields, _c in STAYS for f in fields}
    by_hand = {"accounts.User", "accounts.RoleGrant", "account.EmailAddress", "wagtailusers.UserProfile"}
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if field.remote_field and field.remote_field.model is get_user_model() and model._meta.label not in by_hand:
                assert (model._meta.label, field.name) in followed or model._meta.app_label not in {
                    "wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs", "foundation",
                }  # fmt: skip


# Commands


def test_the_commands_export_and_erase(traces, tmp_path, capsys):
    file = tmp_path / "elle.zip"
    call_command("export_person", "REDACTION@exemple.fr", str(file))
    assert "accounts.User.json" in _read(file.read_bytes())
    assert file.stat().st_mode & 0o077 == 0
    call_command("erase_person", "redaction@exemple.fr", yes=True)
    assert "Les sauvegardes faites avant aujourd’hui contiennent encore ces données." in capsys.readouterr().out
    assert not User.objects.filter(email="redaction@exemple.fr").exists()


def test_the_commands_refuse_clearly(groups, tmp_path, monkeypatch):
    create_administrator(email="a@exemple.fr", password=SECRET)
    with pytest.raises(CommandError, match="Aucun compte n’a l’adresse inconnue@exemple.fr"):
        call_command("erase_person", "inconnue@exemple.fr", yes=True)
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("export_person", "inconnue@exemple.fr", str(tmp_path / "x.zip"))
    (tmp_path / "deja.zip").write_bytes(b"gardez-moi")
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("export_person", "a@exemple.fr", str(tmp_path / "deja.zip"))
    assert (tmp_path / "deja.zip").read_bytes() == b"gardez-moi"
    with pytest.raises(CommandError, match="dernier compte d’administration"):
        call_command("erase_person", "a@exemple.fr", yes=True)
    monkeypatch.setattr("builtins.input", lambda _words: "une autre adresse")
    with pytest.raises(CommandError, match="rien n’a été effacé"):
        call_command("erase_person", "a@exemple.fr")


def test_expired_sessions_are_forgotten_and_others_stay(db):
    for key, days in (("vieille", -1), ("jeune", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(days=days))
    assert clear_expired_sessions(NOW) == "1 session(s) expirée(s) effacée(s)"
    assert [row.session_key for row in Session.objects.all()] == ["jeune"]
