"""A reader puts practices side by side."""

import re

import pytest

from lilith.practices.enums import DocumentsLevel, LinkKind, TeamState
from lilith.practices.models import Audience
from lilith.practices.tests.pages import Site
from lilith.practices.tests.tree import related

pytestmark = pytest.mark.django_db

ROWS = [
    "En une phrase", "Pour qui", "Nature", "Statut", "Preuves", "Droits", "En France", "Où", "Ce qu’il faut", "Qui peut aider",
    "Ce que nous ne savons pas", "Dates",
]  # fmt: skip


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def five(site):
    theme = site.theme("logement")
    names = ["a", "b", "c", "d", "e"]
    return [site.practice(name, theme, title=f"Pratique {name.upper()}") for name in names]


def row(html: str, title: str) -> list[str]:
    """The cells of one row, as text."""
    line = re.search(rf'<tr><th scope="row">{title}</th>(.*?)</tr>', html, re.DOTALL)
    assert line, title
    cells = re.findall(r"<td>(.*?)</td>", line.group(1), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", re.sub(r'<b class="qui".*?</b>', "", cell)).split()) for cell in cells]


def test_two_practices_answer_the_same_questions(client, site):
    theme = site.theme("logement")
    one = site.practice(
        "abri", theme, title="Abri", summary="Un toit.", documents_level=DocumentsLevel.STRONG, prerequisites="<p>Un bailleur.</p>",
        support_team="L’équipe nationale", support_team_state=TeamState.EXPECTED, unknown="<p>Nous cherchons les chiffres.</p>",
        sites=({"place": "Lille", "state": "en-activite"},),
    )  # fmt: skip
    one.audiences.add(Audience.objects.create(slug="proches", name="Proches"))
    one.save()
    site.practice("emploi", theme, title="Emploi", summary="Un travail.")
    html = client.get("/comparer/?p=abri&p=emploi").content.decode()
    assert re.findall(r'<th scope="row">(.*?)</th>', html) == ROWS
    assert row(html, "En une phrase") == ["Un toit.", "Un travail."]
    assert row(html, "Pour qui") == ["Proches", "Les documents ne le disent pas."]
    assert row(html, "Statut") == ["Probante , d’après les documents", "À évaluer , d’après les documents"]
    assert row(html, "Où") == ["Lille (en activité)", "Nos documents ne citent aucun lieu."]
    assert row(html, "Ce qu’il faut")[0] == "Les prérequis : Un bailleur."
    assert row(html, "Qui peut aider") == [
        "L’équipe nationale Équipe d’appui pressentie, à confirmer.",
        "Nos documents ne citent aucune équipe.",
    ]
    assert row(html, "Ce que nous ne savons pas")[0] == "Nous cherchons les chiffres."
    assert row(html, "Droits") == ["Pas encore regardés Cinq droits seront regardés, un par un."] * 2


def test_the_columns_keep_the_order_of_the_address(client, five):
    html = client.get("/comparer/?p=c&p=a").content.decode()
    assert re.findall(r'<th scope="col"[^>]*><a href="([^"]+)">', html) == ["/pratiques/c/", "/pratiques/a/"]


def test_each_column_can_be_taken_away(client, five):
    html = client.get("/comparer/?p=c&p=a").content.decode()
    assert re.findall(r'class="lien oter" href="([^"]+)"', html) == ["/comparer/?p=a", "/comparer/?p=c"]


def test_a_practice_named_twice_is_shown_once_and_said(client, five):
    html = client.get("/comparer/?p=a&p=b&p=a").content.decode()
    assert "Vous avez choisi deux fois «\u00a0Pratique A\u00a0»" in html
    assert len(re.findall(r'<th scope="col"', html)) == 2


def test_five_practices_are_too_many_and_the_page_offers_four(client, five):
    response = client.get("/comparer/?p=a&p=b&p=c&p=d&p=e")
    assert response.status_code == 400
    html = response.content.decode()
    assert "Vous avez choisi 5 pratiques. Vous pouvez en comparer 4 au plus." in html
    assert 'href="/comparer/?p=a&amp;p=b&amp;p=c&amp;p=d"' in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?p=zz&p=a&p=b", "« zz » n’est le nom d’aucune pratique."),
        ("?p=<i>", "« &lt;i&gt; » n’est le nom"),
        ("?p=a&theme=jardin", "« jardin » n’est pas un thème."),
        ("?p=a&theme=logement&page=9", "La page « 9 » n’existe pas"),
        ("?p=a&page=-1", "La page « -1 » n’existe pas"),
    ],
)
def test_what_does_not_exist_gets_a_page_that_says_so(client, five, query, words):
    response = client.get(f"/comparer/{query}")
    assert response.status_code == 400
    assert words in response.content.decode().replace("\u00a0", " ")


def test_a_wrong_name_does_not_lose_the_good_ones(client, five):
    html = client.get("/comparer/?p=zz&p=a&p=b").content.decode()
    assert 'href="/comparer/?p=a&amp;p=b"' in html


def test_a_hundred_names_are_refused_without_a_hundred_queries(client, five, django_assert_max_num_queries):
    query = "&".join(f"p=nom-{number}" for number in range(100))
    with django_assert_max_num_queries(10):
        assert client.get(f"/comparer/?{query}").status_code == 400


def test_a_draft_cannot_be_compared(client, five):
    five[0].unpublish()
    assert client.get("/comparer/?p=a&p=b").status_code == 400


def test_without_a_choice_the_reader_starts_from_a_theme(client, five):
    html = client.get("/comparer/").content.decode()
    assert 'href="/comparer/?theme=logement"' in html
    assert "<table" not in html


def test_a_theme_lists_what_can_be_ticked_and_keeps_what_was_chosen(client, five):
    html = client.get("/comparer/?p=a&theme=logement").content.decode()
    assert '<input type="hidden" name="p" value="a">' in html
    assert re.findall(r'type="checkbox" name="p" value="(\w+)"', html) == ["b", "c", "d", "e"]


def test_related_practices_are_one_step_away(client, five):
    related(five[0], five[2], LinkKind.STRENGTHENS)
    assert 'href="/comparer/?p=a&amp;p=c"' in client.get("/comparer/?p=a").content.decode()


def test_four_are_the_most_and_the_page_stops_offering(client, five):
    html = client.get("/comparer/?p=a&p=b&p=c&p=d").content.decode()
    assert "c’est le plus possible" in html
    assert "Choisir un thème" not in html


def test_a_practice_and_its_card_lead_to_the_comparison(client, five):
    assert 'href="/comparer/?p=a"' in client.get("/pratiques/a/").content.decode()
    assert 'name="p" value="a"' in client.get("/pratiques/").content.decode()


def test_the_page_keeps_to_its_queries(client, five, django_assert_max_num_queries):
    client.get("/comparer/")
    with django_assert_max_num_queries(20):
        client.get("/comparer/?p=a&p=b&p=c&p=d")
    with django_assert_max_num_queries(21):
        client.get("/comparer/?p=a&p=b&theme=logement")
