"""What readers said of level 1 stands under it, on the page and on the sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from lilith.accounts.models import User
from lilith.foundation.slots import PlainText
from lilith.instruments import selectors, services
from lilith.instruments.models import ComprehensionTest
from lilith.instruments.services import ItemDraft
from lilith.practices.models import PracticePage
from lilith.practices.tests.tree import Tree

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LEVEL_1 = {
    "essential": "<p>On vous aide chez vous, aussi longtemps que vous voulez.</p>",
    "concretely": '<ul><li data-block-key="ab1c">Vous choisissez votre logement.</li><li>Une équipe vient vous voir.</li></ul>',
    "effect": "<p>Oui : plus de gens gardent leur toit.</p>",
    "unknown": "<p>Nous ne savons pas encore pour les jeunes.</p>",
}
QUESTIONS = [ItemDraft(f"Question {number} ?", ("Oui", "Non", "Je ne sais pas"), 0) for number in range(3)]


@pytest.fixture
def practice() -> PracticePage:
    tree = Tree()
    return tree.practice("un-toit", tree.theme("logement"), **LEVEL_1)


def opened(practice: PracticePage) -> ComprehensionTest:
    admin = User.objects.create_superuser("litteratie@exemple.fr", "un mot de passe long")
    draft = services.create_test(subject=practice.uuid, by=admin, now=NOW)
    services.write_items(test_id=draft.pk, items=QUESTIONS, revision=draft.revision, by=admin)
    return services.open_test(test_id=draft.pk, by=admin, now=NOW)


def reads(test: ComprehensionTest, *, right: bool = True) -> None:
    chosen = {
        item.pk: next(choice.pk for choice in item.choices.all() if choice.is_right is right)
        for item in selectors.items_of(instrument=test)
    }
    services.record_answers(test_id=test.pk, form_token=uuid4(), chosen=chosen, today=date(2026, 11, 22), now=NOW)


def said(client, practice) -> str:
    html = client.get(f"/pratiques/{practice.slug}/").content.decode()
    place = html[html.index('<div class="avis lecteurs">') :]
    assert html.index('id="niveau-1"') < html.index('<div class="avis lecteurs">') < html.index('id="niveau-2"')
    return place[: place.index("</div></div>")]


def test_level_1_is_given_to_readers_section_by_section(practice):
    text = selectors.plain_text(subject=practice.uuid)
    assert text == PlainText(
        practice.uuid,
        "Un toit",
        "/pratiques/un-toit/",
        "L’essentiel\nOn vous aide chez vous, aussi longtemps que vous voulez.\n\n"
        "Concrètement\n– Vous choisissez votre logement.\n– Une équipe vient vous voir.\n\n"
        "Est-ce que ça marche ?\nOui\u00a0: plus de gens gardent leur toit.\n\n"
        "Ce que nous ne savons pas encore\nNous ne savons pas encore pour les jeunes.",
    )
    assert (practice.uuid, "Un toit") in selectors.testable_titles()


def test_a_practice_that_is_not_public_has_no_text_to_test(practice):
    practice.unpublish()
    assert selectors.plain_text(subject=practice.uuid) is None
    assert selectors.testable_titles() == []


def test_a_text_that_nobody_tested_says_so_and_leads_to_help(client, practice):
    html = said(client, practice)
    assert "Ce texte n’a pas encore été testé par des lecteurs." in html
    assert 'href="/aide/tester-un-texte/"' in html


def test_a_draft_of_a_test_changes_nothing_on_the_page(client, practice):
    admin = User.objects.create_superuser("litteratie@exemple.fr", "un mot de passe long")
    services.create_test(subject=practice.uuid, by=admin, now=NOW)
    assert "n’a pas encore été testé" in said(client, practice)


def test_readers_are_invited_counted_and_scored(client, practice):
    test = opened(practice)
    html = said(client, practice)
    assert f'href="/comprendre/{test.code}/"' in html
    assert "Ce texte n’a pas encore de lecteur. Il en faut 5" in html
    reads(test)
    assert "1 lecteur a testé ce texte. Il en faut 5" in said(client, practice)
    for _ in range(4):
        reads(test)
    reads(test, right=False)
    html = said(client, practice)
    assert "6 lecteurs ont testé ce texte." in html
    assert "c’était le 22 novembre 2026. Sur 100 réponses, 83 sont bonnes." in html
    assert "à réécrire" not in html


def test_a_text_that_readers_do_not_understand_is_to_be_rewritten(client, practice):
    test = opened(practice)
    for _ in range(5):
        reads(test, right=False)
    assert "Ce texte est à réécrire." in said(client, practice)


def test_publishing_another_text_re_opens_the_gate(client, practice):
    test = opened(practice)
    for _ in range(5):
        reads(test)
    page = PracticePage.objects.get(pk=practice.pk)
    page.essential = "<p>Tout est écrit autrement, avec beaucoup de mots nouveaux et une autre idée.</p>"
    page.save_revision().publish()
    html = said(client, practice)
    assert "À retester." in html
    assert "Voici le résultat du texte d’avant." in html
    assert f"/comprendre/{test.code}/" not in html
    assert "à retester par des lecteurs" in client.get("/pratiques/un-toit/fiche/").content.decode()


def test_publishing_without_touching_level_1_leaves_the_gate_closed(practice):
    test = opened(practice)
    page = PracticePage.objects.get(pk=practice.pk)
    page.how = "<p>Le niveau deux change du tout au tout.</p>"
    page.save_revision().publish()
    test.refresh_from_db()
    assert (test.changed_on, test.changed_share) == (None, 0)


def test_the_sheet_says_it_in_one_sentence(client, practice):
    assert "Niveau 1 pas encore testé par assez de lecteurs." in client.get("/pratiques/un-toit/fiche/").content.decode()
    test = opened(practice)
    for _ in range(5):
        reads(test)
    html = client.get("/pratiques/un-toit/fiche/").content.decode()
    assert "Niveau 1 testé par 5 lecteurs (le 22 novembre 2026)\u00a0: sur 100 réponses, 100 sont bonnes." in html


def test_what_readers_said_costs_one_query(client, practice, django_assert_num_queries):
    test = opened(practice)
    reads(test)
    with django_assert_num_queries(1):
        assert selectors.printed(subject=practice.uuid).gate.readers == 1


def test_an_editor_goes_from_a_practice_to_its_test(client, practice):
    client.force_login(User.objects.create_superuser("litteratie@exemple.fr", "un mot de passe long"))
    address = f"/redaction/comprehension/?texte={practice.uuid}"
    assert address in client.get(f"/redaction/pages/{practice.pk}/edit/").content.decode()
    assert f'<option value="{practice.uuid}" selected>' in client.get(address).content.decode()
    parent = practice.get_parent()
    assert "/redaction/comprehension/?texte=" not in client.get(f"/redaction/pages/{parent.pk}/edit/").content.decode()
