"""The journey of editors: one writes, another publishes, everybody reads it within two seconds."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from journeys.conftest import axe_violations, read

Visit = Callable[..., Page]


def sign_in(page: Page, role: str) -> None:
    page.goto("/compte/connexion/")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill(f"{role}@demo.invalid")
    page.get_by_label("Votre mot de passe").fill("lilith-demo")
    page.get_by_role("main").get_by_role("button", name=re.compile("connecter|connexion", re.IGNORECASE)).click()
    expect(page).to_have_url(re.compile("/mon-espace/"))


def test_each_role_finds_its_workspace(visit: Visit) -> None:
    page = visit()
    sign_in(page, "membre")
    expect(page.get_by_role("main")).to_contain_text("membre")
    assert axe_violations(page) == []
    page.get_by_role("button", name=re.compile("déconnecter", re.IGNORECASE)).first.click()
    page.goto("/mon-espace/")
    expect(page).to_have_url(re.compile("/compte/connexion/"))


def test_a_wrong_password_is_told_kindly(visit: Visit) -> None:
    page = visit(js=False)
    page.goto("/compte/connexion/")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill("membre@demo.invalid")
    page.get_by_label("Votre mot de passe").fill("pas-le-bon-mot")
    page.get_by_role("main").get_by_role("button", name=re.compile("connecter|connexion", re.IGNORECASE)).click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("mot de passe", re.IGNORECASE))
    expect(page).to_have_url(re.compile("/compte/connexion/"))


def test_a_member_cannot_open_the_back_office(visit: Visit) -> None:
    page = visit()
    sign_in(page, "membre")
    page.goto("/redaction/")
    expect(page).not_to_have_url(re.compile(r":\d+/redaction/$"))


def test_an_edit_is_public_within_two_seconds(visit: Visit, site: str) -> None:
    sentence = f"Le numéro national écoute, jour et nuit. Relu {int(time.time()) % 100000}."
    assert sentence not in read(site, "/pratiques/clubhouse/")[2]
    page = visit(width=1440, height=900)
    sign_in(page, "coordination")
    page.goto("/pratiques/clubhouse/")
    page.goto("/redaction/")
    page.goto(f"/redaction/pages/{page_id(page)}/edit/")
    summary = page.locator("[name=summary]")
    summary.fill(sentence)
    page.get_by_role("button", name=re.compile("Plus d.actions|actions", re.IGNORECASE)).last.click()
    page.locator("[name=action-publish]").click()
    # Without the readings, whoever publishes says why: readers see it.
    page.get_by_label(re.compile("Pourquoi")).fill("Le numéro manquait.")
    page.locator("main").get_by_role("button", name="Publier", exact=True).click()
    page.wait_for_load_state("networkidle")
    published = time.monotonic()
    while sentence not in read(site, "/pratiques/clubhouse/")[2]:
        assert time.monotonic() - published < 2, "the edit is not public after two seconds"
        time.sleep(0.1)
    assert "Le numéro manquait." in read(site, history_of(site, "/pratiques/clubhouse/"))[2]
    assert sentence in read(site, "/pratiques/?q=clubhouse")[2] or sentence in read(site, "/parcours-de-vie/loisirs/")[2]


def history_of(site: str, path: str) -> str:
    """The address of the history that a page leads to."""
    found = re.search(r'href="(/historique/[0-9a-f-]+/)"', read(site, path)[2])
    assert found
    return found.group(1)


def page_id(page: Page) -> str:
    """The number of the page « Clubhouse », found as an editor finds it."""
    page.goto("/redaction/pages/search/?q=Clubhouse")
    link = page.locator("a[href*='/redaction/pages/'][href$='/edit/']").first.get_attribute("href")
    found = re.search(r"/pages/(\d+)/edit/", link or "")
    assert found
    return found.group(1)
