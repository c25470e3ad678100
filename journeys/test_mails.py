"""The journey of mails: one chooses what one receives, on a phone and without JavaScript; the coordination sees what leaves."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from journeys.conftest import axe_violations
from journeys.test_editing import sign_in

Visit = Callable[..., Page]
PHONE = {"width": 360, "height": 740}


def test_a_reader_chooses_when_mails_arrive_on_a_phone_without_javascript(visit: Visit) -> None:
    page = visit(**PHONE, js=False)
    sign_in(page, "litteratie")
    page.get_by_role("link", name="Mes courriels").click()
    reading = page.get_by_role("group", name=re.compile("attend votre relecture"))
    assert reading.get_by_label("Jamais").count() == 0
    news = page.get_by_role("group", name=re.compile("est en ligne"))
    expect(news.get_by_label("Jamais")).to_be_checked()
    news.get_by_label(re.compile("par jour")).check()
    page.get_by_role("button", name="Enregistrer mes choix").click()
    expect(page.get_by_role("main")).to_contain_text("Vos choix sont enregistrés.")
    expect(page.get_by_role("group", name=re.compile("est en ligne")).get_by_label(re.compile("par jour"))).to_be_checked()


def test_both_pages_of_mails_stand_on_a_phone_and_axe_finds_nothing(visit: Visit) -> None:
    for dark, role, path in (
        (False, "litteratie", "/mon-espace/notifications/"),
        (True, "coordination", "/mon-espace/courriels/"),
    ):
        page = visit(**PHONE, dark=dark)
        sign_in(page, role)
        page.goto(path)
        assert axe_violations(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_who_has_no_coordination_is_told_so(visit: Visit) -> None:
    page = visit()
    sign_in(page, "membre")
    answer = page.goto("/mon-espace/courriels/")
    assert answer is not None
    assert answer.status == 403
