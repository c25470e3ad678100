"""An easy-to-read text stands beside level 1, once a group has read it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.test.utils.form_data import querydict_from_html, rich_text

from lilith.accounts.models import User
from lilith.instruments.models import ReadingPanel
from lilith.practices.models import PracticePage
from lilith.practices.tests.tree import Tree

pytestmark = pytest.mark.django_db
TEXT = "<p>Vous avez un logement.</p><p>Une équipe vient chez vous toutes les semaines pour parler de votre santé et de vos projets.</p>"
LINK = 'href="/pratiques/un-toit/facile/"'
READ_ON = date(2026, 11, 20)


@pytest.fixture
def practice() -> PracticePage:
    tree = Tree()
    return tree.practice("un-toit", tree.theme("logement"))


@pytest.fixture
def group() -> ReadingPanel:
    return ReadingPanel.objects.create(name="Atelier de lecture de Lyon", has_intellectual_disability=True)


def publish(practice: PracticePage, **fields) -> PracticePage:
    page = PracticePage.objects.get(pk=practice.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.full_clean()
    page.save_revision().publish()
    return page


def test_nothing_is_shown_when_there_is_no_text(client, practice):
    assert LINK not in client.get("/pratiques/un-toit/").content.decode()
    assert client.get("/pratiques/un-toit/facile/").status_code == 404


def test_a_text_that_no_group_read_is_not_public(client, practice):
    publish(practice, falc_text=TEXT)
    assert LINK not in client.get("/pratiques/un-toit/").content.decode()
    assert client.get("/pratiques/un-toit/facile/").status_code == 404


def test_a_text_that_a_group_read_stands_beside_level_1_and_not_instead(client, practice, group):
    publish(practice, falc_text=TEXT, falc_group=group, falc_read_on=READ_ON)
    html = client.get("/pratiques/un-toit/").content.decode()
    assert html.index('id="niveau-1"') < html.index(LINK) < html.index('id="niveau-2"')
    assert "On vous aide chez vous." in html
    html = client.get("/pratiques/un-toit/facile/").content.decode()
    assert "<p>Vous avez un logement.</p>" in html
    assert "Relu par\u00a0: Atelier de lecture de Lyon, le 20 novembre 2026." in html
    assert "Logo européen" not in html
    assert 'href="/pratiques/un-toit/"' in html


def test_the_logo_is_said_only_when_someone_with_an_intellectual_disability_read_the_text(client, practice, group):
    publish(practice, falc_text=TEXT, falc_group=group, falc_read_on=READ_ON, falc_logo=True)
    assert "© Logo européen Facile à lire\u00a0: Inclusion Europe." in client.get("/pratiques/un-toit/facile/").content.decode()
    ReadingPanel.objects.update(has_intellectual_disability=False)
    assert "Logo européen" not in client.get("/pratiques/un-toit/facile/").content.decode()
    with pytest.raises(ValidationError, match="handicap intellectuel"):
        publish(practice)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"falc_text": TEXT, "falc_read_on": READ_ON}, "falc_read_on"),
        ({"falc_text": "<p> </p>", "falc_read_on": READ_ON, "falc_group": True}, "falc_text"),
        ({"falc_text": TEXT, "falc_group": True}, "falc_read_on"),
        ({"falc_text": TEXT, "falc_logo": True}, "falc_logo"),
    ],
)
def test_what_does_not_hold_together_is_refused_with_the_field(practice, group, fields, field):
    if fields.get("falc_group"):
        fields = {**fields, "falc_group": group}
    with pytest.raises(ValidationError) as refused:
        publish(practice, **fields)
    assert field in refused.value.message_dict


def test_the_database_keeps_no_logo_without_a_group(practice):
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticePage.objects.filter(pk=practice.pk).update(falc_logo=True)


def test_a_group_that_read_a_text_cannot_be_deleted(practice, group):
    publish(practice, falc_text=TEXT, falc_group=group, falc_read_on=READ_ON)
    with pytest.raises(ProtectedError):
        group.delete()


def test_a_draft_practice_has_no_easy_version(client, practice, group):
    publish(practice, falc_text=TEXT, falc_group=group, falc_read_on=READ_ON).unpublish()
    assert client.get("/pratiques/un-toit/facile/").status_code == 404


def test_an_editor_sees_long_sentences_and_previews_what_the_public_does_not_see(client, practice):
    client.force_login(User.objects.create_superuser("redaction@exemple.fr", "un mot de passe long"))
    publish(practice, falc_text=TEXT)
    html = client.get(f"/redaction/pages/{practice.pk}/edit/").content.decode()
    assert "1 phrase de plus de 12 mots" in html
    assert "Cette phrase a 17 mots." in html
    request = client.get("/").wsgi_request
    page = PracticePage.objects.get(pk=practice.pk)
    preview = page.make_preview_request(request, "falc")
    preview.render()
    shown = preview.content.decode()
    assert "aucun groupe n’a encore relu ce texte" in shown
    assert "<p>Vous avez un logement.</p>" in shown


def test_a_text_that_changed_after_its_reading_must_be_read_again(client, practice, group):
    client.force_login(User.objects.create_superuser("redaction@exemple.fr", "un mot de passe long"))
    publish(practice, falc_text=TEXT, falc_group=group, falc_read_on=READ_ON)
    address = f"/redaction/pages/{practice.pk}/edit/"
    data = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    data.update({f"{name}-count": "0" for name in ("key_figures", "evidence", "testimonies", "external_updates")})
    data["falc_text"] = rich_text("<p>Tout autre chose.</p>")
    assert "Donnez le jour de la nouvelle lecture" in client.post(address, data).content.decode()
    data["falc_read_on"] = "2026-11-22"
    assert client.post(address, data).status_code == 302
    assert "Tout autre chose" in PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object().falc_text
