"""Publications, as a reader, a student and a reference manager use them."""

import re

import pytest
from django.test import RequestFactory

from lilith.library import citations, csl, slots
from lilith.library.models import Link, Publication
from lilith.library.tests.records import TODAY, publication

pytestmark = pytest.mark.django_db


def test_a_reader_learns_in_plain_words_what_a_text_is(client):
    publication()
    html = client.get("/publications/poremski-2016/").content.decode()
    assert '<h1 class="long" lang="en">Effects of Housing First on Employment and Income</h1>' in html
    assert 'data-niveau="1">C’est un article de 2016, en anglais.</p>' in html
    assert "Nos documents ne donnent pas son adresse." in html


def test_a_student_copies_a_citation(client):
    publication()
    html = client.get("/publications/poremski-2016/").content.decode()
    assert (
        "Poremski D, Stergiopoulos V. Effects of Housing First on Employment and Income. Psychiatric Services. 2016;67(6):603-9."
    ) in html
    assert (
        "POREMSKI, D. et STERGIOPOULOS, V., 2016. Effects of Housing First on Employment and Income. Psychiatric Services. 2016. "
        "Vol.\u00a067, n°\u00a06, pp.\u00a0603-609."
    ) in html


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"authors": "ANAP", "title": "Le nouvel ambulatoire", "journal": "", "volume": "", "pages": "", "year": None},
            "ANAP, [sans date]. Le nouvel ambulatoire.",
        ),
        (
            {"authors": "Savage\net coll.", "title": "Practices", "journal": "BJPsych Open", "doi": "10.1192/bjo.2023.613",
             "volume": "10(1)", "pages": "e26", "year": 2024},
            "SAVAGE et al., 2024. Practices. BJPsych Open. 2024. Vol.\u00a010, n°\u00a01, pp.\u00a0e26. DOI\u00a010.1192/bjo.2023.613.",
        ),
        (
            {"authors": "\n".join(f"Nom{letter} {letter}." for letter in "ABCDEFGH"), "title": "Huit", "journal": "Revue",
             "volume": "", "pages": "", "year": 2020},
            "NOMA, A., NOMB, B., NOMC, C., NOMD, D., NOME, E., NOMF, F., NOMG, G. et NOMH, H., 2020. Huit. Revue. 2020.",
        ),
        (
            {"authors": "", "title": "Sans auteur.", "type": "rapport", "journal": "", "publisher": "HAS", "volume": "", "pages": "",
             "year": 2019},
            "Sans auteur, 2019. HAS.",
        ),
    ],
)  # fmt: skip
def test_a_citation_says_what_is_known_and_no_more(fields, expected):
    assert csl.citations_of(publication(**fields)).plain == expected


def test_a_reference_manager_reads_the_page(client):
    publication(doi="10.1176/x")
    html = client.get("/publications/poremski-2016/").content.decode()
    tags = re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', html)
    assert ("citation_author", "Poremski, D.") in tags
    assert ("citation_author", "Stergiopoulos, V.") in tags
    assert dict(tags)["citation_volume"] == "67"
    assert dict(tags)["citation_issue"] == "6"
    assert dict(tags)["citation_firstpage"] == "603"
    assert dict(tags)["citation_lastpage"] == "609"
    assert 'href="https://doi.org/10.1176/x"' in html
    assert citations.structured(Publication.objects.get())["@type"] == "ScholarlyArticle"


def test_the_facts_of_a_study_and_what_is_missing_are_said(client):
    publication(
        "etude",
        type="etude",
        question="Est-ce que ça aide\u00a0?",
        size="13 secteurs",
        missing="Titre\u00a0: absent.",
        year=None,
    )
    html = client.get("/publications/etude/").content.decode()
    assert "<dt>Question</dt>" in html
    assert "13 secteurs" in html
    assert "Titre\u00a0: absent." in html
    assert "sans date" in html


def test_a_reader_goes_through_the_list_by_year_then_page_by_page(client):
    for number in range(30):
        publication(f"p{number}", title=f"Titre {number:02d}", year=1990 + number)
    publication("sans-date", title="Sans date", year=None)
    first = slots.publications_index(RequestFactory().get("/publications/"), {})
    assert first.count('<div class="entree">') == 24
    assert first.index(">2019<") < first.index(">2018<")
    assert 'href="/publications/page-2/"' in first
    second = client.get("/publications/page-2/").content.decode()
    assert second.count('<div class="entree">') == 7
    assert "Sans date" in second
    assert client.get("/publications/page-3/").status_code == 404


def test_a_reader_keeps_one_type(client):
    publication()
    publication("rapport", type="rapport", title="Un rapport")
    html = client.get("/publications/type-rapport/").content.decode()
    assert "Un rapport" in html
    assert "Effects of Housing" not in html
    assert client.get("/publications/type-guide/").status_code == 404
    assert client.get("/publications/type-xyz/").status_code == 404


def test_a_reader_goes_from_one_publication_to_the_next_one(client):
    for number in range(3):
        publication(f"p{number}", title=f"Titre {number}", year=2000 + number)
    html = client.get("/publications/p1/").content.decode()
    assert 'rel="prev" href="/publications/p2/"' in html
    assert 'rel="next" href="/publications/p0/"' in html


def test_a_link_says_where_it_leads_and_that_nobody_checked_it(client):
    Link.objects.create(
        slug="psycom", label="Psycom", type="site", url="https://www.psycom.org", check_status="non vérifié", updated_on=TODAY
    )
    Link.objects.create(slug="bd", label="Bande dessinée", type="bande dessinée", updated_on=TODAY)
    html = client.get("/publications/liens/").content.decode()
    assert 'href="https://www.psycom.org" rel="external"' in html
    assert "www.psycom.org" in html
    assert "Lien non vérifié." in html
    assert "adresse inconnue" in html


def test_pages_need_few_queries(client, django_assert_max_num_queries):
    publication(sources="s0 : x")
    with django_assert_max_num_queries(9):
        client.get("/publications/poremski-2016/")
    with django_assert_max_num_queries(5):
        client.get("/publications/type-article/")
