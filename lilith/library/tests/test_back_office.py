"""Editors of the library: they find a record, change it, and never overwrite each other."""

from datetime import date

import pytest
from django.urls import reverse

from lilith.accounts.models import User
from lilith.library.models import Link, Publication, Term, Video
from lilith.library.tests.records import publication, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = User.objects.create_superuser("redaction@example.org", "un mot de passe long")
    client.force_login(user)
    # Records enter the back office when its addresses are read.
    reverse("wagtailadmin_home")
    return client


def url(model, name: str, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def form(record: Term, **changes: object) -> dict[str, object]:
    values = {
        "term": record.term, "expansion": record.expansion, "definition": '{"entityMap": {}, "blocks": []}', "synonyms": "",
        "category": record.category, "lang": "", "definition_basis": "document", "slug": record.slug, "live": "on",
        "sources": "", "updated_on": "2020-01-01", "written_on": "", "next_review_on": "", "seen_version": record.version,
    }  # fmt: skip
    return values | changes


@pytest.mark.parametrize("model", [Term, Publication, Link, Video])
def test_an_editor_opens_the_list_and_the_empty_form_of_each_kind_of_record(editor, model):
    assert editor.get(url(model, "list")).status_code == 200
    assert editor.get(url(model, "add")).status_code == 200


def test_an_editor_finds_a_term_by_its_synonym(editor):
    term("GEM", synonyms="entraide")
    term("CMP")
    html = editor.get(url(Term, "list"), {"q": "entraide"}).content.decode()
    assert "GEM" in html
    assert ">CMP<" not in html


def test_an_editor_filters_publications_by_type(editor):
    publication()
    publication("rapport", type="rapport", title="Un rapport")
    html = editor.get(url(Publication, "list"), {"type": "rapport"}).content.decode()
    assert "Un rapport" in html
    assert "Effects of Housing" not in html


def test_a_changed_text_is_dated_of_the_day(editor):
    record = term("GEM", updated_on=date(2020, 1, 1))
    response = editor.post(url(Term, "edit", record.pk), form(record, expansion="Groupe d’entraide mutuelle"))
    assert response.status_code == 302
    record.refresh_from_db()
    assert record.expansion == "Groupe d’entraide mutuelle"
    assert record.updated_on > date(2020, 1, 1)
    assert record.version == 2


def test_two_editors_do_not_overwrite_each_other(editor):
    record = term("GEM", updated_on=date(2020, 1, 1))
    editor.post(url(Term, "edit", record.pk), form(record, expansion="La première"))
    response = editor.post(url(Term, "edit", record.pk), form(record, expansion="La seconde"))
    assert response.status_code == 200
    assert "Quelqu’un a changé cette fiche" in response.content.decode()
    record.refresh_from_db()
    assert record.expansion == "La première"
