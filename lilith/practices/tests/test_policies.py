"""A reader comes from a public policy: the roadmap, territorial projects, missions, support teams, what is to be reduced."""

import re

import pytest

from lilith.practices.enums import TeamState
from lilith.practices.models import CareMission, PtsmPriority
from lilith.practices.tests.pages import Site, action
from lilith.practices.tests.tree import replaces

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site()


def links(html: str) -> list[str]:
    return re.findall(r'href="/pratiques/([\w-]+)/"', html)


def part(html: str, start: str, end: str) -> str:
    return html[html.index(start) : html.index(end, html.index(start))]


def test_each_action_of_the_roadmap_has_its_anchor_its_state_and_its_practices(client, site):
    housing = action(
        "36", axis=3, order=360, title="Garder un logement", stakes="Un toit.\nUn droit.", progress="570 personnes."
    )
    action("7bis", axis=1, order=75, title="Personnes âgées", state_end_2020="non commencée", state_reason="Rien n’est dit.")
    practice = site.practice("abri", site.theme("logement"))
    practice.roadmap_actions.set([housing])
    practice.save()
    html = client.get("/feuille-de-route/").content.decode()
    assert html.index('id="axe-1"') < html.index('id="action-7bis"') < html.index('id="axe-3"') < html.index('id="action-36"')
    line = part(html, 'id="action-36"', "</article>")
    assert "En cours fin 2020</b>, d’après notre lecture" in line
    assert "Un toit. Un droit." in line
    assert "570 personnes." in line
    assert links(line) == ["abri"]
    other = part(html, 'id="action-7bis"', "</article>")
    assert "Non commencée fin 2020</b>, d’après notre lecture. Rien n’est dit." in other
    assert "Aucune pratique du site n’y est liée." in other


def test_an_action_with_many_practices_leads_to_all_of_them(client, site):
    many = action("11")
    for number in range(11):
        practice = site.practice(f"soin-{number:02}")
        practice.roadmap_actions.set([many])
        practice.save()
    line = part(client.get("/feuille-de-route/").content.decode(), 'id="action-11"', "</article>")
    assert len(links(line)) == 8
    assert '<a href="/pratiques/?action=11">et 3 autres</a>' in line


def test_an_action_withdrawn_by_editors_is_gone(client, site):
    action("5", live=False)
    assert 'id="action-5"' not in client.get("/feuille-de-route/").content.decode()


def test_expected_teams_stand_apart_from_those_that_carry_a_practice(client, site):
    site.practice("abri", support_team="Équipe nationale", support_team_state=TeamState.EXPECTED)
    site.practice("emploi", support_team="CCOMS Lille", support_team_state=TeamState.CARRIER)
    site.practice("savoirs", support_team="CCOMS Lille", support_team_state=TeamState.CARRIER)
    site.practice("seule")
    html = client.get("/equipes-d-appui/").content.decode()
    expected = part(html, 'aria-labelledby="pressenties"', "</section>")
    carriers = part(html, 'aria-labelledby="porteuses"', "</section>")
    assert links(expected) == ["abri"]
    assert links(carriers) == ["emploi", "savoirs"]
    assert carriers.count("<dt>CCOMS Lille</dt>") == 1
    assert "Pour 1 autres pratiques" not in carriers
    assert "Pour une autre pratique, nos documents ne citent aucune équipe." in carriers


def test_practices_are_listed_by_priority_of_territories(client, site):
    first, second = (PtsmPriority.objects.create(number=number, name=f"Priorité {number}") for number in (1, 2))
    for slug in ("abri", "emploi"):
        practice = site.practice(slug)
        practice.ptsm_priorities.set([first])
        practice.save()
    html = client.get("/territoires/").content.decode()
    assert links(part(html, 'id="priorite-1"', "</section>")) == ["abri", "emploi"]
    assert 'href="/pratiques/?priorite=1"' in html
    assert "Aucune pratique n’y est liée." in part(html, 'id="priorite-2"', "</section>")
    assert second.name in html


def test_practices_are_listed_by_mission(client, site):
    mission = CareMission.objects.create(number=7, name="Citoyenneté")
    practice = site.practice("abri")
    practice.missions.set([mission])
    practice.save()
    html = client.get("/principes-et-missions/").content.decode()
    assert links(part(html, 'id="mission-7"', "</section>")) == ["abri"]
    assert client.get("/pratiques/?mission=7").status_code == 200


def test_what_is_to_be_reduced_says_how_many_practices_help(client, site):
    isolation = site.reduced("isolement", "L’isolement")
    site.reduced("contention", "La contention")
    replaces(site.practice("abri"), isolation, "Un autre accueil.")
    replaces(site.practice("crise"), isolation, "Une équipe.")
    html = client.get("/a-reduire/").content.decode()
    assert "2 pratiques peuvent aider" in part(html, 'href="/a-reduire/isolement/"', "</li>")
    assert "Aucune pratique n’est encore liée" in part(html, 'href="/a-reduire/contention/"', "</li>")


def test_the_notebook_says_that_it_needs_javascript_and_keeps_nothing_on_the_site(client, site):
    response = client.get("/carnet/")
    html = response.content.decode()
    assert "<noscript>" in html
    assert "nulle part ailleurs" in html
    assert not response.cookies


@pytest.mark.parametrize("path", ["feuille-de-route", "equipes-d-appui", "territoires", "principes-et-missions", "a-reduire"])
def test_each_page_keeps_to_its_queries(client, site, path, django_assert_max_num_queries):
    many = action("11")
    for number in range(12):
        practice = site.practice(f"soin-{number:02}", support_team=f"Équipe {number}", support_team_state=TeamState.CARRIER)
        practice.roadmap_actions.set([many])
        practice.save()
    client.get(f"/{path}/")
    with django_assert_max_num_queries(14):
        assert client.get(f"/{path}/").status_code == 200
