"""What other programs follow: feeds, calendars, the sitemap, robots, security.txt."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import icalendar
import pytest
from wagtail.models import Page, PageViewRestriction

from lilith.foundation.slots import Calendar, CalendarEntry, Feed, FeedItem
from lilith.library.models import Term
from lilith.opendata.feeds import atom, calendars, sitemaps, views
from lilith.practices.tests.tree import Tree

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def base_url(settings):
    settings.BASE_URL = "https://lilith.example"


def xml(response) -> ElementTree.Element:
    return ElementTree.fromstring(response.content)


@pytest.mark.django_db
def test_a_feed_reader_follows_the_practices_that_changed(client):
    tree = Tree()
    theme = tree.theme("logement")
    tree.practice("ancienne", theme, updated_on=date(2026, 1, 1))
    tree.practice("nouvelle", theme, updated_on=date(2026, 11, 1), title="Nouvelle & belle")
    tree.practice("fausse", theme, is_demo=True)
    response = client.get("/feeds/pratiques.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = xml(response).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Nouvelle & belle", "Ancienne"]
    assert entries[0].find(f"{ATOM}link").get("href") == "https://lilith.example/pratiques/nouvelle/"
    assert entries[0].findtext(f"{ATOM}updated") == "2026-11-01T00:00:00+01:00"


def test_a_feed_says_dates_as_they_are_known():
    item = FeedItem("Titre", "/x/", date(2023, 1, 1), day_label="en 2023", summary="Une phrase.")
    feed = Feed("essai", "Essai", "Pour voir.", "/x/", lambda most: [item])
    entry = ElementTree.fromstring(atom.render(feed)).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "En 2023. Une phrase."


@pytest.mark.django_db
def test_an_unknown_feed_is_not_found(client):
    assert client.get("/feeds/rien.xml").status_code == 404


@pytest.mark.django_db
def test_every_page_tells_feed_readers_where_the_feeds_are(client):
    html = client.get("/publications/liens/").content.decode()
    assert 'type="application/atom+xml" title="lilith\u00a0: Pratiques" href="/feeds/pratiques.xml"' in html


ENTRIES = [
    CalendarEntry(
        "jour", "Colloque, à Paris; puis ailleurs", date(2027, 3, 4), date(2027, 3, 4), "/agenda/2027/#jour", place="Paris"
    ),
    CalendarEntry("mois", "Lancement", date(2027, 2, 1), date(2027, 2, 28), "/agenda/2027/#mois", precision="month"),
    CalendarEntry(
        "annee",
        "Publication",
        date(2027, 1, 1),
        date(2027, 12, 31),
        "/agenda/2027/#annee",
        precision="year",
        day_label="en 2027",
    ),
]


def events(body: bytes) -> dict[str, icalendar.Event]:
    parsed = icalendar.Calendar.from_ical(body)
    return {str(event["uid"]).partition("@")[0]: event for event in parsed.walk("VEVENT")}


def test_a_calendar_shows_whole_days():
    event = events(calendars.render(ENTRIES, name="Essai"))["jour"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 3, 4), date(2027, 3, 5))
    assert str(event["summary"]) == "Colloque, à Paris; puis ailleurs"
    assert str(event["location"]) == "Paris"
    assert str(event["url"]) == "https://lilith.example/agenda/2027/#jour"


def test_a_date_known_by_its_month_or_year_covers_it_and_says_so():
    found = events(calendars.render(ENTRIES, name="Essai"))
    assert (found["mois"].decoded("dtstart"), found["mois"].decoded("dtend")) == (date(2027, 2, 1), date(2027, 3, 1))
    assert "Le jour exact n’est pas connu." in str(found["mois"]["description"])
    assert found["annee"].decoded("dtend") == date(2028, 1, 1)
    assert "en 2027" in str(found["annee"]["description"])
    assert str(found["annee"]["transp"]) == "TRANSPARENT"


def test_the_same_dates_give_the_same_bytes():
    assert calendars.render(ENTRIES, name="Essai") == calendars.render(ENTRIES, name="Essai")


@pytest.mark.django_db
def test_a_reader_adds_one_date_or_all_of_them(client, monkeypatch):
    calendar = Calendar(entries=lambda: ENTRIES, entry=lambda key: next((entry for entry in ENTRIES if entry.key == key), None))
    monkeypatch.setattr(calendars, "calendars", lambda: [calendar])
    whole = client.get("/agenda.ics")
    assert whole["Content-Type"] == "text/calendar; charset=utf-8"
    assert list(events(whole.content)) == ["jour", "mois", "annee"]
    assert list(events(client.get("/agenda/mois.ics").content)) == ["mois"]
    assert client.get("/agenda/rien.ics").status_code == 404


def addresses(response) -> dict[str, str | None]:
    return {row.findtext(f"{SITEMAP}loc"): row.findtext(f"{SITEMAP}lastmod") for row in xml(response).findall(f"{SITEMAP}url")}


@pytest.mark.django_db
def test_search_engines_learn_every_public_address_and_when_it_changed(client):
    tree = Tree()
    practice = tree.practice("visible", tree.theme("logement"), updated_on=date(2026, 11, 1))
    tree.practice("fausse", is_demo=True)
    hidden = tree.practice("retiree")
    hidden.live = False
    hidden.save()
    closed = tree.practice("fermee")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    Term.objects.create(slug="gem", term="GEM", category="x", updated_on=date(2026, 10, 2))
    Term.objects.create(slug="faux", term="Faux", category="x", is_demo=True)
    found = addresses(client.get("/sitemap.xml"))
    assert found["https://lilith.example/pratiques/visible/"] == "2026-11-01"
    assert found["https://lilith.example/glossaire/gem/"] == "2026-10-02"
    assert not any(name in url for url in found for name in ("fausse", "retiree", "fermee", "faux"))
    assert practice.live


@pytest.mark.django_db
def test_a_very_long_sitemap_becomes_an_index_of_its_sections(client, monkeypatch):
    Tree()
    monkeypatch.setattr(sitemaps, "MOST_IN_ONE_FILE", 1)
    parts = [row.findtext(f"{SITEMAP}loc") for row in xml(client.get("/sitemap.xml")).findall(f"{SITEMAP}sitemap")]
    assert any("sitemap-pages.xml" in part for part in parts)
    assert "https://lilith.example/parcours-de-vie/" in addresses(client.get("/sitemap-pages.xml"))
    assert client.get("/sitemap-rien.xml").status_code == 404
    assert client.get("/sitemap.xml?p=abc").status_code in {200, 404}


@pytest.mark.django_db
def test_the_whole_tree_of_pages_is_in_one_order():
    tree = Tree()
    tree.theme("logement")
    found = [location for location, _ in sitemaps.PageSitemap().items()]
    assert found == ["/parcours-de-vie/", "/parcours-de-vie/logement/", "/parcours-de-soins/"]
    assert Page.objects.count() == len(found) + 4  # root, home, « pratiques », « à réduire »: plain pages of the test


@pytest.mark.django_db
def test_robots_read_all_that_is_public_and_nothing_else(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /redaction/" in text
    assert "Disallow: /recherche/?" in text
    assert "Disallow: /\n" not in text
    assert "Sitemap: https://lilith.example/sitemap.xml" in text


def test_whoever_finds_a_weakness_knows_whom_to_tell(settings):
    now = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    settings.SECURITY_CONTACT = "mailto:securite@lilith.example"
    text = views.security_text(now=now)
    assert "Contact: mailto:securite@lilith.example" in text
    assert "Expires: 2027-05-21T00:00:00Z" in text
    settings.SECURITY_CONTACT = ""
    assert "Contact: https://lilith.example/qui-sommes-nous/#nous-ecrire" in views.security_text(now=now)


@pytest.mark.django_db
def test_the_files_of_machines_set_no_cookie(client):
    for path in ("/robots.txt", "/.well-known/security.txt", "/agenda.ics", "/feeds/pratiques.xml", "/sitemap.xml"):
        assert not client.get(path).cookies, path
