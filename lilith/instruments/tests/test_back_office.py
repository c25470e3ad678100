"""Editors prepare, open, print and read tests in the back office."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from lilith.accounts.enums import Role
from lilith.instruments import selectors, services
from lilith.instruments.enums import ComprehensionState
from lilith.instruments.models import ComprehensionTest, ReadingPanel
from lilith.instruments.tests.readings import NOW, QUESTIONS, reads

pytestmark = pytest.mark.django_db
LIST = "/redaction/comprehension/"


def written(test, questions) -> dict[str, str]:
    """The form of questions, filled."""
    data = {"revision": str(test.revision)}
    for number in range(1, 6):
        draft = questions[number - 1] if number <= len(questions) else None
        data[f"question_{number}"] = draft.question if draft else ""
        data[f"help_{number}"] = draft.help if draft else ""
        for rank in range(1, 5):
            has_it = draft is not None and rank <= len(draft.choices)
            data[f"choice_{number}_{rank}"] = draft.choices[rank - 1] if has_it else ""
        if draft:
            data[f"right_{number}"] = str(draft.right + 1)
    return data


def test_someone_of_literacy_takes_a_test_from_the_choice_of_a_text_to_the_answers(signed_in, readings):
    client = signed_in(Role.COORDINATION)
    assert "Aucun texte n’a encore été testé." in client.get(LIST).content.decode()
    response = client.post(LIST, {"texte": str(readings.text.uuid)})
    test = ComprehensionTest.objects.get()
    assert response["Location"] == reverse("comprehension_questions", args=[test.uuid])
    assert "Vous gardez vos choix" in client.get(response["Location"]).content.decode()
    here = client.post(response["Location"], written(test, QUESTIONS))["Location"]
    assert selectors.item_drafts(instrument=test) == QUESTIONS
    client.post(here, {"action": "open"})
    test.refresh_from_db()
    assert test.state == ComprehensionState.OPEN
    for _ in range(5):
        reads(test)
    html = client.get(here).content.decode()
    assert "<strong>Compris.</strong> 5 lecteurs, 100 bonnes réponses sur 100" in html
    assert "Chez vous <strong>(la bonne réponse)</strong>" in html
    assert "Compris" in client.get(LIST).content.decode()


def test_wrong_questions_are_shown_again_with_what_is_wrong(signed_in, readings):
    test = readings.draft()
    here = reverse("comprehension_questions", args=[test.uuid])
    data = written(test, QUESTIONS)
    del data["right_2"]
    data["question_3"] = "a" * 301
    response = signed_in(Role.COORDINATION).post(here, data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "300 caractères au plus." in html
    assert "Où vient l’équipe" in html
    assert selectors.item_drafts(instrument=test) == []


def test_the_right_answer_is_counted_among_those_that_are_written(signed_in, readings):
    test = readings.draft()
    data = written(test, QUESTIONS[:3])
    data.update(choice_1_1="", choice_1_2="Le médecin", choice_1_3="", choice_1_4="Vous", right_1="4")
    signed_in(Role.COORDINATION).post(reverse("comprehension_questions", args=[test.uuid]), data)
    first = selectors.item_drafts(instrument=test)[0]
    assert (first.choices, first.right) == (("Le médecin", "Vous"), 1)


def test_an_editor_previews_a_draft_as_a_reader_sees_it_and_can_send_nothing(signed_in, readings):
    test = readings.draft(QUESTIONS)
    html = signed_in(Role.WRITER).get(reverse("comprehension_preview", args=[test.uuid])).content.decode()
    assert "Ce n’est pas vous que l’on teste" in html
    assert "Vous gardez vos choix" in html
    assert 'name="token"' not in html


def test_an_editor_prints_sheets_with_one_code_each(signed_in, opened, panel):
    client = signed_in(Role.COORDINATION)
    here = reverse("comprehension_test", args=[opened.uuid])
    assert client.post(here, {"action": "print", "panel": panel.pk, "count": "0"}).status_code == 422
    assert client.post(here, {"action": "print", "panel": "999", "count": "3"}).status_code == 422
    response = client.post(here, {"action": "print", "panel": panel.pk, "count": "3"})
    html = client.get(response["Location"]).content.decode()
    codes = re.findall(r'<strong class="code">([^<]+)</strong>', html)
    assert sorted(set(codes)) == [sheet.code for sheet in opened.sheets.order_by("code")]
    assert html.count("Vous gardez vos choix") >= 3
    assert "0 sur 3" in client.get(here).content.decode()
    other = response["Location"].replace(str(opened.sheets.first().batch), "00000000-0000-0000-0000-000000000000")
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("data", [{"texte": ""}, {"texte": "x"}, {"texte": "00000000-0000-0000-0000-000000000000"}])
def test_a_text_that_does_not_exist_is_said_so(signed_in, readings, data):
    response = signed_in(Role.COORDINATION).post(LIST, data, follow=True)
    assert response.status_code == 200
    assert not ComprehensionTest.objects.exists()
    assert re.search("Choisissez un texte|n’est pas en ligne", response.content.decode())


@pytest.mark.parametrize("action", ["", "inconnue", "withdraw", "open", "delete"])
def test_a_button_that_means_nothing_changes_nothing(signed_in, opened, action):
    response = signed_in(Role.COORDINATION).post(
        reverse("comprehension_test", args=[opened.uuid]), {"action": action}, follow=True
    )
    assert response.status_code == 200
    opened.refresh_from_db()
    assert opened.state == ComprehensionState.OPEN


def test_a_writer_reads_results_and_finds_no_button(signed_in, readings, opened):
    client = signed_in(Role.WRITER)
    here = reverse("comprehension_test", args=[opened.uuid])
    html = client.get(here).content.decode()
    assert "Réponses, question par question" in html
    assert 'value="close"' not in html
    assert client.post(here, {"action": "close"}).status_code in {302, 403}
    assert client.get(reverse("comprehension_questions", args=[opened.uuid])).status_code in {302, 403}
    opened.refresh_from_db()
    assert opened.state == ComprehensionState.OPEN


def test_a_member_of_the_committee_reads_results_and_a_member_of_the_site_does_not(signed_in, opened):
    here = reverse("comprehension_test", args=[opened.uuid])
    assert signed_in(Role.COMMITTEE).get(here).status_code == 200
    assert signed_in(Role.MEMBER).get(here).status_code in {302, 403}


def test_the_list_is_found_by_words_and_state_in_few_queries(signed_in, readings, opened, django_assert_max_num_queries):
    client = signed_in(Role.COORDINATION)
    for query, found in (({"q": "toit"}, True), ({"q": "rien"}, False), ({"etat": "clos"}, False), ({"etat": "inconnu"}, True)):
        assert ("version 1" in client.get(LIST, query).content.decode()) is found
    with django_assert_max_num_queries(25):
        client.get(LIST)


def test_groups_of_readers_are_kept_by_those_who_manage_tests(signed_in, panel):
    add = reverse("wagtailsnippets_instruments_readingpanel:add")
    assert signed_in(Role.LITERACY).post(add, {"name": "Groupe de relecture de Lyon"}).status_code == 302
    assert ReadingPanel.objects.filter(name="Groupe de relecture de Lyon").exists()
    assert signed_in(Role.WRITER).post(add, {"name": "Un autre"}).status_code in {302, 403}
    assert not ReadingPanel.objects.filter(name="Un autre").exists()


def test_my_space_says_what_waits(signed_in, readings, opened, panel):
    services.print_sheets(test_id=opened.pk, panel=panel, count=2, by=readings.by, now=NOW)
    assert "2 feuilles de réponses à saisir" in signed_in(Role.LIVED_EXPERIENCE).get("/mon-espace/").content.decode()
    readings.publish("Un texte tout neuf.")
    html = signed_in(Role.COORDINATION).get("/mon-espace/").content.decode()
    assert "1 texte à retester" in html
    assert "à retester" not in signed_in(Role.MEMBER).get("/mon-espace/").content.decode()
