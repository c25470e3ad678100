"""What people, scripts and checks rely on: addresses, links, headers, answers to bad input."""

from __future__ import annotations

import json
import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest

from journeys.conftest import read

PUBLIC = [
    "/", "/parcours-de-vie/", "/parcours-de-soins/", "/parcours-de-vie/logement/", "/parcours-de-soins/crise/", "/pratiques/",
    "/pratiques/un-chez-soi-d-abord/", "/pratiques/un-chez-soi-d-abord/fiche/", "/pres-de-chez-moi/", "/comparer/", "/carnet/",
    "/recherche/?q=studio", "/glossaire/", "/glossaire/gem/", "/publications/", "/organismes/", "/actualites/", "/agenda/",
    "/feuille-de-route/", "/equipes-d-appui/", "/demandes/", "/projets/", "/echanges/", "/formations/", "/territoires/", "/evaluation/",
    "/qui-sommes-nous/", "/aide/", "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/plan-du-site/",
]  # fmt: skip
MACHINES = ["/sitemap.xml", "/robots.txt", "/healthz", "/api/v1/openapi.json", "/api/v1/practices", "/api/v1/search?q=logement"]
PRIVATE = ["/mon-espace/", "/redaction/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_answers_sets_no_cookie_and_names_nobody_else(site: str, path: str) -> None:
    status, headers, body = read(site, path)
    assert status == 200
    assert "set-cookie" not in headers
    policy = headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "script-src 'self'" in policy
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert not re.search(
        r"<(script|link|img|iframe)[^>]+(src|href)=[\"']https?://(?!127\.0\.0\.1)", body.replace('rel="canonical"', "")
    )
    assert not re.search(r"\sstyle=|\son\w+=\"", body)


@pytest.mark.parametrize("path", MACHINES)
def test_a_machine_is_answered(site: str, path: str) -> None:
    status, _headers, body = read(site, path)
    assert status == 200
    assert body


@pytest.mark.parametrize("path", PRIVATE)
def test_a_private_page_asks_to_sign_in(site: str, path: str) -> None:
    status, headers, _body = read(site, path)
    assert status == 302
    assert "/compte/connexion/" in headers["location"]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(str(given["href"]))
        if given.get("id"):
            self.ids.add(str(given["id"]))


def test_no_link_is_broken_and_everything_is_three_clicks_away(site: str) -> None:
    depth = {"/": 0}
    pages: dict[str, Links] = {}
    broken: list[str] = []
    waiting = deque(["/"])
    asked: list[tuple[str, str, str]] = []
    while waiting:
        path = waiting.popleft()
        status, headers, body = read(site, path)
        if status in {301, 302}:
            continue
        if status != 200:
            broken.append(f"{path} answers {status}")
            continue
        if "html" not in headers.get("content-type", ""):
            continue
        links = pages[path] = Links()
        links.feed(body)
        for href in links.found:
            target, fragment = urldefrag(urljoin(site + path, href))
            if not target.startswith(site + "/"):
                continue
            parts = urlsplit(target)
            if fragment and not parts.query:
                asked.append((path, parts.path, fragment))
            if parts.query or parts.path.startswith(
                ("/redaction/", "/compte/", "/mon-espace/", "/media/", "/documents/", "/static/")
            ):
                continue
            if parts.path not in depth:
                depth[parts.path] = depth[path] + 1
                waiting.append(parts.path)
    missing = sorted({f"{page} → {path}#{mark}" for page, path, mark in asked if path in pages and mark not in pages[path].ids})
    sitemap = set(re.findall(r"<loc>[^<]*?//[^/<]+(/[^<]*)</loc>", read(site, "/sitemap.xml")[2]))
    assert broken == []
    assert missing[:20] == []
    assert sorted(path for path, clicks in depth.items() if clicks > 3 and path in pages) == []
    assert sorted(sitemap - set(depth)) == []
    assert len(pages) > 600


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/pratiques/?theme=inconnu", {200, 400}),
        ("/pratiques/?page=-1", {200, 400, 404}),
        ("/pratiques/?page=99999999999999999999", {200, 400, 404}),
        ("/pratiques/?theme=" + "a" * 7000, {200, 400, 414}),
        ("/recherche/?q=" + "a" * 100_000, {400, 414, 431}),
        ("/recherche/?q=%00", {200, 400}),
        ("/recherche/?q=%ff%fe", {200, 400}),
        ("/recherche/?q=" + quote("') OR 1=1 -- \" NEAR * ^ :"), {200}),
        ("/recherche/?q=" + quote("🙂" * 200), {200}),
        ("/recherche/", {200}),
        ("/comparer/?p=inconnue&p=inconnue", {200, 400, 404}),
        ("/pres-de-chez-moi/?lieu=" + quote("<script>alert(1)</script>"), {200, 400}),
        ("/glossaire/n-existe-pas/", {404}),
        ("/pratiques/n-existe-pas/", {404}),
        ("/pratiques/%ff/", {400, 404}),
        ("/" + "a/" * 3000, {400, 404, 414}),
        ("/api/v1/search?q=logement&limit=abc", {400, 422}),
        ("/api/v1/search?q=logement&type=licorne", {400, 422}),
        ("/api/v1/practices?cursor=casse", {400, 422}),
        ("/api/v1/practices/n-existe-pas", {404}),
    ],
)
def test_bad_input_gets_a_clear_answer(site: str, path: str, statuses: set[int]) -> None:
    status, _headers, body = read(site, path)
    assert status in statuses
    assert "Traceback" not in body
    assert "<script>alert" not in body
    if path.startswith("/api/"):
        assert set(json.loads(body)["error"]) >= {"code", "message"}


def test_a_page_that_does_not_exist_helps(site: str) -> None:
    status, _headers, body = read(site, "/pratiques/n-existe-pas/")
    assert status == 404
    assert 'href="/recherche/"' in body
    assert 'href="/plan-du-site/"' in body


def test_the_search_endpoint_has_the_shape_of_the_contract(site: str) -> None:
    answer = json.loads(read(site, "/api/v1/search?q=studio&limit=5")[2])
    assert set(answer) == {"query", "count", "results"}
    assert {"type", "id", "title", "url", "excerpt", "score"} <= set(answer["results"][0])
    everything = json.loads(read(site, "/api/v1/search?q=studio&type=practice&limit=10")[2])
    assert "un-chez-soi-d-abord" in [result["id"] for result in everything["results"]]
