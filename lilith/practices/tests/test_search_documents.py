"""Practices, themes and pathways can be found: what the search is told of them."""

import pytest

from lilith.foundation import slots
from lilith.practices.documents import SOURCES, practice_documents
from lilith.practices.enums import DocumentsLevel, SiteScope, SiteState
from lilith.practices.models import Audience, PathwayPage, PracticePage, PtsmPriority, ThemePage, ToReducePage
from lilith.practices.tests.pages import action
from lilith.practices.tests.tree import Tree
from lilith.territories.models import Departement
from lilith.territories.services import load_reference_geography

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    load_reference_geography()
    return Tree()


def document(practice):
    (found,) = practice_documents([practice])
    return found


def test_a_practice_is_found_by_its_names_its_places_and_its_team(tree):
    theme = tree.theme("logement", title="Le logement", synonyms="SDF\nsans-abri")
    rennes = {"place": "Rennes", "departement": Departement.objects.get(code="35"), "state": SiteState.RUNNING}
    practice = tree.practice(
        "abri", theme, sites=(rennes,), title="Un abri", acronym="UA", short_name="L’abri", other_names="Housing First",
        keywords="studio", summary="Un toit.", how="<p>On <b>entre</b>.</p>", support_team="Équipe nationale",
    )  # fmt: skip
    found = document(practice)
    assert (found.kind, found.key, found.title, found.url) == ("practice", "abri", "Un abri", "/pratiques/abri/")
    assert found.names == ("UA", "L’abri", "Housing First")
    assert found.keywords == ("studio", "Logement")
    assert found.lead == "Un toit."
    for words in (
        "On vous aide chez vous.",
        "On entre.",
        "Rennes",
        "Ille-et-Vilaine (35)",
        "Bretagne",
        "Équipe nationale",
        "Le logement",
    ):
        assert words in found.body, words
    assert "<" not in found.lead + found.body


def test_its_facets_are_those_of_the_list_of_practices(tree):
    practice = tree.practice(
        "abri", tree.theme("logement"), tree.theme("crise", care=True), documents_level=DocumentsLevel.STRONG,
        sites=(
            {"place": "Lyon", "departement": Departement.objects.get(code="69")},
            {"place": "Partout", "scope": SiteScope.FRANCE},
            {"place": "Nice", "departement": Departement.objects.get(code="06"), "state": SiteState.STOPPED},
            {"place": "Bouaké", "scope": SiteScope.ABROAD, "country": "Côte d’Ivoire"},
        ),
    )  # fmt: skip
    practice.audiences.add(Audience.objects.create(slug="proches", name="Proches"))
    practice.ptsm_priorities.add(PtsmPriority.objects.create(number=2, name="Parcours"))
    practice.roadmap_actions.set([action("36"), action("7bis", live=False)])
    practice.save()
    assert document(PracticePage.objects.get(pk=practice.pk)).facets == {
        "theme": ("logement", "crise"),
        "audience": ("proches",),
        "kind": ("programme",),
        "status": ("probante",),
        "region": ("auvergne-rhone-alpes", "france"),
        "priority": ("2",),
        "action": ("36",),
    }


def test_a_draft_and_a_demonstration_are_not_found(tree):
    draft = tree.practice("brouillon")
    draft.unpublish()
    demo = tree.practice("demo", is_demo=True)
    assert list(practice_documents([PracticePage.objects.get(pk=draft.pk), demo])) == []


def test_themes_pathways_and_what_is_to_be_reduced_are_found_too(tree):
    tree.theme("logement", title="Le logement", body="<p>Avoir un chez-soi.</p>", synonyms="SDF")
    tree.reduced("isolement", "L’isolement")
    found = {}
    for source in SOURCES:
        for record in source.records():
            for one in source.documents([record]):
                assert source.identity(record) == (one.kind, one.key)
                found[one.kind, one.key] = one
    assert found["theme", "logement"].url == "/parcours-de-vie/logement/"
    assert found["theme", "logement"].names == ("Logement", "SDF")
    assert found["page", "parcours-de-vie"].url == "/parcours-de-vie/"
    assert found["page", "isolement"].url == "/a-reduire/isolement/"


def test_the_room_registers_its_four_sources():
    models = {source.model for source in slots.search_sources()}
    assert {PracticePage, ThemePage, PathwayPage, ToReducePage} <= models


def test_many_practices_share_their_queries(tree, django_assert_max_num_queries):
    theme = tree.theme("logement")
    for number in range(12):
        tree.practice(
            f"pratique-{number}", theme, sites=({"place": "Lyon", "departement": Departement.objects.get(code="69")},)
        )
    with django_assert_max_num_queries(12):
        assert len(list(practice_documents(PracticePage.objects.all()))) == 12


@pytest.mark.parametrize("slug", ["logement", "crise"])
def test_the_address_of_a_theme_in_search_is_its_own(client, tree, slug):
    theme = tree.theme(slug, care=slug == "crise")
    source = next(source for source in SOURCES if source.model is ThemePage)
    (found,) = source.documents([theme])
    assert client.get(found.url).status_code == 200
