"""The page of results, as someone who looks for something uses it."""

import pytest
from django.core.cache import cache
from django.http import QueryDict

from lilith.foundation.slots import SearchDocument
from lilith.practices.models import Audience
from lilith.search import services
from lilith.search.models import MissedQuery
from lilith.website.results import read

pytestmark = pytest.mark.django_db


def document(kind: str, key: str, title: str, lead: str = "", **fields) -> SearchDocument:
    return SearchDocument(kind=kind, key=key, title=title, url=f"/{kind}/{key}/", lead=lead, **fields)


@pytest.fixture(autouse=True)
def no_one_has_asked_yet():
    cache.clear()


@pytest.fixture
def index():
    Audience.objects.create(slug="proches", name="Proches")
    services.index(
        [
            document(
                "practice", "chez-soi", "Un chez-soi d’abord", "Un logement tout de suite.", facets={"audience": ("proches",)}
            ),
            document("practice", "habitat", "Habitat inclusif", "Un logement à plusieurs."),
            document("practice", "passerelle", "Équipe mobile", "Le bailleur social appelle l’équipe. Le bailleur écoute."),
            document("theme", "logement", "Le logement", "Habiter."),
            document("term", "bailleur-social", "Bailleur social", "Il loue des logements."),
        ]
    )


def test_a_reader_sees_what_was_found_kind_by_kind_with_the_words_marked(client, index):
    html = client.get("/recherche/", {"q": "logement"}).content.decode()
    assert html.index(">Pratiques<") < html.index(">Mots expliqués<")
    assert "<mark>logement</mark>" in html
    assert 'value="logement"' in html
    assert 'href="/practice/chez-soi/"' in html


def test_the_best_answer_is_not_buried_under_the_practices(client, index):
    html = client.get("/recherche/", {"q": "bailleur social"}).content.decode()
    assert (
        html.index("Au plus près de vos mots")
        < html.index('href="/term/bailleur-social/"')
        < html.index('href="/practice/passerelle/"')
    )
    assert html.count('href="/term/bailleur-social/"') == 1


def test_a_reader_keeps_one_kind_and_the_question_stays(client, index):
    html = client.get("/recherche/", {"q": "logement", "type": "practice"}).content.decode()
    assert "2 résultats" in html
    assert 'href="/term/bailleur-social/"' not in html
    assert '<input type="hidden" name="type" value="practice">' in html
    assert "q=logement&amp;type=term" in html


def test_a_reader_narrows_practices_by_facet_and_takes_the_facet_away(client, index):
    html = client.get("/recherche/", {"q": "logement", "public": "proches"}).content.decode()
    assert "1 résultat<" in html
    assert "Habitat inclusif" not in html
    assert "Retirer\u00a0: </span>Pour qui\u00a0: Proches" in html


def test_a_misspelt_word_is_mended_and_said(client, index):
    html = client.get("/recherche/", {"q": "logment"}).content.decode()
    assert "<strong>«\u00a0logement\u00a0»</strong> au lieu de «\u00a0logment\u00a0»" in html


def test_nothing_found_helps_and_is_noted_without_the_person(client, index):
    html = client.get("/recherche/", {"q": "xylophone"}).content.decode()
    assert "Aucune page ne répond à «\u00a0xylophone\u00a0»." in html
    assert "Nous écrire" in html
    assert [(missed.words, missed.count) for missed in MissedQuery.objects.all()] == [("xylophone", 1)]


def test_a_machine_that_types_anything_does_not_fill_the_editors_list(client, index):
    for number in range(25):
        client.get("/recherche/", {"q": f"xylophone{'abcdefghijklmnopqrstuvwxyz'[number]}"})
    assert MissedQuery.objects.count() == 20


def test_filters_that_leave_nothing_are_not_a_missed_word(client, index):
    html = client.get("/recherche/", {"q": "logement", "type": "event"}).content.decode()
    assert "avec ces filtres" in html
    assert "Chercher dans tout le site" in html
    assert not MissedQuery.objects.exists()


def test_what_someone_looks_for_is_kept_nowhere(client, index):
    response = client.get("/recherche/", {"q": "logement"})
    assert response["Cache-Control"] == "private, no-cache"
    assert '<meta name="robots" content="noindex, follow">' in response.content.decode()
    assert not response.cookies


def test_an_empty_question_shows_where_to_start(client, index):
    response = client.get("/recherche/")
    assert response.status_code == 200
    assert "Que cherchez-vous" in response.content.decode()
    assert client.get("/recherche/", {"q": "   "}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "type=nimporte&q=logement",
        "q=logement&page=abc",
        "q=logement&type=practice&page=-1",
        "q=logement&type=practice&page=99999999999",
        "q=logement&type=practice&page=4000",
        "q=logement&region=atlantide",
        "q=" + "mot+" * 400,
        "q=%22%27%3Cscript%3E%20OR%20NEAR%28",
        "q=%F0%9F%8F%A0",
    ],
)
def test_a_strange_address_gets_a_page_and_never_an_error(client, index, query):
    response = client.get(f"/recherche/?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("<main")[1].split("</form>")[0]


def test_values_that_do_not_exist_are_said_to_be_left_out(client, index):
    html = client.get("/recherche/?q=logement&type=nimporte&region=atlantide").content.decode()
    assert "«\u00a0nimporte\u00a0», «\u00a0atlantide\u00a0»" in html
    assert 'href="/practice/chez-soi/"' in html


def test_an_address_is_written_in_one_way_only():
    words = {"theme": {"le-logement": "Logement", "le-travail": "Travail"}, "audience": {"proches": "Proches"}}
    asked = read(QueryDict("theme=le-logement&q=%20toit%20&type=term"), words)
    assert asked.kind == "practice"
    assert asked.url() == "/recherche/?q=toit&type=practice&theme=le-logement"
    assert asked.with_choice("theme", "le-logement") == "/recherche/?q=toit&type=practice"
    assert asked.with_choice("audience", "proches") == "/recherche/?q=toit&type=practice&theme=le-logement&public=proches"
