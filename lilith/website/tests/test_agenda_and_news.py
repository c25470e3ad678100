"""News by year and the agenda, as a reader follows them."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page, Site

from lilith.accounts.models import User
from lilith.website import documents, listings, slots
from lilith.website.models import ContentPage, Event, HomePage, NewsPage

TODAY = date(2026, 11, 22)


@pytest.fixture
def home(db):
    root = Page.get_first_root_node()
    root.get_children().delete()
    root.refresh_from_db()
    page = root.add_child(instance=HomePage(title="Accueil", slug="accueil", question="?", tagline="x", search_hint="x"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": page})
    return page


def below(parent: Page, page: Page) -> Page:
    parent.refresh_from_db()
    return parent.add_child(instance=page)


def event(slug: str, title: str, day: date, **fields) -> Event:
    record = Event(slug=slug, title=title, day=day, type="réunion", updated_on=TODAY, **fields)
    record.full_clean()
    record.save()
    return record


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "precision", "label", "expected"),
    [
        (date(2018, 6, 1), "day", "", "1er juin 2018"),
        (date(2018, 6, 28), "day", "", "28 juin 2018"),
        (date(2018, 6, 1), "month", "", "Juin 2018"),
        (date(2018, 1, 1), "year", "", "2018"),
        (date(2023, 10, 16), "day", "du 16 au 20 octobre 2023", "Du 16 au 20 octobre 2023"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(day, precision, label, expected):
    assert listings.when_words(event=event("e", "Réunion", day, precision=precision, day_label=label)) == expected


@pytest.mark.django_db
def test_what_is_to_come_stands_before_what_is_past():
    event("passe", "Passé", date(2026, 11, 21))
    event("aujourdhui", "Aujourd’hui", TODAY)
    event("mois", "Dans le mois", date(2026, 11, 1), precision="month")
    event("annee", "Dans l’année", date(2026, 1, 1), precision="year")
    event("plus-tard", "Plus tard", date(2027, 2, 1))
    event("vieux-mois", "Mois fini", date(2026, 10, 1), precision="month")
    assert [found.slug for found in listings.coming_events(today=TODAY)] == ["annee", "mois", "aujourdhui", "plus-tard"]


@pytest.mark.django_db
def test_a_reader_without_anything_to_come_is_told_so():
    event("passe", "Passé", date(2020, 1, 2))
    html = slots.agenda(RequestFactory().get("/agenda/"), {})
    assert "Nous ne connaissons aucune date à venir." in html
    assert 'id="passe"' in html
    assert 'href="/agenda/2020/#passe"' in html
    assert 'href="/agenda.ics"' in html


@pytest.mark.django_db
def test_a_year_tells_what_is_known_of_each_date(client):
    event("a", "Colloque", date(2019, 3, 4), place="Paris", facts="On y parle de droits.", figures="200 personnes")
    event("b", "Décret", date(2019, 5, 1), precision="month")
    event("c", "Ailleurs", date(2018, 1, 1))
    html = client.get("/agenda/2019/").content.decode()
    assert html.index("Colloque") < html.index("Décret")
    assert "On y parle de droits." in html
    assert "200 personnes" in html
    assert "Ailleurs" not in html
    assert 'rel="prev" href="/agenda/2018/"' in html
    assert html.count('"@type":"Event"') == 1
    assert client.get("/agenda/2017/").status_code == 404


@pytest.mark.django_db
def test_an_event_has_an_address_that_leads_to_it(client):
    record = event("a", "Colloque", date(2019, 3, 4))
    path, _, anchor = record.get_absolute_url().partition("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()


def test_a_reader_reads_news_by_year_then_page_by_page(client, home):
    folder = below(home, ContentPage(title="Actualités", slug="actualites"))
    for number in range(26):
        below(folder, NewsPage(title=f"Nouvelle {number:02d}", slug=f"n{number}", day=date(2000 + number, 1, 1)))
    first = client.get("/actualites/").content.decode()
    assert first.index("Nouvelle 25") < first.index("Nouvelle 24")
    assert 'href="/actualites/page-2/"' in first
    second = client.get("/actualites/page-2/").content.decode()
    assert "Nouvelle 00" in second
    assert "<h2>2000</h2>" in second
    assert client.get("/actualites/page-3/").status_code == 404


def test_a_withdrawn_page_is_said_to_be_and_a_draft_stays_unknown(client, home):
    page = below(home, ContentPage(title="Ancienne", slug="ancienne"))
    page.save_revision().publish()
    below(home, ContentPage(title="Brouillon", slug="brouillon", live=False))
    assert client.get("/ancienne/").status_code == 200
    page.refresh_from_db()
    page.unpublish()
    assert client.get("/ancienne/").status_code == 410
    assert client.get("/brouillon/").status_code == 404
    assert client.get("/rien/").status_code == 404


def test_the_map_of_the_site_holds_every_page_once(client, home):
    guide = below(home, ContentPage(title="Aide", slug="aide", order=10))
    below(guide, ContentPage(title="Chercher", slug="chercher"))
    below(home, ContentPage(title="Plan du site", slug="plan-du-site", order=90))
    below(home, ContentPage(title="Qui sommes-nous", slug="qui-sommes-nous", order=5))
    html = client.get("/plan-du-site/").content.decode()
    pages = html[html.index("Les pages du site") : html.index("</section>", html.index("Les pages du site"))]
    assert pages.index("Qui sommes-nous") < pages.index("Aide") < pages.index("Chercher")
    assert 'href="/aide/chercher/"' in pages
    assert 'href="/plan-du-site/"' not in pages
    for address in ("/glossaire/", "/organismes/", "/formations/", "/publications/", "/publications/liens/", "/agenda/"):
        assert f'href="{address}"' in html


def test_the_map_needs_few_queries(client, home, django_assert_max_num_queries):
    below(home, ContentPage(title="Plan du site", slug="plan-du-site"))
    client.get("/plan-du-site/")
    with django_assert_max_num_queries(24):
        response = client.get("/plan-du-site/")
    assert not response.cookies


@pytest.mark.django_db
def test_demonstration_stays_out_of_feeds_calendars_and_search():
    event("vrai", "Vrai", date(2019, 1, 1))
    fake = event("faux", "Faux", date(2019, 1, 1), is_demo=True)
    assert [entry.key for entry in listings.calendar_entries()] == ["vrai"]
    assert listings.calendar_entry_by_key("faux") is None
    assert list(documents.event_documents([fake])) == []


def test_pages_and_news_are_found_by_their_words(home):
    page = below(home, ContentPage(title="Aide", slug="aide", body="<p>Comment chercher</p>", summary="Lire et chercher."))
    folder = below(home, ContentPage(title="Actualités", slug="actualites"))
    piece = below(folder, NewsPage(title="Une tribune", slug="tribune", day=date(2024, 2, 6), body="<p>Un mot</p>"))
    found = next(iter(documents.page_documents([page])))
    assert (found.kind, found.key, found.url, found.body) == ("page", "aide", "/aide/", "Comment chercher")
    found = next(iter(documents.news_documents([piece])))
    assert (found.kind, found.key, found.url) == ("news", "tribune", "/actualites/tribune/")
    piece.live = False
    assert list(documents.news_documents([piece])) == []


@pytest.mark.django_db
def test_an_editor_opens_the_agenda(client):
    client.force_login(User.objects.create_superuser("redaction@example.org", "un mot de passe long"))
    record = event("a", "Colloque rare", date(2019, 3, 4))
    name = Event.snippet_viewset.get_url_name
    assert "Colloque rare" in client.get(reverse(name("list")), {"q": "rare"}).content.decode()
    assert client.get(reverse(name("edit"), args=[record.pk])).status_code == 200
