"""The directory, as someone who looks for an organisation uses it."""

import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import RequestFactory
from django.urls import reverse

from lilith.accounts.directory import services, slots
from lilith.accounts.directory.documents import ORGANISATIONS
from lilith.accounts.directory.sitemaps import OrganisationSitemap
from lilith.accounts.models import Organisation, User
from lilith.territories.models import Departement, Region
from lilith.territories.services import load_reference_geography

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def geography():
    load_reference_geography()


def organisation(slug: str, name: str, **fields) -> Organisation:
    values = {"type_label": "association", "kind": "associations", "updated_on": date(2026, 11, 22), **fields}
    record = Organisation(slug=slug, name=name, **values)
    record.full_clean()
    record.save()
    return record


def in_lille(**fields) -> Organisation:
    return organisation(
        "ccoms",
        "Centre collaborateur",
        role="<p>Il aide la recherche.</p>",
        city="Lille",
        departement=Departement.objects.get(code="59"),
        region=Region.objects.get(slug="hauts-de-france"),
        telephone="03 20 43 71 00",
        email="accueil@exemple.fr",
        **fields,
    )


def index() -> str:
    return slots.directory_index(RequestFactory().get("/organismes/"), {})


def test_a_reader_learns_what_an_organisation_does_where_and_how_to_reach_it(client):
    in_lille(url="https://www.exemple.fr/accueil")
    html = client.get("/organismes/ccoms/").content.decode()
    assert "Il aide la recherche." in html
    assert "Lille, Nord, Hauts-de-France" in html
    assert 'href="tel:0320437100"' in html
    assert "www.exemple.fr" in html
    assert 'href="/pres-de-chez-moi/departement/nord/"' in html


def test_robots_do_not_gather_addresses(client):
    in_lille()
    html = client.get("/organismes/ccoms/").content.decode()
    assert "accueil arobase exemple.fr" in html
    assert "accueil@exemple.fr" not in html
    assert "mailto:" not in html


def test_a_place_that_was_guessed_is_said_to_be(client):
    in_lille(location_inferred=True)
    html = client.get("/organismes/ccoms/").content.decode()
    assert "Lieu déduit de son nom." in html
    assert '"PostalAddress"' not in html


def test_what_is_not_known_is_said(client):
    organisation("vide", "Sans rien")
    html = client.get("/organismes/vide/").content.decode()
    assert "Nos documents ne le disent pas." in html
    assert "Nos documents ne donnent pas de lieu." in html
    assert "Nos documents ne donnent ni téléphone ni site." in html


def test_machines_read_an_organisation(client):
    in_lille()
    html = client.get("/organismes/ccoms/").content.decode()
    blocks = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    found = next(block for block in blocks if block["@type"] == "Organization")
    assert found["address"]["addressLocality"] == "Lille"
    assert "email" not in found


def test_a_reader_finds_organisations_by_letter_whatever_the_accents(client):
    organisation("epsm", "Établissement de santé")
    organisation("eps", "EPS de Ville")
    html = client.get("/organismes/lettre-e/").content.decode()
    assert html.index("EPS de Ville") < html.index("Établissement de santé")
    assert client.get("/organismes/lettre-z/").status_code == 404


def test_a_long_letter_is_cut_in_pages(client):
    for number in range(25):
        organisation(f"c{number}", f"Centre {number:02d}")
    assert client.get("/organismes/lettre-c/page-2/").content.decode().count('<div class="entree">') == 1
    assert 'href="/organismes/lettre-c/page-2/"' in index()
    assert client.get("/organismes/lettre-c/page-3/").status_code == 404


def test_a_reader_finds_organisations_by_family_and_by_region(client):
    in_lille(gcs_member=True)
    organisation("autre", "Autre chose", kind="recherche")
    assert "Autre chose" not in client.get("/organismes/famille-associations/").content.decode()
    assert "Centre collaborateur" in client.get("/organismes/region-hauts-de-france/").content.decode()
    assert client.get("/organismes/region-bretagne/").status_code == 404
    assert client.get("/organismes/famille-rien/").status_code == 404
    assert "1 autres" not in index()
    assert 'href="/organismes/region-hauts-de-france/"' in index()


def test_a_reader_goes_from_one_organisation_to_the_next_one(client):
    for name in ("Alpha", "Écho", "Fox"):
        organisation(name[:2].lower().replace("é", "e"), name)
    html = client.get("/organismes/ec/").content.decode()
    assert 'rel="prev" href="/organismes/al/"' in html
    assert 'rel="next" href="/organismes/fo/"' in html


def test_a_withdrawn_organisation_has_no_page(client):
    organisation("vieux", "Vieux", live=False)
    assert client.get("/organismes/vieux/").status_code == 410
    assert "Vieux" not in index()


def test_demonstration_organisations_stay_out_of_the_sitemap_and_of_search():
    in_lille()
    fake = organisation("faux", "Faux", is_demo=True)
    assert [item.slug for item in OrganisationSitemap().items()] == ["ccoms"]
    assert list(ORGANISATIONS.documents([fake])) == []


def test_an_organisation_is_found_by_its_short_name_its_town_and_its_region():
    record = in_lille(short_name="CCOMS")
    document = next(iter(ORGANISATIONS.documents([record])))
    assert document.names == ("CCOMS",)
    assert "Lille, Nord, Hauts-de-France" in document.body
    assert document.facets == {"region": ("hauts-de-france",)}


def test_pages_set_no_cookie_and_need_few_queries(client, django_assert_max_num_queries):
    in_lille()
    with django_assert_max_num_queries(9):
        response = client.get("/organismes/ccoms/")
    assert not response.cookies
    with django_assert_max_num_queries(4):
        client.get("/organismes/lettre-c/")


def test_an_editor_opens_the_list_and_the_form_of_organisations(client):
    user = User.objects.create_superuser("redaction@example.org", "un mot de passe long")
    client.force_login(user)
    record = in_lille()
    name = Organisation.snippet_viewset.get_url_name
    html = client.get(reverse(name("list")), {"q": "Lille"}).content.decode()
    assert "Centre collaborateur" in html
    assert "Centre collaborateur" not in client.get(reverse(name("list")), {"kind": "recherche"}).content.decode()
    assert client.get(reverse(name("edit"), args=[record.pk])).status_code == 200


# A contact that nobody checked in time


def test_a_contact_that_was_not_checked_in_time_leaves_the_results_and_keeps_its_page(client):
    record = in_lille(url="https://www.exemple.fr/", next_review_on=date(2026, 6, 1))
    organisation("cite", "Organisme cité", region=Region.objects.get(slug="hauts-de-france"), next_review_on=date(2026, 6, 1))
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        assert [document.key for document in ORGANISATIONS.documents([record])] == ["ccoms"]
        assert "Centre collaborateur" in client.get("/organismes/region-hauts-de-france/").content.decode()
        assert "03 20 43 71 00" in client.get("/organismes/ccoms/").content.decode()
    with time_machine.travel(datetime(2026, 6, 2, 12, tzinfo=UTC)):
        assert list(ORGANISATIONS.documents([record])) == []
        listed = client.get("/organismes/region-hauts-de-france/").content.decode()
        assert "Centre collaborateur" not in listed
        # Nothing to reach it by: what documents say of it stays.
        assert "Organisme cité" in listed
        assert client.get("/organismes/lettre-c/").status_code == 404
        html = client.get("/organismes/ccoms/").content.decode()
        assert "Ses coordonnées étaient à vérifier avant le 1er juin 2026" in html
        assert "À revoir depuis le 1er juin 2026" in html
        assert "03 20 43 71 00" not in html
        assert "0320437100" not in html
        assert "arobase" not in html
        assert "www.exemple.fr" in html


def test_the_clock_tells_search_of_the_contacts_that_have_just_become_stale(monkeypatch):
    told = []
    monkeypatch.setattr("lilith.accounts.directory.services.tell", lambda record: told.append(record.slug))
    in_lille(next_review_on=date(2026, 6, 1))
    organisation("cite", "Organisme cité", next_review_on=date(2026, 6, 1))
    organisation("retire", "Retiré", telephone="3114", live=False, next_review_on=date(2026, 6, 1))
    services.withdraw_stale_contacts(datetime(2026, 6, 1, 20, tzinfo=UTC))
    assert told == []
    for _twice in range(2):
        assert services.withdraw_stale_contacts(datetime(2026, 6, 2, 20, tzinfo=UTC)).startswith("1 contact(s)")
    assert told == ["ccoms", "ccoms"]


def test_contacts_are_checked_every_six_months():
    assert Organisation.review_after(date(2026, 11, 22)) == date(2027, 5, 22)
