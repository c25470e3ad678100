"""A reader looks for what exists near them."""

import re
from xml.etree import ElementTree

import pytest

from lilith.accounts.models import Organisation
from lilith.practices.enums import SiteScope, SiteState
from lilith.practices.mapping import drawing
from lilith.practices.selectors.country import country
from lilith.practices.selectors.place_names import find_place
from lilith.practices.tests.pages import Site
from lilith.territories.models import Departement, Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site()


def place(name: str, code: str, state: str = SiteState.RUNNING, **fields):
    return {"place": name, "departement": Departement.objects.get(code=code), "state": state, **fields}


@pytest.fixture
def known(site):
    """What is known of the Rhône: something here, planned, in the region, in France, elsewhere, nowhere."""
    theme = site.theme("logement")
    region = Region.objects.get(code="84")
    site.practice("ici", theme, sites=(place("Lyon", "69", since="2018", note="créé fin 2018"),))
    site.practice("projet", theme, sites=(place("Bron", "69", SiteState.PLANNED),))
    site.practice("fini", theme, sites=(place("Villeurbanne", "69", SiteState.STOPPED),))
    site.practice(
        "voisin",
        theme,
        sites=({"place": "Toute la région", "scope": SiteScope.REGION, "region": region, "state": SiteState.RUNNING},),
    )
    site.practice("partout", theme, sites=({"place": "France entière", "scope": SiteScope.FRANCE, "state": SiteState.RUNNING},))
    site.practice("loin", theme, sites=(place("Brest", "29"),))
    site.practice("nulle-part", theme)
    site.practice("etranger", theme, sites=({"place": "Montréal", "scope": SiteScope.ABROAD, "country": "Canada"},))
    return site


def section(html: str, name: str) -> str:
    """The text of one group of the page of an area; empty when the group is not there."""
    found = re.search(rf'<section class="groupe" aria-labelledby="{name}">(.*?)</section>', html, re.DOTALL)
    return found.group(1) if found else ""


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Rhône", ["Rhône"]),
        ("rhone", ["Rhône"]),
        ("69", ["Rhône"]),
        ("69003", ["Rhône"]),
        ("Lyon", ["Rhône"]),
        ("Lyon 3e", ["Rhône"]),
        ("département du Nord", ["Nord"]),
        ("2A", ["Corse-du-Sud"]),
        ("20200", ["Haute-Corse"]),
        ("20000", ["Corse-du-Sud"]),
        ("97400", ["La Réunion"]),
        ("la réunion", ["La Réunion"]),
        ("Bretagne", ["Bretagne"]),
        ("PACA", ["Provence-Alpes-Côte d’Azur"]),
        ("Perpignan", ["Pyrénées-Orientales"]),
        ("St Denis", ["Seine-Saint-Denis", "La Réunion"]),
        ("20", ["Corse-du-Sud", "Haute-Corse"]),
        ("xyzzy", []),
        ("99", []),
        ("", []),
        ("😀 '; DROP TABLE", []),
        ("a" * 5000, []),
    ],
)
def test_words_name_a_place(site, words, names):
    assert [area.name for area in find_place(words).areas] == names


def test_a_small_town_where_something_is_known_names_its_departement(site):
    assert find_place("Le Petit-Bourg-aux-Fées").areas == ()
    site.practice("ici", sites=(place("Le Petit-Bourg-aux-Fées", "48"),))
    assert [area.name for area in find_place("petit bourg aux fees").areas] == ["Lozère"]


def test_a_slip_of_the_hand_gets_a_proposal_and_never_a_decision(site):
    found = find_place("Strasbour")
    assert found.areas == ()
    assert [area.name for area in found.guesses] == ["Bas-Rhin"]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("?lieu=Lyon", "/pres-de-chez-moi/departement/rhone/"),
        ("?lieu=Bretagne", "/pres-de-chez-moi/region/bretagne/"),
        ("?departement=2a", "/pres-de-chez-moi/departement/corse-du-sud/"),
        ("?departement=rhone", "/pres-de-chez-moi/departement/rhone/"),
        ("?region=53", "/pres-de-chez-moi/region/bretagne/"),
    ],
)
def test_a_place_that_is_sure_has_its_own_address(client, site, query, address):
    response = client.get(f"/pres-de-chez-moi/{query}")
    assert (response.status_code, response["Location"]) == (302, address)
    assert client.get(address).status_code == 200


def test_the_page_cache_never_answers_a_place_with_the_page_of_no_place(client, site):
    assert client.get("/pres-de-chez-moi/")["X-Lilith-Cache"] == "public; vary-query=lieu,departement,region"


def test_two_places_of_one_name_let_the_reader_choose(client, site):
    html = client.get("/pres-de-chez-moi/?lieu=Saint-Denis").content.decode()
    assert "Plusieurs lieux portent ce nom" in html
    assert 'href="/pres-de-chez-moi/departement/seine-saint-denis/"' in html


def test_a_place_that_is_not_found_says_what_to_try(client, site):
    response = client.get("/pres-de-chez-moi/?lieu=<b>xyzzy")
    html = response.content.decode()
    assert response.status_code == 200
    assert "Nous ne trouvons pas «\u00a0&lt;b&gt;xyzzy\u00a0»" in html
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["?departement=zz", "?region=atlantide", "?departement=1e9"])
def test_a_wrong_code_gets_a_page_that_says_so(client, site, query):
    response = client.get(f"/pres-de-chez-moi/{query}")
    assert response.status_code == 400
    assert "n’est ni un département, ni une région" in response.content.decode()


@pytest.mark.parametrize("path", ["departement/zz", "region/zz", "departement/bretagne"])
def test_an_address_of_no_place_is_not_found(client, site, path):
    assert client.get(f"/pres-de-chez-moi/{path}/").status_code == 404


def test_a_departement_tells_apart_what_is_here_coming_around_and_everywhere(client, known):
    html = client.get("/pres-de-chez-moi/departement/rhone/").content.decode()
    assert "/pratiques/ici/" in section(html, "ici")
    assert "Lyon\u00a0: en activité, depuis 2018 (créé fin 2018)" in section(html, "ici")
    assert "/pratiques/projet/" in section(html, "prevu")
    assert "/pratiques/voisin/" in section(html, "region")
    assert "/pratiques/partout/" in section(html, "france")
    assert "/pratiques/fini/" in section(html, "arrete")
    assert "/pratiques/loin/" in section(html, "ailleurs")
    assert re.findall(r'href="/pratiques/([\w-]+)/"', section(html, "sans-lieu")) == ["etranger", "nulle-part"]
    assert re.findall(r'href="/pratiques/([\w-]+)/"', section(html, "ailleurs")) == ["loin"]


def test_silence_is_not_absence(client, known):
    html = client.get("/pres-de-chez-moi/departement/lozere/").content.decode()
    assert "Nos documents ne citent aucun lieu ici. Cela ne veut pas dire qu’il n’y a rien." in html
    assert section(html, "ici") == ""
    assert "/pratiques/partout/" in section(html, "france")


def test_a_region_gathers_its_departements(client, known):
    html = client.get("/pres-de-chez-moi/region/auvergne-rhone-alpes/").content.decode()
    assert re.findall(r'<h3><a href="/pratiques/([\w-]+)/"', section(html, "ici")) == ["ici", "voisin"]
    assert 'href="/pres-de-chez-moi/departement/ain/"' in html


def test_an_overseas_region_has_one_address(client, site):
    response = client.get("/pres-de-chez-moi/region/la-reunion/")
    assert (response.status_code, response["Location"]) == (301, "/pres-de-chez-moi/departement/la-reunion/")


def test_what_covers_an_overseas_region_exists_there(client, site):
    region = Region.objects.get(code="04")
    site.practice(
        "ile", sites=({"place": "La Réunion", "scope": SiteScope.REGION, "region": region, "state": SiteState.RUNNING},)
    )
    assert "/pratiques/ile/" in section(client.get("/pres-de-chez-moi/departement/la-reunion/").content.decode(), "ici")
    assert next(one.places for one in country().departements if one.departement.code == "974") == 1


def test_a_reader_knows_whom_to_ask(client, known):
    rhone = Departement.objects.get(code="69")
    Organisation.objects.create(name="Hôpital du Rhône", slug="hopital", type_label="hôpital", city="Bron", departement=rhone)
    Organisation.objects.create(name="ARS", slug="ars", type_label="agence", region=rhone.region)
    html = client.get("/pres-de-chez-moi/departement/rhone/").content.decode()
    here, around = html.index("Organismes cités ici"), html.index("Ailleurs dans la région")
    assert here < html.index("/organismes/hopital/") < around < html.index("/organismes/ars/")
    assert 'href="/demandes/"' in html


def test_a_draft_is_near_nobody(client, known):
    known.practices.get_children().get(slug="ici").specific.unpublish()
    html = client.get("/pres-de-chez-moi/departement/rhone/").content.decode()
    assert "/pratiques/ici/" not in html
    assert next(one.places for one in country().departements if one.departement.code == "69") == 1


def test_the_list_and_the_map_say_the_same(client, known):
    html = client.get("/pres-de-chez-moi/").content.decode()
    listed = html[: html.index('id="carte"')]
    assert '<a href="/pres-de-chez-moi/departement/rhone/">Rhône <b>2</b></a>' in listed
    assert '<a href="/pres-de-chez-moi/departement/ain/">Ain</a>' in listed
    drawn = html[html.index('class="carte-fr"') : html.index("</svg>", html.index('class="carte-fr"'))]
    assert (
        '<a href="/pres-de-chez-moi/departement/rhone/"><title>Rhône\u00a0: 2 lieux connus</title><path class="d2" fill="url(#m2)"'
        in drawn
    )
    assert '<a href="/pres-de-chez-moi/departement/ain/"><title>Ain\u00a0: aucun lieu connu</title><path class="d0"' in drawn


def test_each_of_the_101_departements_has_one_link_outside_the_list(client, site):
    html = client.get("/pres-de-chez-moi/").content.decode()
    below = html[html.index('id="carte"') :]
    slugs = re.findall(r'href="/pres-de-chez-moi/departement/([\w-]+)/"', below)
    assert sorted(slugs) == sorted(Departement.objects.values_list("slug", flat=True))


def test_the_drawing_has_a_closed_shape_for_every_departement_of_the_mainland(site):
    codes = set(Departement.objects.filter(overseas=False).values_list("code", flat=True))
    shapes = drawing._data()["shapes"]
    assert set(shapes) == codes
    assert all(path.startswith("m") and path.endswith("z") for path in shapes.values())


def test_the_map_is_well_formed_and_light(site):
    rows = [(one.departement.code, "Ain & <co>", one.url, one.places, one.step) for one in country().departements]
    svg = str(drawing.map_svg(rows, label="Carte"))
    assert len(svg) < 45_000
    assert ElementTree.fromstring(svg).attrib["role"] == "group"


def test_the_pages_keep_to_their_queries(client, known, django_assert_max_num_queries):
    client.get("/pres-de-chez-moi/departement/rhone/")
    with django_assert_max_num_queries(10):
        client.get("/pres-de-chez-moi/departement/rhone/")
    with django_assert_max_num_queries(14):
        client.get("/pres-de-chez-moi/")
