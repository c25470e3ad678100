"""The page cache, alone: a small application stands in for Django."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from wsgiref.util import setup_testing_defaults
from zoneinfo import ZoneInfo

import brotli
import pytest

from lilith.foundation.page_cache.generation import FileGeneration
from lilith.foundation.page_cache.store import Entry, SharedStore, Store, accepted, encode, etag_matches, pack, unpack
from lilith.foundation.page_cache.usage import UsageCounter, is_bot
from lilith.foundation.page_cache.wsgi import PageCache, restrict, seconds_to_midnight

PAGE = ("<p>" + "Bonjour à tous. " * 200 + "</p>").encode()
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))


class Body:
    """What an application returns: says whether it was closed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks, self.closed = chunks, False

    def __iter__(self) -> Any:
        return iter(self.chunks)

    def close(self) -> None:
        self.closed = True


class Site:
    """An application that counts its calls and answers as told."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Lilith-Cache", "public"), ("Vary", "Cookie")]
        self.body: Callable[[dict[str, Any]], bytes] = lambda environ: PAGE
        self.returned: list[Body] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Body:
        self.calls.append(environ)
        start_response(self.status, list(self.headers))
        self.returned.append(Body([self.body(environ)]))
        return self.returned[-1]


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status[:3]), {name.lower(): value for name, value in headers}, body


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def generation(tmp_path):
    return FileGeneration(tmp_path / "generation")


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cache(site, generation, clock):
    return PageCache(
        site, generation=generation, store=Store(10_000_000), seconds=300, personal_cookies=("sessionid=", "messages="),
        form_cookies=("csrftoken=",), usage=UsageCounter(every=3600), clock=clock, now=lambda: NOON,
    )  # fmt: skip


def ask(cache: PageCache, path: str = "/", query: str = "", method: str = "GET", **headers: str) -> Answer:
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "lilith.test"}
    setup_testing_defaults(environ)
    environ.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})
    got: list[Any] = []
    body = cache(environ, lambda status, headers, exc_info=None: got.extend([status, headers]))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return Answer(got[0], got[1], content)


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


class TestEncodings:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ("gzip, deflate, br", "br"),
            ("gzip", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("gzip;q=1.0, br;q=0.5", "gzip"),
            ("identity", ""),
            ("*", "br"),
            ("*;q=0", ""),
            ("", ""),
            ("gzip;q=abc", ""),
        ],
    )
    def test_the_encoding_is_what_the_client_prefers(self, header, expected):
        assert accepted(header) == expected

    def test_each_client_gets_the_page_in_its_encoding_made_once(self, cache, site):
        assert brotli.decompress(ask(cache, accept_encoding="br").body) == PAGE
        assert gzip.decompress(ask(cache, accept_encoding="gzip").body) == PAGE
        assert ask(cache).body == PAGE
        assert len(site.calls) == 1

    def test_a_small_page_or_an_image_is_sent_plain(self):
        assert set(encode(b"court", "text/html")) == {""}
        assert set(encode(b"\x89PNG" * 1000, "image/png")) == {""}


class TestRevalidation:
    def test_a_browser_that_has_the_page_gets_304(self, cache):
        first = ask(cache, accept_encoding="br")
        again = ask(cache, accept_encoding="br", if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert "content-length" not in again.headers

    def test_each_encoding_has_its_own_tag(self, cache):
        tags = {ask(cache, accept_encoding=encoding).headers["etag"] for encoding in ("br", "gzip", "")}
        assert len(tags) == 3
        assert ask(cache, accept_encoding="gzip", if_none_match=ask(cache, accept_encoding="br").headers["etag"]).status == 200

    def test_a_page_that_changed_is_sent_again(self, cache, site, generation):
        tag = ask(cache).headers["etag"]
        site.body = lambda environ: b"nouveau"
        generation.bump()
        assert ask(cache, if_none_match=tag).status == 200

    @pytest.mark.parametrize("header", ['"a"', 'W/"a"', '"b", "a"', "*"])
    def test_a_list_of_tags_is_read(self, header):
        assert etag_matches(header, '"a"')

    def test_another_tag_does_not_match(self):
        assert not etag_matches('"b", W/"c"', '"a"')


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


class TestMemory:
    def entry(self, size: int, token: bytes = b"t") -> Entry:
        return Entry(path="/", headers=[], bodies={"": b"x" * size}, token=token, expires=2000.0)

    def test_memory_stays_under_its_bound(self):
        store = Store(50_000)
        for number in range(100):
            store.put(number, self.entry(5_000))
            assert store.size <= 50_000
        assert 0 < len(store) < 10

    def test_pages_that_are_read_stay_longer(self):
        store = Store(50_000)
        store.put("lue", self.entry(5_000))
        for number in range(60):
            store.put(number, self.entry(5_000))
            store.get("lue").used = True
        assert store.get("lue") is not None

    def test_pages_of_an_old_state_go_first(self):
        store = Store(50_000)
        for number in range(6):
            store.put(f"ancienne {number}", self.entry(5_000, b"avant"))
        for number in range(7):
            store.put(number, self.entry(5_000, b"apres"))
        assert all(store.get(number) is not None for number in range(7))

    def test_a_page_replaced_is_counted_once(self):
        store = Store(50_000)
        for _ in range(5):
            store.put("a", self.entry(5_000))
        assert store.size == self.entry(5_000).size

    def test_a_huge_page_is_not_kept(self):
        store = Store(50_000)
        store.put("a", self.entry(30_000))
        assert (len(store), store.size) == (0, 0)


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


def test_a_page_goes_through_another_process_unchanged():
    kept = encode(PAGE, "text/html")
    entry = Entry(path="/é/", headers=[("Content-Type", "text/html")], bodies=kept, token=b"t", expires=1.0)
    back = unpack(pack(entry, [("Content-Type", "text/html")]), b"t", 9.0)
    assert back.path == "/é/"
    assert {name: v.body for name, v in back.variants.items()} == {name: v.body for name, v in entry.variants.items()}
    assert back.variant("br").etag == entry.variant("br").etag


def test_a_broken_shared_page_is_no_page():
    entry = Entry(path="/", headers=[], bodies={"": PAGE}, token=b"t", expires=1.0)
    with pytest.raises(ValueError, match="truncated"):
        unpack(pack(entry, [])[:-10], b"t", 9.0)


def test_a_redis_that_does_not_answer_is_no_page_and_no_error():
    shared = SharedStore("redis://127.0.0.1:1/0", "r", 300)
    entry = Entry(path="/", headers=[], bodies={"": PAGE}, token=b"t", expires=1.0)
    shared.put("k", entry, [], 300)
    assert shared.get("k", b"t", 9.0) is None


class TestUsage:
    def read(self, cache: PageCache) -> list[str]:
        return sorted(cache.usage._read)

    def test_readers_are_counted_from_the_cache_and_from_the_site(self, cache):
        for _ in range(3):
            ask(cache, "/aide/", user_agent=FIREFOX)
        assert self.read(cache) == ["/aide/"] * 3

    def test_someone_signed_in_is_counted_too(self, cache, site):
        site.headers = [("Content-Type", "text/html"), ("X-Lilith-Cache", "private")]
        ask(cache, "/aide/", user_agent=FIREFOX, cookie="sessionid=a")
        assert self.read(cache) == ["/aide/"]

    @pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8.1", "", "Mozilla/5.0 (compatible; bingbot/2.0)"])
    def test_programs_are_not_counted(self, cache, agent):
        assert is_bot(agent)
        ask(cache, user_agent=agent)
        ask(cache, user_agent=agent)
        assert self.read(cache) == []

    def test_a_page_fetched_in_advance_or_a_head_is_not_counted(self, cache):
        ask(cache, user_agent=FIREFOX, sec_purpose="prefetch")
        ask(cache, user_agent=FIREFOX, method="HEAD")
        assert self.read(cache) == []

    def test_the_address_is_written_as_people_read_it(self, cache, site):
        def as_django_does(environ):
            environ["PATH_INFO"] = "/cœur/"
            return PAGE

        site.body = as_django_does
        for _ in range(2):
            ask(cache, "/cœur/".encode().decode("latin-1"), user_agent=FIREFOX)
        assert self.read(cache) == ["/cœur/"] * 2
        assert len(site.calls) == 1

    def test_errors_and_feeds_are_not_counted(self, cache, site):
        site.status = "404 Not Found"
        ask(cache, "/rien/", user_agent=FIREFOX)
        site.status, site.headers = "200 OK", [("Content-Type", "application/rss+xml"), ("X-Lilith-Cache", "public")]
        ask(cache, "/flux/", user_agent=FIREFOX)
        assert self.read(cache) == []
