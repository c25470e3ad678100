"""A testimony on the page of a practice: there while the person agrees, gone at once when they do not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from lilith.accounts.enums import Role
from lilith.participation import models, services
from lilith.participation.enums import ConsentHow
from lilith.participation.tests.conftest import NOW, agree, agreed, groups, person, testimony  # noqa: F401
from lilith.practices.models import PracticePage
from lilith.practices.tests.tree import Tree

WORDS = "J’ai eu mes clés."


@pytest.fixture
def practice(agreed: models.Testimony) -> PracticePage:  # noqa: F811
    tree = Tree()
    page = tree.practice("un-toit", tree.theme("logement"))
    page.consented_testimonies.add(agreed)
    page.save_revision().publish()
    return page


def read(client, when: datetime = NOW) -> str:
    with time_machine.travel(when):
        return client.get("/pratiques/un-toit/").content.decode()


def test_a_reader_finds_who_speaks_and_until_when_they_agree(client, practice):
    html = read(client)
    level_1 = html[html.index('id="niveau-1"') : html.index('id="niveau-2"')]
    assert WORDS in level_1
    assert "Une personne accompagnée" in level_1
    assert "Consentement valable jusqu’au" in level_1
    assert "22 novembre 2028" in level_1
    assert 'href="/temoigner/"' in level_1


def test_what_may_hurt_is_folded(client, practice, person):  # noqa: F811
    models.Testimony.objects.update(content_note="Il est question de contention.")
    agree(models.Testimony.objects.get(), by=person(Role.COORDINATION))
    html = read(client)
    folded = html[html.index("Ce récit peut heurter") :]
    assert html[: html.index("Ce récit peut heurter")].endswith('<summary class="lien">')
    assert folded.index(WORDS) < folded.index("</details>")


def test_a_withdrawn_testimony_is_nowhere_at_the_next_request(client, practice):
    assert WORDS in read(client)
    services.withdraw(testimony=models.Testimony.objects.get(), how=ConsentHow.LINK, now=NOW)
    for address in ("/pratiques/un-toit/", "/pratiques/un-toit/fiche/", "/api/v1/practices/un-toit", "/recherche/?q=clés"):
        assert "mes clés" not in client.get(address).content.decode()


def test_the_day_after_the_end_it_is_gone_whether_the_clock_ran_or_not(client, practice):
    end = NOW.replace(year=2028)
    assert WORDS in read(client, end)
    assert WORDS not in read(client, end + timedelta(days=1))


def test_a_testimony_is_neither_in_the_search_nor_in_the_api(client, practice):
    assert "mes clés" not in client.get("/api/v1/practices/un-toit").content.decode()
    assert client.get("/api/v1/search?q=clés").json()["count"] == 0


def test_a_practice_without_testimony_costs_one_query(client, django_assert_max_num_queries, groups):  # noqa: F811
    from lilith.practices.selectors.practice import _consented

    tree = Tree()
    page = PracticePage.objects.get(pk=tree.practice("seule", tree.theme("logement")).pk)
    with django_assert_max_num_queries(1):
        assert _consented(page, date(2026, 11, 22)) == []
