"""What a reader finds on pathways and themes."""

import re

import pytest

from lilith.practices.drawings.france import site_map
from lilith.practices.drawings.motifs import THEMES
from lilith.practices.drawings.vignettes import scene
from lilith.practices.enums import DocumentsLevel
from lilith.practices.selectors import cards_of, doors, practices_of_theme
from lilith.practices.tests.tree import Tree


@pytest.fixture
def tree(db):
    return Tree()


def titles(html: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", title)
        for title in re.findall(r'<article class="cartep.*?<h3><a [^>]+>(.*?)</a></h3>', html, re.DOTALL)
    ]


def test_a_theme_lists_its_practices_the_best_studied_first(client, tree):
    theme = tree.theme("logement")
    tree.practice("zebre", theme, documents_level=DocumentsLevel.STRONG)
    tree.practice("abri", theme)
    tree.practice("milieu", theme, documents_level=DocumentsLevel.PROMISING)
    html = client.get("/parcours-de-vie/logement/").content.decode()
    assert titles(html) == ["Zebre", "Milieu", "Abri"]


def test_a_theme_shows_a_page_of_cards_and_leads_to_all(client, tree):
    theme = tree.theme("logement")
    for number in range(26):
        tree.practice(f"pratique-{number:02}", theme)
    html = client.get("/parcours-de-vie/logement/").content.decode()
    assert len(titles(html)) == 24
    assert 'href="/pratiques/?theme=logement"' in html
    assert "24 sur 26" in html


def test_a_theme_without_practice_says_why(client, tree):
    tree.theme("logement")
    assert "Nos documents n’en citent pas pour ce thème." in client.get("/parcours-de-vie/logement/").content.decode()


def test_a_card_says_the_three_signals_in_words(client, tree):
    theme = tree.theme("logement")
    tree.practice("un-toit", theme, documents_level=DocumentsLevel.MODERATE)
    html = client.get("/parcours-de-vie/logement/").content.decode()
    card = html[html.index('<dl class="mini">') : html.index("</article>")]
    assert card == (
        '<dl class="mini"><div class="sig p"><dt>Preuves</dt><dd class="b prov n4 k2" aria-hidden="true"></dd>'
        "<dd>d’après les documents\u00a0: prometteuse</dd></div>"
        '<div class="sig d"><dt>Droits</dt><dd class="b vide n5" aria-hidden="true"></dd><dd>pas encore regardés</dd></div>'
        '<div class="sig f"><dt>En France</dt><dd class="b vide n3" aria-hidden="true"></dd><dd>aucun lieu connu</dd></div></dl>'
    )


def test_the_address_of_a_practice_under_a_theme_leads_to_its_own(client, tree):
    tree.practice("un-toit", tree.theme("logement"))
    response = client.get("/parcours-de-vie/logement/un-toit/")
    assert (response.status_code, response["Location"]) == (301, "/pratiques/un-toit/")
    assert client.get("/parcours-de-vie/logement/autre/").status_code == 404


def test_a_pathway_lists_its_own_themes_with_how_much_they_hold(client, tree):
    housing, work = tree.theme("logement", order=1), tree.theme("travail", order=2)
    tree.theme("crise", care=True)
    tree.practice("un-toit", housing, work)
    html = client.get("/parcours-de-vie/").content.decode()
    main = html[html.index("<main") :]
    assert re.findall(r'<span class="nom">(.*?)</span>', main) == ["Logement", "Travail"]
    assert main.count("1 pratique</span>") == 2


def test_doors_come_in_their_order_with_their_themes(tree, django_assert_num_queries):
    tree.theme("logement", order=1)
    tree.theme("crise", care=True)
    with django_assert_num_queries(2):
        found = [(door.css, [theme.url for theme in door.themes]) for door in doors()]
    assert found == [("vie", ["/parcours-de-vie/logement/"]), ("soins", ["/parcours-de-soins/crise/"])]


def test_cards_cost_two_queries_whatever_their_number(tree, django_assert_num_queries):
    theme = tree.theme("logement")
    for number in range(5):
        tree.practice(f"pratique-{number}", theme)
    practices = list(practices_of_theme(theme=theme))
    with django_assert_num_queries(2):
        assert len(cards_of(practices)) == 5


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_each_practice_has_a_scene_of_its_own_always_the_same(theme):
    seeds = [f"pratique-{number}" for number in range(12)]
    drawn = [scene(seed, theme) for seed in seeds]
    assert len(set(drawn)) > 6
    scene.cache_clear()
    assert [scene(seed, theme) for seed in seeds] == drawn


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_one_thing_at_most_is_lit_in_a_scene(theme):
    for number in range(12):
        lit = re.search(r'class="so" d="([^"]*)"', scene(f"pratique-{number}", theme)).group(1)
        assert 1 <= lit.count("z") <= 2 or lit.count("M") == 1


def test_an_unknown_theme_still_draws_something():
    assert "<path" in scene("x", "pas-un-theme")


def test_the_strongest_state_of_a_departement_is_drawn():
    assert site_map((("59", "pointille"), ("59", "plein"))) == site_map((("59", "plein"),))


def test_a_departement_that_is_not_on_the_drawing_is_left_out():
    assert "pt plein" not in site_map((("974", "plein"),))
