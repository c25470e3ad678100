"""The journeys of people who look for a practice: by filters, by place, side by side, on paper, in their notebook."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import axe_violations

Visit = Callable[..., Page]
# The practices whose first level is the longest, and those with most places, principles or documents.
LONGEST = (
    "un-chez-soi-d-abord", "parcours-soins-somatiques", "prevention-souffrance-travail", "ecout-emoi", "emploi-accompagne",
    "secteur-59g21", "reduction-isolement-contention", "rehabilitation-psychosociale", "qualityrights", "centres-psychotraumatisme",
)  # fmt: skip
PAGES = (
    "/pratiques/?theme=logement", "/pratiques/?theme=jardin", "/comparer/", "/comparer/?p=gem&theme=travail",
    "/comparer/?p=gem&p=near&p=silapsy&p=calas", "/pres-de-chez-moi/?lieu=saint-denis", "/pres-de-chez-moi/departement/rhone/",
    "/pratiques/gem/fiche/", "/carnet/", "/feuille-de-route/", "/equipes-d-appui/", "/territoires/", "/a-reduire/",
)  # fmt: skip


@pytest.mark.parametrize("width", [360, 1366])
def test_someone_filters_practices_without_javascript_and_takes_a_filter_away(visit: Visit, width: int) -> None:
    page = visit(width=width, js=False)
    page.goto("/pratiques/")
    if width == 360:
        page.locator(".choisir > summary").click()
    page.get_by_label(re.compile("^Logement")).check()
    page.get_by_label(re.compile("^Probante")).check()
    page.get_by_role("button", name="Filtrer", exact=True).click()
    expect(page).to_have_url(re.compile(r"/pratiques/\?theme=logement&statut=probante$"))
    expect(page.get_by_role("link", name="Un chez-soi d’abord", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("Retirer le filtre Statut")).click()
    expect(page).to_have_url(re.compile(r"/pratiques/\?theme=logement$"))


def test_on_a_wide_screen_the_filters_stand_open_beside_the_list(visit: Visit) -> None:
    page = visit(width=1366)
    page.goto("/pratiques/")
    filters = page.get_by_label("Nom de la pratique").bounding_box()
    card = page.locator(".cartep").first.bounding_box()
    assert filters
    assert card
    assert filters["x"] + filters["width"] < card["x"]


def test_someone_ticks_two_practices_and_compares_them(visit: Visit) -> None:
    page = visit(js=False)
    page.goto("/pratiques/?theme=travail")
    boxes = page.get_by_role("checkbox", name=re.compile("^Comparer"))
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Comparer les pratiques cochées").click()
    expect(page.locator("table.compare thead th[scope=col]")).to_have_count(2)
    expect(page.get_by_role("rowheader", name="Qui peut aider")).to_be_visible()


def test_someone_reaches_a_departement_on_the_map_with_the_keyboard(visit: Visit) -> None:
    page = visit()
    page.goto("/pres-de-chez-moi/")
    page.get_by_role("link", name="Passer la carte").focus()
    page.keyboard.press("Tab")
    focused = page.evaluate("[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]")
    assert focused[0].startswith("Ain")
    assert focused[1] == "solid"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/pres-de-chez-moi/departement/ain/$"))


def test_the_map_can_be_skipped(visit: Visit) -> None:
    page = visit()
    page.goto("/pres-de-chez-moi/")
    page.get_by_role("link", name="Passer la carte").click()
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.carte-et-cles')")


@pytest.mark.parametrize("slug", LONGEST)
def test_the_longest_practices_hold_on_two_sheets_with_nothing_cut(visit: Visit, slug: str) -> None:
    page = visit()
    page.goto(f"/pratiques/{slug}/fiche/")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    # Above the line at the foot of each sheet, everything is there: nothing runs over it.
    overflows = page.evaluate(
        """() => [...document.querySelectorAll('.feuille')].map((sheet) => {
             const foot = sheet.querySelector('.folio').getBoundingClientRect().top;
             return Math.max(...[...sheet.children].filter((e) => !e.matches('.folio')).map((e) => e.getBoundingClientRect().bottom)) - foot;
           })"""
    )
    assert len(overflows) == 2
    assert max(overflows) < 0


def test_someone_keeps_two_practices_removes_one_and_clears_the_notebook(visit: Visit) -> None:
    page = visit()
    for slug in ("gem", "near"):
        page.goto(f"/pratiques/{slug}/")
        page.get_by_role("button", name="Garder dans mon carnet").click()
    page.goto("/carnet/")
    kept = page.locator("[data-list] .nom a")
    expect(kept).to_have_count(2)
    expect(kept.first).to_have_attribute("href", "/pratiques/near/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Enregistrer la liste").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "/pratiques/gem/" in text
    page.get_by_role("button", name=re.compile("^Retirer")).first.click()
    expect(kept).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="retirée de votre carnet")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Tout effacer").click()
    expect(kept).to_have_count(1)
    page.get_by_role("button", name="Oui, tout effacer").click()
    expect(kept).to_have_count(0)
    expect(page.get_by_text("Votre carnet est vide.")).to_be_visible()
    assert page.evaluate("JSON.parse(localStorage.getItem('lilith.carnet')).length") == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Visit, path: str, dark: bool) -> None:
    page = visit(dark=dark)
    page.goto(path)
    assert axe_violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_sideways_on_a_small_phone(visit: Visit, path: str) -> None:
    page = visit(width=320, height=640)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
