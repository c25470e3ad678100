"""A reader finds practices by facets."""

import json
import re

import pytest

from lilith.practices.enums import DocumentsLevel, PracticeKind, SiteScope, SiteState
from lilith.practices.models import Audience, PtsmPriority
from lilith.practices.tests.pages import Site, action
from lilith.territories.models import Departement, Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def four(site):
    """Four practices, each different on every facet that the tests look at."""
    housing, work, crisis = site.theme("logement"), site.theme("travail", order=1), site.theme("crise", care=True)
    people, pros = (
        Audience.objects.create(slug=slug, name=name, order=order)
        for order, (slug, name) in enumerate([("personnes", "Personnes"), ("pros", "Professionnels")])
    )
    second = PtsmPriority.objects.create(number=2, name="Parcours")
    act = action("36")
    lyon = {"place": "Lyon", "departement": Departement.objects.get(code="69"), "state": SiteState.RUNNING}
    everywhere = {"place": "France entière", "scope": SiteScope.FRANCE, "state": SiteState.RUNNING}
    abroad = {"place": "Montréal", "scope": SiteScope.ABROAD, "country": "Canada"}
    bretagne = {"place": "Bretagne", "scope": SiteScope.REGION, "region": Region.objects.get(code="53")}
    stopped = {"place": "Nice", "departement": Departement.objects.get(code="06"), "state": SiteState.STOPPED}
    one = site.practice("abri", housing, sites=(lyon, abroad), documents_level=DocumentsLevel.STRONG, acronym="UCSD")
    two = site.practice("emploi", work, sites=(bretagne,), kind=PracticeKind.SCHEME, title="Équipe d’emploi")
    three = site.practice("deux-en-un", housing, work, sites=(everywhere, stopped), documents_level=DocumentsLevel.PROMISING)
    four = site.practice("urgence", crisis, kind=PracticeKind.SCHEME)
    one.audiences.set([people, pros])
    two.audiences.set([pros])
    one.ptsm_priorities.set([second])
    one.roadmap_actions.set([act])
    three.roadmap_actions.set([act])
    for practice in (one, two, three):
        practice.save()
    return one, two, three, four


def found(client, query: str = "") -> list[str]:
    """Titles of the practices that `/pratiques/` lists."""
    response = client.get(f"/pratiques/{query}")
    assert response.status_code == 200, response.headers.get("Location")
    return re.findall(r'<article class="cartep.*?<h3><a [^>]+>(.*?)</a></h3>', response.content.decode(), re.DOTALL)


def counts(client, query: str, param: str) -> dict[str, int]:
    """Value → number beside it, of one facet."""
    html = client.get(f"/pratiques/{query}").content.decode()
    pattern = rf'name="{param}" value="([^"]+)"(?: checked)?>[^<]*\((\d+)\)</label>'
    return {value: int(number) for value, number in re.findall(pattern, html)}


def test_a_reader_sees_every_practice_by_name_accents_aside(client, four):
    assert found(client) == ["Abri", "Deux en un", "Équipe d’emploi", "Urgence"]


def test_two_values_of_one_facet_add_up(client, four):
    assert found(client, "?theme=logement&theme=travail") == ["Abri", "Deux en un", "Équipe d’emploi"]


def test_two_facets_restrict_each_other(client, four):
    assert found(client, "?theme=travail&nature=dispositif") == ["Équipe d’emploi"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?public=personnes", ["Abri"]),
        ("?statut=probante", ["Abri"]),
        ("?statut=a_evaluer", ["Équipe d’emploi", "Urgence"]),
        ("?region=auvergne-rhone-alpes", ["Abri"]),
        ("?region=bretagne", ["Équipe d’emploi"]),
        ("?region=france", ["Deux en un"]),
        ("?region=provence-alpes-cote-d-azur", []),
        ("?priorite=2", ["Abri"]),
        ("?action=36", ["Abri", "Deux en un"]),
        ("?nom=equipe", ["Équipe d’emploi"]),
        ("?nom=ucsd", ["Abri"]),
        ("?nom=zzz", []),
    ],
)
def test_each_facet_finds_its_practices(client, four, query, titles):
    assert found(client, query) == titles


def test_the_number_beside_a_choice_is_what_it_would_give(client, four):
    assert counts(client, "", "theme") == {"logement": 2, "travail": 2, "crise": 1}
    assert counts(client, "?nature=dispositif", "theme") == {"travail": 1, "crise": 1}
    # The facet that was used keeps its other choices: they would add up.
    assert counts(client, "?theme=logement", "theme") == {"logement": 2, "travail": 2, "crise": 1}
    assert counts(client, "?theme=logement", "statut") == {"probante": 1, "prometteuse": 1}
    assert counts(client, "?nom=equipe", "theme") == {"travail": 1}
    assert counts(client, "", "region") == {"auvergne-rhone-alpes": 1, "bretagne": 1, "france": 1}


def test_every_number_keeps_its_promise(client, four):
    for param in ("theme", "public", "nature", "statut", "region", "priorite", "action"):
        for value, number in counts(client, "", param).items():
            assert len(found(client, f"?{param}={value}")) == number, (param, value)


def test_one_choice_has_one_address(client, four):
    response = client.get("/pratiques/?nom=&page=1&theme=travail&utm_source=x&theme=logement&theme=travail")
    assert response.status_code == 302
    assert response["Location"] == "/pratiques/?theme=logement&theme=travail"
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "theme=logement&statut=probante",
        "nom=ab&theme=logement",
        "theme=logement&theme=travail&nature=programme&nature=dispositif",
    ],
)
def test_the_order_in_which_the_page_cache_writes_an_address_is_an_address_too(client, four, query):
    kept = "&".join(sorted(query.split("&"), key=lambda pair: pair.split("=")[0]))
    for written in (query, kept):
        response = client.get(f"/pratiques/?{written}")
        assert response.status_code == 200, written
    # What it leads to is written the one way.
    again = client.get(f"/pratiques/?{kept}&page=1")
    assert again["Location"] == f"/pratiques/?{query}"


def test_a_filter_can_be_removed_alone_or_with_all_the_others(client, four):
    html = client.get("/pratiques/?theme=logement&statut=probante&nom=ab").content.decode()
    chips = re.findall(
        r'<li><a (?:class="tout" )?href="([^"]+)">', html[html.index('aria-label="Vos filtres"') : html.index("cartes en-deux")]
    )
    assert chips == [
        "/pratiques/?nom=ab&amp;statut=probante",
        "/pratiques/?nom=ab&amp;theme=logement",
        "/pratiques/?theme=logement&amp;statut=probante",
        "/pratiques/",
    ]


def test_a_mission_can_be_asked_by_its_address_though_it_is_not_listed(client, site):
    from lilith.practices.models import CareMission

    mission = CareMission.objects.create(number=3, name="Prévention")
    practice = site.practice("prevenir", site.theme("droits"))
    practice.missions.set([mission])
    practice.save()
    site.practice("autre")
    assert found(client, "?mission=3") == ["Prevenir"]
    assert 'name="mission"' not in client.get("/pratiques/").content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?theme=jardin", "« jardin » n’existe pas dans « Thème »"),
        ("?statut=excellente", "« excellente » n’existe pas dans « Statut »"),
        ("?page=0", "La page « 0 » n’existe pas"),
        ("?page=deux", "La page « deux » n’existe pas"),
        ("?page=99", "La page « 99 » n’existe pas"),
        ("?page=99999999999999999999", "n’existe pas dans cette liste"),
        ("?theme=<script>", "« &lt;script&gt; » n’existe pas"),
    ],
)
def test_an_unknown_choice_gets_a_page_that_says_what_exists(client, four, query, words):
    response = client.get(f"/pratiques/{query}")
    html = response.content.decode()
    assert response.status_code == 400
    assert words in html.replace("\u00a0", " ")
    assert 'href="/pratiques/"' in html
    if query == "?theme=jardin":
        assert 'href="/pratiques/?theme=logement"' in html


def test_a_list_of_more_than_a_page_goes_on_with_its_filters(client, site):
    theme = site.theme("logement")
    for number in range(30):
        site.practice(f"pratique-{number:02}", theme)
    assert len(found(client, "?theme=logement")) == 24
    assert found(client, "?theme=logement&page=2") == [f"Pratique {number}" for number in range(24, 30)]
    assert "?theme=logement&amp;page=2" in client.get("/pratiques/?theme=logement").content.decode()


def test_nothing_found_says_what_to_do(client, four):
    html = client.get("/pratiques/?theme=logement&nature=dispositif").content.decode()
    assert "Aucune pratique ne répond à tous ces choix." in html
    assert 'href="/recherche/"' in html


def test_a_draft_is_neither_listed_nor_counted(client, four):
    four[0].unpublish()
    assert found(client) == ["Deux en un", "Équipe d’emploi", "Urgence"]
    assert counts(client, "", "theme") == {"logement": 1, "travail": 2, "crise": 1}


def test_the_page_says_what_to_assess_means_with_true_figures(client, four):
    html = client.get("/pratiques/").content.decode()
    assert "C’est le cas de 2 pratiques sur 4." in html
    assert 'href="/aide/lire-une-pratique/"' in html


def test_the_page_is_kept_once_for_each_choice(client, four):
    from lilith.foundation.page_cache import HEADER

    assert client.get("/pratiques/?theme=logement")[HEADER] == (
        "public; vary-query=nom,theme,public,nature,statut,certitude,droit,region,priorite,action,mission,page"
    )
    assert client.get("/pratiques/?theme=logement")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/pratiques/")


def test_machines_read_the_list_too(client, four, settings):
    settings.BASE_URL = "https://lilith.example"
    html = client.get("/pratiques/?theme=logement").content.decode()
    data = next(
        found
        for found in map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', html))
        if found["@type"] == "ItemList"
    )
    assert data["numberOfItems"] == 2
    assert data["itemListElement"][0] == {
        "@type": "ListItem", "position": 1, "name": "Abri", "url": "https://lilith.example/pratiques/abri/",
    }  # fmt: skip


def test_no_cookie_is_set(client, four):
    assert not client.get("/pratiques/?theme=logement").cookies


def test_the_number_of_queries_does_not_grow_with_the_number_of_practices(client, four, site, django_assert_max_num_queries):
    theme = site.theme("loisirs")
    for number in range(26):
        site.practice(f"loisir-{number}", theme)
    client.get("/pratiques/")
    with django_assert_max_num_queries(20):
        client.get("/pratiques/?theme=loisirs&statut=a_evaluer&nom=loisir")


def test_only_reading_is_possible(client, four):
    assert client.post("/pratiques/").status_code == 405
