"""The reader of words: who may ask it, what it says of the fields of a form and of a pasted text, what it refuses."""

import json

import pytest

from lilith.accounts.enums import Role
from lilith.accounts.services import Grant, create_account
from lilith.editorial.wording.reading import LARGEST_TEXT
from lilith.library.models import Term, WordAdvice

ADDRESS = "/redaction/relecture-des-mots/"
LEVEL_1 = "practices.practicepage.essential"
LEVEL_3 = "practices.practicepage.studies_say"
UNKNOWN = "practices.practicepage.unknown"
EASY_TO_READ = "practices.practicepage.falc_text"
PAGE = "website.contentpage.body"
pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    from lilith.accounts.services import sync_groups

    sync_groups()
    client.force_login(create_account(email="a@example.org", display_name="Camille", roles=[Grant(role=Role.WRITER)]))
    return client


def _read(client, *fields):
    """What is shown of each field, with ordinary spaces."""
    rows = _ask(client, *fields).json()["fields"]
    return [{name: text.replace("\u00a0", " ") for name, text in row.items()} for row in rows]


def _ask(client, *fields):
    rows = [{"field": field, "text": text, "level": level} for field, text, level in fields]
    return client.post(ADDRESS, json.dumps({"fields": rows}), content_type="application/json")


def test_each_field_is_read_for_the_people_it_is_written_for(writer):
    text = "L’essai randomisé montre un effet chez 40 % des personnes."
    WordAdvice.objects.create(word="essai randomisé", reason="jargon", say="étude où le hasard forme les groupes")
    first, third = _read(writer, (LEVEL_1, text, ""), (LEVEL_3, text, ""))
    assert "niveau 1, pour tout le monde" in first["details"]
    assert "Dites plutôt « étude où le hasard forme les groupes »." in first["details"]
    assert "Écrivez « 40 personnes sur 100 »." in first["details"]
    assert "2 remarques" in first["summary"]
    assert "niveau 3, pour les professionnels et la recherche" in third["details"]
    assert "Aucune remarque" in third["summary"]


def test_a_page_that_says_its_level_in_its_form_is_read_for_that_level(writer):
    text = "Cela aide 40 % des personnes."
    first, second = (_read(writer, (PAGE, text, level))[0]["details"] for level in ("1", "2"))
    assert "40 personnes sur 100" in first
    assert "niveau 2, pour en savoir plus" in second
    assert "40 personnes sur 100" not in second


def test_an_empty_section_on_what_is_not_known_gets_a_hint_and_another_empty_one_none(writer):
    unknown, other = _read(writer, (UNKNOWN, "", ""), (LEVEL_1, "", ""))
    assert "dites ce qu’on ne sait pas encore" in unknown["details"]
    assert unknown["summary"].endswith("Une remarque.")
    assert other["summary"] == "Rien à relire : ce texte est vide."


def test_an_easy_to_read_text_is_told_its_sentences_of_more_than_twelve_words(writer):
    text = "Le matin vous venez au centre et vous buvez un café avec nous."
    easy, plain = _read(writer, (EASY_TO_READ, text, ""), (LEVEL_1, text, ""))
    assert "Cette phrase a 13 mots." in easy["details"]
    assert "Cette phrase a" not in plain["details"]


def test_the_glossary_explains_acronyms_everywhere_and_its_own_words_in_its_definitions(writer):
    Term.objects.create(term="MDPH", slug="mdph", expansion="maison départementale des personnes handicapées", category="lieux")
    Term.objects.create(term="psychoéducation", slug="psychoeducation", category="soins")
    text = "La MDPH propose une psychoéducation."
    page, term = _read(writer, (LEVEL_1, text, ""), ("library.term.definition", text, ""))
    assert "n’est pas expliqué" not in page["details"]
    assert "« psychoéducation » est un mot peu courant." in page["details"]
    assert "est un mot peu courant" not in term["details"]


def test_nothing_is_said_of_fields_that_nobody_offered(writer):
    asked = [("participation.testimony.text", "Je souffre.", ""), ("rien", "x", ""), ("", "", "")]
    assert _ask(writer, *asked).json() == {"fields": [None, None, None]}


def test_what_is_typed_is_shown_as_text(writer):
    found = _read(writer, (LEVEL_1, "<script>alert(1)</script> est fait par la ZZTOP.", ""))[0]
    assert "<script>" not in found["details"]
    assert "&lt;script&gt;" in found["details"]


def test_a_text_of_more_than_a_million_bytes_is_refused_with_a_message(writer):
    answer = _ask(writer, (LEVEL_1, "mot " * (LARGEST_TEXT // 4 + 1), ""))
    assert answer.status_code == 413
    assert "trop long" in answer.json()["message"]
    page = writer.post(ADDRESS, {"text": "mot " * (LARGEST_TEXT // 4 + 1), "level": "1"})
    assert page.status_code == 422
    assert "Ce texte est trop long" in page.content.decode()


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "null", '{"fields": 3}', '{"fields": [3]}', '{"fields": [{"field": 1, "text": "x"}]}', '{"fields": [{"text": "x"}]}',
     json.dumps({"fields": [{"field": "a", "text": "b"}] * 201}), "[" * 100_000, b"\xff\xfe"],
)  # fmt: skip
def test_a_broken_question_gets_a_message_and_no_error(writer, body):
    answer = writer.post(ADDRESS, body, content_type="application/json")
    assert answer.status_code == 400
    assert "Rechargez la page" in answer.json()["message"]


def test_a_level_that_does_not_exist_counts_as_none(writer):
    for level in ("9", "", None, [], {"a": 1}, 2):
        assert "niveau 2" in _read(writer, (PAGE, "Un texte.", level))[0]["details"]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.WRITER, 200), (Role.LITERACY, 200), (Role.COORDINATION, 200), (Role.COMMITTEE, 302), (Role.MEMBER, 302)],
)
def test_only_those_who_write_texts_may_ask(client, role, status):
    from lilith.accounts.services import sync_groups

    sync_groups()
    client.force_login(create_account(email="b@example.org", display_name="Dominique", roles=[Grant(role=role)]))
    assert _ask(client, (LEVEL_1, "Un texte.", "")).status_code == status


def test_a_question_without_the_token_of_the_form_is_refused(writer):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    assert _ask(strict, (LEVEL_1, "Un texte.", "")).status_code == 403


def test_a_text_from_elsewhere_is_pasted_and_read_without_a_script(writer):
    WordAdvice.objects.create(word="malade mental", reason="stigma", say="personne qui vit avec un trouble psychique")
    page = (
        writer.post(ADDRESS, {"text": "Le malade mental est suivi par la ZZTOP.", "level": "2"})
        .content.decode()
        .replace("\u00a0", " ")
    )
    assert "« malade mental » peut blesser." in page
    assert "<mark>malade mental</mark> est suivi" in page
    assert "Le sigle « ZZTOP » n’est pas expliqué." in page
    assert 'type="button" class="button button-small' not in page
    easy = writer.post(ADDRESS, {"text": "Vous venez. Vous parlez.", "level": "falc"}).content.decode()
    assert "facile à lire et à comprendre (FALC)" in easy
    assert writer.get(ADDRESS)["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize(
    "values", [{}, {"text": " ", "level": "1"}, {"text": "Un texte.", "level": "7"}, {"text": "\x00", "level": "1"}]
)
def test_a_form_that_is_not_complete_says_so(writer, values):
    assert writer.post(ADDRESS, values).status_code == 422


def test_the_editor_of_a_term_carries_the_panel(client):
    from lilith.accounts.services import sync_groups

    sync_groups()
    client.force_login(create_account(email="c@example.org", display_name="Alex", roles=[Grant(role=Role.LITERACY)]))
    page = client.get("/redaction/snippets/library/term/add/").content.decode()
    assert 'data-prose="library.term.definition"' in page
    assert f'data-address="{ADDRESS}"' in page


def test_reading_fields_takes_two_queries_whatever_their_number(writer, django_assert_num_queries):
    from lilith.editorial.wording.reading import WrittenText, read_fields

    with django_assert_num_queries(2):
        read_fields(texts=[WrittenText(LEVEL_1, "Un texte.")] * 20)
