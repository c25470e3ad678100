"""The journeys of people who come to read: with a mouse, with a keyboard only, without JavaScript, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import axe_violations

Visit = Callable[..., Page]
PRACTICE = "/pratiques/un-chez-soi-d-abord/"


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_someone_finds_a_home_first_from_the_word_studio_and_reads_it_to_the_end(visit: Visit, js: bool) -> None:
    page = visit(width=390, height=844, js=js)
    page.goto("/")
    page.get_by_label("Un mot, une situation, une ville").fill("studio")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("main").get_by_role("link", name="Un chez-soi d’abord", exact=True).first.click()
    expect(page).to_have_url(re.compile(PRACTICE))
    expect(page.get_by_role("heading", level=1)).to_have_text("Un chez-soi d’abord")
    expect(page.get_by_text("Vous choisissez le lieu où vous vivez.")).to_be_visible()
    for number, words in (
        (2, "Le problème"),
        (3, "Ce qui n’est pas connu"),
        (4, "Effects of Housing First"),
        (5, "Les lieux connus"),
    ):
        page.locator(f"details:has(#niveau-{number}) > summary").click()
        expect(page.locator(f"#niveau-{number}").get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("Ce que nous ne savons pas encore.")).to_be_visible()
    if js:
        assert axe_violations(page) == []


def test_the_five_levels_can_be_read_with_the_keyboard_only(visit: Visit) -> None:
    page = visit()
    page.goto(PRACTICE)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("contenu", re.IGNORECASE))
    reached: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        opened = page.evaluate(
            """() => { const f = document.activeElement;
                 const d = f.tagName === 'SUMMARY' && f.parentElement.querySelector('[id^=niveau-]');
                 return d ? [d.id, f.parentElement.open] : null; }"""
        )
        if opened and opened[0] not in reached:
            reached.append(opened[0])
            if not opened[1]:
                page.keyboard.press("Enter")
                expect(page.locator(f"#{opened[0]}")).to_be_visible()
        if len(reached) == 5:
            break
    assert reached == [f"niveau-{number}" for number in range(1, 6)]


def test_an_address_with_a_level_opens_that_level(visit: Visit) -> None:
    page = visit()
    page.goto(PRACTICE + "#niveau-3")
    expect(page.locator("#niveau-3")).to_be_visible()


def test_someone_near_lyon_sees_who_does_it(visit: Visit) -> None:
    page = visit(width=390, height=844, js=False)
    page.goto(PRACTICE)
    page.get_by_label("Votre ville, département ou région").fill("Lyon")
    page.get_by_role("button", name="Voir").click()
    expect(page.get_by_role("main")).to_contain_text("Rhône")
    expect(page.get_by_role("main").get_by_role("link", name="Un chez-soi d’abord", exact=True).first).to_be_visible()


def test_the_print_sheet_holds_on_two_pages(visit: Visit) -> None:
    page = visit()
    for slug in ("un-chez-soi-d-abord", "parcours-soins-somatiques", "qualityrights"):
        page.goto(f"/pratiques/{slug}/fiche/")
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= 2, slug


def test_the_map_can_be_used_with_the_keyboard(visit: Visit) -> None:
    page = visit()
    page.goto("/pres-de-chez-moi/")
    departement = page.locator("svg a[href*='/pres-de-chez-moi/departement/rhone/']").first
    departement.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/pres-de-chez-moi/departement/rhone/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rhône")


def test_facets_narrow_the_list_and_their_address_can_be_shared(visit: Visit) -> None:
    page = visit(js=False)
    page.goto("/pratiques/?theme=logement&statut=probante")
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Un chez-soi d’abord", exact=True).first).to_be_visible()
    expect(main.get_by_role("link", name="Profamille", exact=True)).to_have_count(0)


def test_four_practices_stand_side_by_side(visit: Visit) -> None:
    page = visit(width=360, height=740)
    page.goto("/comparer/?p=un-chez-soi-d-abord&p=clubhouse&p=gem&p=profamille")
    for name in ("Un chez-soi d’abord", "Clubhouse", "Profamille"):
        expect(page.get_by_role("main").get_by_text(name, exact=True).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe_violations(page) == []


def test_a_page_is_kept_on_the_device_and_taken_out_again(visit: Visit) -> None:
    page = visit()
    page.goto(PRACTICE)
    page.get_by_role("button", name="Garder dans mon carnet").click()
    page.goto("/carnet/")
    kept = page.get_by_role("main").get_by_role("link", name="Un chez-soi d’abord")
    expect(kept).to_be_visible()
    assert page.context.cookies() == []
    assert axe_violations(page) == []
    page.get_by_role("button", name=re.compile("Retirer")).first.click()
    expect(kept).to_have_count(0)


def test_reading_comfort_stays_from_page_to_page(visit: Visit) -> None:
    page = visit()
    page.goto("/aide/")
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    page.get_by_role("link", name="Confort de lecture").last.click()
    page.get_by_label("Très grande").check()
    assert axe_violations(page) == []
    page.goto("/qui-sommes-nous/")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") > before
    assert page.context.cookies() == []


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_help_is_there_on_every_page(visit: Visit, js: bool) -> None:
    page = visit(width=360, height=740, js=js)
    page.goto("/glossaire/")
    page.get_by_text("Besoin d’aide tout de suite").first.click()
    for number in ("3114", "15", "112", "114"):
        expect(page.locator(f"a[href$=':{number}']").first).to_be_visible()


def test_a_glossary_word_is_explained_in_place(visit: Visit) -> None:
    page = visit()
    page.goto("/pratiques/emploi-accompagne/#niveau-2")
    explained = page.locator("#niveau-2 abbr[title], #niveau-2 [data-term], #niveau-2 a.mot, #niveau-2 button.mot").first
    expect(explained).to_be_attached()


def test_nothing_foreign_loads_before_a_click_on_a_video(visit: Visit, site: str) -> None:
    page = visit()
    foreign: list[str] = []
    page.on("request", lambda asked: foreign.append(asked.url) if not asked.url.startswith((site, "data:")) else None)
    page.goto(PRACTICE)
    page.wait_for_load_state("networkidle")
    assert foreign == []
    expect(page.locator("iframe")).to_have_count(0)


def test_home_fits_one_screen_and_a_phone_shows_both_doors(visit: Visit) -> None:
    for width, height in ((1366, 768), (1440, 900)):
        page = visit(width=width, height=height)
        page.goto("/")
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    phone = visit(width=390, height=844)
    phone.goto("/")
    for door in ("Parcours de vie", "Parcours de soins"):
        box = phone.get_by_role("main").get_by_role("heading", name=door).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844


PAGE_TYPES = [
    "/", "/parcours-de-vie/", "/parcours-de-soins/crise/", PRACTICE, "/pratiques/un-chez-soi-d-abord/fiche/", "/pratiques/",
    "/pres-de-chez-moi/", "/pres-de-chez-moi/departement/rhone/", "/comparer/", "/carnet/", "/recherche/?q=logement",
    "/recherche/?q=zzzzqqq", "/glossaire/", "/glossaire/gem/", "/publications/", "/organismes/", "/organismes/dihal/", "/actualites/",
    "/agenda/", "/feuille-de-route/", "/equipes-d-appui/", "/formations/", "/territoires/", "/a-reduire/isolement/", "/qui-sommes-nous/",
    "/aide/besoin-d-aide/", "/accessibilite/", "/plan-du-site/", "/compte/connexion/", "/n-existe-pas/",
]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGE_TYPES)
def test_each_type_of_page_passes_axe_and_reflows(visit: Visit, path: str, dark: bool) -> None:
    page = visit(width=1366, dark=dark)
    errors: list[str] = []
    page.on(
        "console",
        lambda message: errors.append(message.text) if message.type == "error" and "404" not in message.text else None,
    )
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { if (!part.closest('header')) part.open = true })")
    assert axe_violations(page) == []
    assert errors == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_ten_practices_of_the_day_pass_axe(visit: Visit) -> None:
    page = visit()
    page.goto("/plan-du-site/")
    links = page.locator("main a[href^='/pratiques/']").evaluate_all(
        "found => [...new Set(found.map((link) => link.getAttribute('href')))]"
    )
    practices = sorted(link for link in links if re.fullmatch(r"/pratiques/[a-z0-9-]+/", link))
    assert len(practices) >= 70
    start = page.evaluate("Math.floor(Date.now() / 86400000)") * 10 % len(practices)
    for path in (practices + practices)[start : start + 10]:
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true })")
        assert axe_violations(page) == [], path
