"""Home, pages of text and news, as a newcomer reads them."""

import re
from datetime import date

import pytest
from wagtail.models import Page, Site

from lilith.practices.models import PathwayPage, ThemePage
from lilith.website.models import ContentPage, FeaturedPage, HomePage, NewsPage

MISSIONS = [
    ("mission", {"label": "Comprendre", "path": "/pratiques/", "icon": "book-open"}),
    ("mission", {"label": "Échanger", "path": "/echanges/", "icon": "messages-square"}),
    ("mission", {"label": "Se former", "path": "/formations/", "icon": "graduation-cap"}),
    ("mission", {"label": "Mettre en œuvre", "path": "/equipes-d-appui/", "icon": "handshake"}),
]


@pytest.fixture
def home(db):
    root = Page.get_first_root_node()
    root.get_children().delete()
    root.refresh_from_db()
    page = root.add_child(
        instance=HomePage(
            title="Accueil",
            slug="accueil",
            question="De quoi avez-vous besoin\u00a0?",
            tagline="Ce qui aide.",
            search_hint="Un mot",
            missions=MISSIONS,
            updated_on=date(2026, 11, 22),
        )
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": page})
    return page


def below(parent: Page, page: Page) -> Page:
    parent.refresh_from_db()
    return parent.add_child(instance=page)


@pytest.fixture
def news(home):
    folder = below(home, ContentPage(title="Actualités", slug="actualites"))
    return [
        below(folder, NewsPage(title=f"Nouvelle {n}", slug=f"n{n}", day=date(2023, n, 1), body="<p>x</p>")) for n in range(1, 9)
    ]


def headlines(client) -> list[str]:
    html = client.get("/").content.decode()
    block = html[html.index('id="une"') : html.index("</section>", html.index('id="une"'))]
    return re.findall(r"<b>(.*?)</b>", block)


def test_a_newcomer_searches_from_the_first_page_without_javascript(client, home):
    html = client.get("/").content.decode()
    assert '<form role="search" action="/recherche/" method="get">' in html
    assert 'name="q" type="search"' in html


def test_the_home_page_shows_the_six_most_recent_news(client, news):
    assert headlines(client) == [f"Nouvelle {n}" for n in (8, 7, 6, 5, 4, 3)]


def test_what_editors_choose_comes_first_and_is_completed(client, home, news):
    FeaturedPage.objects.create(home=home, page=news[0], sort_order=0)
    assert headlines(client) == [f"Nouvelle {n}" for n in (1, 8, 7, 6, 5, 4)]


def test_withdrawn_news_leave_the_home_page(client, home, news):
    FeaturedPage.objects.create(home=home, page=news[0], sort_order=0)
    NewsPage.objects.filter(pk=news[0].pk).update(live=False)
    assert headlines(client) == [f"Nouvelle {n}" for n in (8, 7, 6, 5, 4, 3)]


def test_both_doors_list_their_themes_as_links_without_article(client, home):
    life = below(home, PathwayPage(title="Parcours de vie", slug="parcours-de-vie", summary="Habiter."))
    below(life, ThemePage(title="Le logement", short_title="Logement", slug="logement", icon="house"))
    html = client.get("/").content.decode()
    door = html[html.index('<section class="porte vie"') :]
    assert re.search(r'<a href="/parcours-de-vie/logement/"><svg.*?</svg><span>Logement</span></a>', door)


def test_the_four_missions_are_one_step_away(client, home):
    html = client.get("/").content.decode()
    route = html[html.index('aria-label="Les quatre missions"') :]
    assert re.findall(r'<li><a href="([^"]+)">', route)[:4] == [
        "/pratiques/",
        "/echanges/",
        "/formations/",
        "/equipes-d-appui/",
    ]


def test_the_home_page_costs_at_most_twelve_queries(client, home, news, django_assert_max_num_queries):
    FeaturedPage.objects.create(home=home, page=news[0], sort_order=0)
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")


def test_the_home_page_says_what_the_law_asks(client, home):
    html = client.get("/").content.decode()
    for words, address in (
        ("Accessibilité\u00a0: non conforme", "/accessibilite/"),
        ("Mentions légales", "/mentions-legales/"),
        ("Données personnelles", "/donnees-personnelles/"),
        ("Plan du site", "/plan-du-site/"),
        ("Contact", "/qui-sommes-nous/#nous-ecrire"),
    ):
        assert f'<a href="{address}">{words}</a>' in html


def test_a_long_text_lists_its_parts_and_each_can_be_linked_to(client, home):
    body = "<h2>Pourquoi</h2><p>a</p><h2>Qui</h2><p>b</p><h2>Nous écrire</h2><p>c</p>"
    below(home, ContentPage(title="Qui sommes-nous\u00a0?", slug="qui-sommes-nous", body=body))
    html = client.get("/qui-sommes-nous/").content.decode()
    assert '<h2 id="nous-ecrire">Nous écrire</h2>' in html
    assert '<li><a href="#nous-ecrire">Nous écrire</a></li>' in html


def test_a_page_leads_to_those_below_it_in_the_order_of_editors(client, home):
    help_page = below(home, ContentPage(title="Aide", slug="aide"))
    below(help_page, ContentPage(title="Chercher", slug="chercher", order=2))
    below(help_page, ContentPage(title="Lire", slug="lire", order=1))
    html = client.get("/aide/").content.decode()
    assert re.findall(r'<a href="(/aide/[a-z]+/)">', html)[:2] == ["/aide/lire/", "/aide/chercher/"]


def test_news_are_read_one_after_the_other_in_time(client, news):
    html = client.get("/actualites/n4/").content.decode()
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', html) == [("prev", "/actualites/n3/"), ("next", "/actualites/n5/")]


def test_a_day_that_is_not_known_is_said_in_words(client, home, news):
    NewsPage.objects.filter(pk=news[0].pk).update(day_label="début 2023")
    assert '<time datetime="2023-01-01">Début 2023</time>' in client.get("/actualites/n1/").content.decode()


def test_the_text_of_a_page_says_its_reading_level(client, home):
    below(home, ContentPage(title="Territoires", slug="territoires-essai", body="<p>x</p>", literacy_level=2))
    assert '<div class="prose" data-niveau="2">' in client.get("/territoires-essai/").content.decode()
