"""What the page cache keeps, for whom and how long."""

from __future__ import annotations

import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from lilith.foundation.page_cache.generation import FileGeneration
from lilith.foundation.page_cache.wsgi import restrict, seconds_to_midnight
from lilith.foundation.tests.small_site import NOON, PAGE, Answer, Site, ask


def test_a_second_reader_is_served_without_the_site(cache, site):
    first, second = ask(cache), ask(cache)
    assert (first.body, second.body) == (PAGE, PAGE)
    assert len(site.calls) == 1
    assert second.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert second.headers["vary"] == "Accept-Encoding"
    assert second.headers["content-length"] == str(len(PAGE))
    assert "x-lilith-cache" not in first.headers | second.headers


def test_the_body_of_the_site_is_closed_kept_or_not(cache, site):
    ask(cache)
    site.headers = [("Content-Type", "text/html")]
    ask(cache, "/formulaire/")
    assert [body.closed for body in site.returned] == [True, True]


def test_a_change_is_seen_by_the_next_reader(cache, site, generation):
    ask(cache)
    site.body = lambda environ: b"nouveau"
    assert ask(cache).body == PAGE
    generation.bump()
    assert ask(cache).body == b"nouveau"


def test_a_change_made_by_another_process_is_seen(cache, site, tmp_path):
    ask(cache)
    site.body = lambda environ: b"nouveau"
    FileGeneration(tmp_path / "generation").bump()
    assert ask(cache).body == b"nouveau"


def test_a_page_made_while_something_changed_is_not_served_to_others(cache, site, generation):
    def changes_meanwhile(environ):
        generation.bump()
        return b"avant le changement"

    site.body = changes_meanwhile
    ask(cache)
    site.body = lambda environ: b"apres"
    assert ask(cache).body == b"apres"


def test_a_page_ends_after_its_time(cache, site, clock):
    ask(cache)
    clock.now += 301
    ask(cache)
    assert len(site.calls) == 2


def test_a_page_ends_at_midnight_in_paris(cache, site, clock):
    cache.now = lambda: NOON.replace(hour=23, minute=59, second=30)
    ask(cache)
    clock.now += 31
    ask(cache)
    assert len(site.calls) == 2


def test_midnight_is_counted_over_a_change_of_hour():
    before_the_long_night = datetime(2026, 10, 24, 23, 0, tzinfo=ZoneInfo("Europe/Paris"))
    assert seconds_to_midnight(before_the_long_night) == 3600


@pytest.mark.parametrize(
    "headers",
    [{"cookie": "sessionid=abc"}, {"cookie": "a=1; messages=x"}, {"authorization": "Bearer x"}],
)
def test_a_person_who_is_signed_in_always_reaches_the_site(cache, site, headers):
    ask(cache)
    ask(cache, **headers)
    ask(cache, **headers)
    assert len(site.calls) == 3


def test_what_a_signed_in_person_sees_is_never_kept(cache, site):
    site.body = lambda environ: b"le nom de cette personne"
    ask(cache, cookie="sessionid=abc")
    site.body = lambda environ: PAGE
    assert ask(cache).body == PAGE


def test_a_visitor_with_a_form_cookie_reads_kept_pages_and_keeps_none(cache, site):
    ask(cache, cookie="csrftoken=abc")
    ask(cache)
    ask(cache, cookie="csrftoken=abc")
    assert len(site.calls) == 2


@pytest.mark.parametrize(
    ("status", "extra"),
    [
        ("404 Not Found", []),
        ("302 Found", [("Location", "/")]),
        ("200 OK", [("Set-Cookie", "a=1")]),
        ("200 OK", [("Cache-Control", "private")]),
        ("200 OK", [("Cache-Control", "no-store")]),
        ("200 OK", [("Vary", "Accept-Language")]),
        ("200 OK", [("Content-Encoding", "gzip")]),
    ],
)
def test_what_is_not_public_and_whole_is_not_kept(cache, site, status, extra):
    site.status = status
    site.headers = [header for header in site.headers if header[0] != "Vary"] + extra
    ask(cache)
    ask(cache)
    assert len(site.calls) == 2


def test_a_page_that_does_not_ask_is_not_kept(cache, site):
    site.headers = [("Content-Type", "text/html")]
    ask(cache)
    ask(cache)
    assert len(site.calls) == 2


def test_a_post_goes_to_the_site(cache, site):
    ask(cache)
    ask(cache, method="POST")
    assert len(site.calls) == 2


def test_head_gives_the_headers_of_the_page_and_no_body(cache, site):
    ask(cache)
    head = ask(cache, method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(PAGE)))
    assert len(site.calls) == 1


def test_hosts_and_schemes_do_not_share_pages(cache, site):
    ask(cache)
    ask(cache, x_forwarded_proto="https")
    ask(cache, host="autre.test")
    assert len(site.calls) == 3


class TestQueries:
    def declare(self, site: Site, names: str) -> None:
        site.headers = [("Content-Type", "text/html"), ("X-Lilith-Cache", f"public; vary-query={names}")]
        site.body = lambda environ: f"vu {environ['QUERY_STRING']}".encode()

    def test_without_a_word_of_the_page_a_query_is_never_kept(self, cache, site):
        ask(cache, query="page=2")
        ask(cache, query="page=2")
        assert (len(site.calls), len(cache.store)) == (2, 0)

    def test_declared_parameters_have_a_page_each(self, cache, site):
        self.declare(site, "theme,page")
        ask(cache)
        for _ in range(2):
            assert ask(cache, query="theme=travail").body == b"vu theme=travail"
            assert ask(cache, query="theme=logement").body == b"vu theme=logement"
        assert len(site.calls) == 3

    def test_unknown_parameters_fill_nothing_and_enter_no_page(self, cache, site):
        self.declare(site, "theme")
        ask(cache)
        for number in range(50):
            assert ask(cache, query=f"utm_source=x{number}").body == b"vu "
        assert ask(cache, query="utm_source=<script>&theme=travail").body == b"vu theme=travail"
        assert len(cache.store) == 2

    def test_the_order_of_parameters_does_not_matter(self, cache, site):
        self.declare(site, "a,b")
        ask(cache)
        ask(cache, query="a=1&b=2")
        ask(cache, query="b=2&a=1")
        assert len(site.calls) == 2

    @pytest.mark.parametrize("query", ["x=%FF", "x=%00", "x=" + "a" * 9000, "&".join(f"p{n}=1" for n in range(300))])
    def test_what_is_not_a_query_reaches_the_site_whole(self, cache, site, query):
        self.declare(site, "theme")
        ask(cache)
        ask(cache, query=query)
        assert site.calls[-1]["QUERY_STRING"] == query

    def test_repeated_values_keep_their_order(self):
        assert restrict("b=2&a=z&a=y&c=1", ("a", "b")) == "a=z&a=y&b=2"


def test_many_readers_at_once_have_the_page_made_once(cache, site):
    begun, go = threading.Event(), threading.Event()

    def slow(environ):
        begun.set()
        go.wait(5)
        return PAGE

    site.body = slow
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(cache))) for _ in range(6)]
    threads[0].start()
    assert begun.wait(5)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(10)
    assert [answer.body for answer in answers] == [PAGE] * 6
    assert len(site.calls) == 1


def test_a_page_that_fails_leaves_the_way_free(cache, site):
    def fails(environ):
        raise RuntimeError("boom")

    site.body = fails
    with pytest.raises(RuntimeError):
        ask(cache)
    site.body = lambda environ: PAGE
    assert ask(cache).body == PAGE


def test_a_token_that_cannot_be_read_means_no_cache(cache, site):
    ask(cache)
    cache.generation = type("Broken", (), {"read": lambda self: None})()
    ask(cache)
    assert len(site.calls) == 2


def test_a_folder_that_cannot_be_written_means_no_cache(tmp_path):
    (tmp_path / "fichier").write_text("")
    assert FileGeneration(tmp_path / "fichier" / "generation").read() is None


def test_the_token_never_goes_back(tmp_path):
    generation = FileGeneration(tmp_path / "generation")
    seen = set()
    for _ in range(50):
        seen.add(generation.read())
        generation.bump()
    assert len(seen) == 50
