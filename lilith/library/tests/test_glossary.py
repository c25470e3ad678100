"""The glossary, as someone who meets a hard word uses it."""

import json
import re

import pytest
from django.test import RequestFactory

from lilith.foundation.slots import page_slot
from lilith.library import selectors, slots
from lilith.library.tests.records import TODAY, publication, term
from lilith.library.words import names_of

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def index() -> str:
    return slots.glossary_index(RequestFactory().get("/glossaire/"), {})


def test_a_reader_finds_what_an_acronym_means(client):
    term("GEM", "C’est un lieu où l’on s’entraide.", expansion="Groupe d’entraide mutuelle", synonyms="entraide")
    html = client.get("/glossaire/gem/").content.decode()
    assert "<h1>GEM</h1>" in html
    assert "Groupe d’entraide mutuelle" in html
    assert 'data-niveau="1"><p>C’est un lieu où l’on s’entraide.</p>' in html
    assert "entraide" in words(html)
    assert "<title>GEM\u00a0: définition — lilith</title>" in html


def test_a_reader_sees_near_words_but_not_withdrawn_ones(client):
    near, gone = term("CMP"), term("Vieux mot")
    record = term("HDJ")
    record.also.set([near, gone])
    type(gone).objects.filter(pk=gone.pk).update(live=False)
    html = client.get("/glossaire/hdj/").content.decode()
    assert 'href="/glossaire/cmp/"' in html
    assert "Vieux mot" not in html


def test_a_reader_is_told_where_a_definition_comes_from(client):
    publication("document-projet", type="document", source_code="s0", title="Dossier de candidature")
    term("ACT", sources="s0 : Assertive Community Treatment\ns9 : ailleurs")
    html = client.get("/glossaire/act/").content.decode()
    assert 'href="/publications/document-projet/"' in html
    assert "«\u00a0Assertive Community Treatment\u00a0»" in html
    assert "D’où vient cette définition" in html


def test_a_common_definition_says_that_it_is_not_from_the_documents(client):
    term("Aidant", definition_basis="general")
    assert "C’est une définition courante." in client.get("/glossaire/aidant/").content.decode()


def test_machines_read_a_term_as_a_defined_term(client):
    term("GEM", expansion="Groupe d’entraide mutuelle")
    html = client.get("/glossaire/gem/").content.decode()
    blocks = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    found = next(block for block in blocks if block["@type"] == "DefinedTerm")
    assert found["name"] == "GEM"
    assert found["description"] == "C’est un mot simple."
    crumbs = next(block for block in blocks if block["@type"] == "BreadcrumbList")
    assert [step["name"] for step in crumbs["itemListElement"]] == ["Accueil", "Glossaire", "Lettre G", "GEM"]


def test_a_reader_goes_from_one_word_to_the_next_one(client):
    for name in ("Aidant", "Bailleur", "Contention"):
        term(name)
    html = client.get("/glossaire/bailleur/").content.decode()
    assert 'rel="prev" href="/glossaire/aidant/"' in html
    assert 'rel="next" href="/glossaire/contention/"' in html


def test_a_withdrawn_word_is_said_to_be_and_an_unknown_one_is_not(client):
    term("Vieux mot", live=False)
    response = client.get("/glossaire/vieux-mot/")
    assert response.status_code == 410
    assert "Cette page a été retirée" in response.content.decode()
    assert client.get("/glossaire/jamais-vu/").status_code == 404
    assert client.get("/publications/vieux-mot/").status_code == 404


def test_a_word_with_an_accent_stands_under_its_letter(client):
    term("Équipe mobile")
    html = client.get("/glossaire/lettre-e/").content.decode()
    assert "Équipe mobile" in html
    assert "<h1>Glossaire, lettre E</h1>" in html


def test_a_long_letter_is_cut_in_pages_that_the_index_links_to(client):
    for number in range(26):
        term(f"Centre {number:02d}")
    first, second = client.get("/glossaire/lettre-c/"), client.get("/glossaire/lettre-c/page-2/")
    assert first.content.decode().count('<div class="entree">') == 24
    assert second.content.decode().count('<div class="entree">') == 2
    assert 'href="/glossaire/lettre-c/page-2/"' in index()
    assert "1 à 24" in index()
    assert "25 à 26" in index()


def test_a_letter_or_a_page_without_words_is_not_found(client):
    term("GEM")
    assert client.get("/glossaire/lettre-z/").status_code == 404
    assert client.get("/glossaire/lettre-g/page-2/").status_code == 404
    assert client.get("/glossaire/lettre-g/page-1/").status_code == 404
    assert client.get("/glossaire/lettre-gg/").status_code == 404


def test_a_reader_finds_the_words_of_one_subject(client):
    term("GEM", category="rétablissement et participation")
    term("CMP")
    assert "rétablissement-et-participation" not in index()
    html = client.get("/glossaire/categorie/retablissement-et-participation/").content.decode()
    assert "GEM" in html
    assert "CMP</a>" not in html
    assert client.get("/glossaire/categorie/rien/").status_code == 404


def test_pages_set_no_cookie_and_need_few_queries(client, django_assert_max_num_queries):
    term("GEM", sources="s0 : x")
    with django_assert_max_num_queries(9):
        response = client.get("/glossaire/gem/")
    assert not response.cookies
    with django_assert_max_num_queries(4):
        client.get("/glossaire/lettre-g/")


def test_the_map_of_the_site_leads_to_every_page_of_the_glossary():
    for number in range(26):
        term(f"Centre {number:02d}")
    html = slots.map_sections(RequestFactory().get("/plan-du-site/"), {})
    assert 'href="/glossaire/lettre-c/"' in html
    assert 'href="/glossaire/lettre-c/page-2/"' in html


def test_the_room_fills_the_places_of_the_site():
    assert slots.glossary_index in page_slot("page:glossaire")
    assert slots.publications_index in page_slot("page:publications")


@pytest.mark.parametrize(
    ("name", "expansion", "expected"),
    [
        ("GEM", "Groupe d’entraide mutuelle", ["GEM", "Groupe d’entraide mutuelle"]),
        ("MSP (métier)", "Médiateur de santé-pair", ["MSP", "Médiateur de santé-pair"]),
        ("Réhabilitation psychosociale (RPS)", "", ["Réhabilitation psychosociale", "RPS"]),
        ("Antipsychotique (neuroleptique)", "", ["Antipsychotique", "neuroleptique"]),
        ("ANSP", "Agence nationale de santé publique (Santé publique France)", ["ANSP", "Agence nationale de santé publique"]),
    ],
)
def test_the_brackets_of_a_term_are_read_as_people_read_them(name, expansion, expected):
    assert names_of(term(name, expansion=expansion)) == expected


def test_pages_explain_terms_but_not_everyday_synonyms_nor_shared_acronyms():
    term("Réhabilitation psychosociale (RPS)")
    term("RPS (risques)", expansion="Risques psychosociaux")
    term("COPsyCAT", synonyms="cœur")
    term("Mot caché", live=False)
    forms = {form for found in selectors.glossary_terms() for form in (found.term, *found.forms)}
    assert forms == {"Réhabilitation psychosociale", "Risques psychosociaux", "COPsyCAT"}


def test_a_definition_in_a_bubble_is_short_and_plain():
    term("Long", "mot " * 200)
    found = selectors.glossary_terms()[0]
    assert len(found.definition) <= selectors.LONGEST_EXPLANATION + 1
    assert found.definition.endswith("…")
    assert "<" not in found.definition


def test_what_pages_explain_is_read_again_when_a_term_changes():
    record = term("GEM")
    before = selectors.glossary_stamp()
    record.definition = "<p>Autre chose.</p>"
    record.save()
    assert selectors.glossary_stamp() != before


def test_demonstration_words_stay_out_of_the_sitemap_and_of_search():
    from lilith.library.documents import TERMS
    from lilith.library.sitemaps import TermSitemap

    term("GEM")
    fake = term("Faux", is_demo=True)
    assert [item.slug for item in TermSitemap().items()] == ["gem"]
    assert TermSitemap().lastmod(TermSitemap().items()[0]) == TODAY
    assert list(TERMS.documents([fake])) == []
