"""What the library gives to search: words of people lead to terms, publications are found by author."""

import pytest

from lilith.library import services
from lilith.library.tests.records import publication, term
from lilith.search import services as search_services
from lilith.search.models import Concept
from lilith.search.selectors import search

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return [f"{result.kind}:{result.key}" for result in search(query=query).results]


def test_an_acronym_and_what_it_stands_for_find_each_other():
    term("GEM", "C’est un lieu où l’on s’entraide.", expansion="Groupe d’entraide mutuelle")
    publication("rapport-gem", type="rapport", title="Les groupes d’entraide mutuelle", plain_summary="C’est un rapport.")
    services.refresh_concepts(wait=True)
    search_services.rebuild()
    assert "publication:rapport-gem" in found("GEM")
    assert found("groupe d’entraide mutuelle")[0] in {"term:gem", "publication:rapport-gem"}


def test_an_everyday_word_finds_the_term():
    term("Entendeurs de voix", synonyms="hallucinations")
    services.refresh_concepts(wait=True)
    search_services.rebuild()
    assert "term:entendeurs-de-voix" in found("hallucinations")


def test_a_publication_is_found_by_its_author():
    publication()
    search_services.rebuild()
    assert found("Poremski") == ["publication:poremski-2016"]


def test_a_withdrawn_word_is_no_longer_found():
    record = term("Entendeurs de voix")
    search_services.rebuild()
    record.live = False
    record.save()
    assert found("entendeurs de voix") == []


def test_pushing_the_glossary_again_changes_nothing():
    term("GEM", synonyms="entraide")
    assert services.refresh_concepts() is True
    assert services.refresh_concepts() is False


def test_search_hears_of_a_changed_word_once_the_change_is_sure(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        term("GEM")
        term("CMP")
    assert sum(callback is services.refresh_concepts for callback in callbacks) == 1
    assert set(Concept.objects.filter(source="glossaire").values_list("key", flat=True)) == {"gem", "cmp"}
