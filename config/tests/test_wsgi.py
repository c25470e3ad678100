"""The whole of it: Django behind the page cache, on real rows."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from wagtail.models import Page, Site

from config.wsgi import build
from lilith.foundation.page_cache import generation as module
from lilith.foundation.page_cache.generation import FileGeneration
from lilith.website.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(tmp_path, monkeypatch):
    own = FileGeneration(tmp_path / "generation")
    monkeypatch.setattr(module, "generation", lambda: own)
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil-essai", question="?", tagline="a", search_hint="b"))
    home.add_child(instance=ContentPage(title="Aide", slug="aide"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    # The connection is that of the test: the end of a request leaves it open.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield build()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def read(site, path: str, **headers: str):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    environ.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})
    got = []
    body = site(environ, lambda status, headers, exc_info=None: got.extend([status, dict(headers)]))
    content = b"".join(body).decode()
    if hasattr(body, "close"):
        body.close()
    return got[0], got[1], content


def test_a_page_read_again_asks_nothing_of_the_database_until_it_changes(
    site, django_assert_num_queries, django_capture_on_commit_callbacks
):
    status, headers, first = read(site, "/aide/")
    assert status == "200 OK"
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in headers
    assert "X-Lilith-Cache" not in headers
    with django_assert_num_queries(0):
        assert read(site, "/aide/")[2] == first
    page = Page.objects.get(url_path__endswith="/aide/").specific
    page.title = "Aide toute neuve"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "Aide toute neuve" in read(site, "/aide/")[2]


def test_a_kept_page_has_its_safety_headers_too(site):
    for _ in range(2):
        headers = read(site, "/aide/")[1]
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
