"""A reader prints a practice on two sheets of paper."""

import re

import pytest

from lilith.library.models import Publication
from lilith.practices.enums import SiteState
from lilith.practices.models.practice import LEVELS
from lilith.practices.selectors.digest import digest
from lilith.practices.selectors.sheet import BACK, FRONT
from lilith.practices.tests.tree import TODAY, Tree

SENTENCE = "Cette phrase dit une chose simple que chacun peut comprendre sans aide. "


def paragraphs(result):
    return [one.items or one.text for one in result.paragraphs]


def test_a_short_text_stays_whole():
    result = digest("<p>Un toit. Une équipe.</p><ul><li>Vous choisissez.</li></ul>", characters=200)
    assert paragraphs(result) == ["Un toit. Une équipe.", ("Vous choisissez.",)]
    assert not result.is_shortened


def test_a_long_text_is_cut_between_sentences_and_says_so():
    result = digest("<p>Un toit. Une équipe. Un suivi.</p><p>La suite.</p>", characters=22)
    assert paragraphs(result) == ["Un toit. Une équipe."]
    assert result.is_shortened


def test_a_list_is_cut_between_items_each_taking_its_line():
    items = "".join(f"<li>Point {number}.</li>" for number in range(9))
    result = digest(f"<ul>{items}</ul>", characters=3 * 50, line=50)
    assert paragraphs(result) == [("Point 0.", "Point 1.", "Point 2.")]
    assert result.lines(50) == 3


def test_a_sentence_without_end_is_cut_at_a_word():
    result = digest("<p>" + "mot " * 100 + "</p>", characters=20)
    assert paragraphs(result) == ["mot mot mot mot\u00a0…"]


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> </p>", "<ul></ul>"])
def test_an_empty_text_gives_nothing(html):
    assert not digest(html, characters=50)


def test_text_without_a_paragraph_and_unclosed_tags_are_read():
    assert paragraphs(digest("Un toit.", characters=50)) == ["Un toit."]
    assert paragraphs(digest("<p>Un <b>toit.", characters=50)) == ["Un toit."]


@pytest.fixture
def tree(db):
    return Tree()


def sheet(client, slug: str) -> str:
    response = client.get(f"/pratiques/{slug}/fiche/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_sheet_holds_level_1_a_digest_the_sources_and_a_way_back(client, tree, settings):
    settings.BASE_URL = "https://lilith.example"
    Publication.objects.create(title="Cahier des charges", slug="doc", type="document", source_code="s0", year=2019)
    tree.practice(
        "abri", tree.theme("logement"), concretely="<ul><li>Vous choisissez.</li></ul>", effect="<p>Oui, disent les études.</p>",
        unknown="<p>Le coût.</p>", principles="<p>Sans condition.</p>", not_known="<p>La durée.</p>", support_team="L’équipe nationale",
        sources="s0 : un passage", next_review_on=TODAY.replace(year=2027),
        sites=({"place": "Lille", "state": SiteState.RUNNING}, {"place": "Rennes", "state": SiteState.CONSIDERED}),
    )  # fmt: skip
    html = sheet(client, "abri")
    first, second = html.index("Page 1 sur 2"), html.index("Page 2 sur 2")
    for words in ("On vous aide chez vous.", "Vous choisissez.", "Oui, disent les études.", "Le coût.", 'class="qr"'):
        assert html.index(words) < first, words
    for words in (
        "Sans condition.",
        "La durée.",
        "L’équipe nationale",
        "Lille",
        "Rennes",
        "Cahier des charges, 2019",
        "22 novembre 2027",
    ):
        assert first < html.index(words, first) < second, words
    assert "lilith.example/pratiques/abri/" in html
    assert "n’est pas une recommandation de la Haute Autorité de santé" in html
    assert len(re.findall(r"<h1", html)) == 1


def test_nothing_known_is_said_in_full(client, tree):
    tree.practice("nue")
    html = sheet(client, "nue")
    assert "Nos documents ne citent aucun lieu en France." in html
    assert "Nos documents ne citent aucune équipe." in html


def test_the_longest_texts_are_cut_to_what_the_paper_holds(client, tree):
    texts = {name: f"<p>{SENTENCE * 40}</p>" for level in LEVELS.values() for name, _title in level}
    sites = tuple({"place": f"Ville numéro {number}", "state": SiteState.RUNNING} for number in range(80))
    tree.practice("longue", sites=sites, **texts)
    html = sheet(client, "longue")
    front = html[html.index('<article class="feuille">') : html.index("Page 1 sur 2")]
    back = html[html.index("Page 1 sur 2") : html.index("Page 2 sur 2")]
    assert front.count(SENTENCE.strip()) * len(SENTENCE) < sum(FRONT.values()) * 80
    assert back.count(SENTENCE.strip()) * len(SENTENCE) < sum(BACK.values()) * 90
    assert front.count("[…]") == len(FRONT)
    assert "la suite est sur le site" in back
    assert re.search(r"Et \d+ autres lieux, sur le site\.", back)


def test_lines_left_free_go_to_the_texts_that_were_cut(client, tree):
    ten = "<ul>" + "".join(f"<li>Principe {number}.</li>" for number in range(10)) + "</ul>"
    tree.practice("courte", principles=ten)
    html = sheet(client, "courte")
    assert html.count("Principe ") == 10
    assert "[…]" not in html


def test_an_overdue_text_says_so(client, tree):
    tree.practice("vieille", next_review_on=TODAY.replace(year=2020))
    assert "devait être relu" in sheet(client, "vieille")


def test_a_draft_or_an_unknown_practice_has_no_sheet(client, tree):
    tree.practice("brouillon").unpublish()
    assert client.get("/pratiques/brouillon/fiche/").status_code == 404
    assert client.get("/pratiques/inconnue/fiche/").status_code == 404


def test_the_page_of_a_practice_leads_to_its_sheet_and_back(client, tree):
    tree.practice("abri", tree.theme("logement"))
    assert 'href="/pratiques/abri/fiche/"' in client.get("/pratiques/abri/").content.decode()
    assert 'href="/pratiques/abri/"' in sheet(client, "abri")


def test_the_sheet_keeps_to_its_queries(client, tree, django_assert_max_num_queries):
    tree.practice("abri", tree.theme("logement"))
    client.get("/pratiques/abri/fiche/")
    with django_assert_max_num_queries(8):
        client.get("/pratiques/abri/fiche/")
