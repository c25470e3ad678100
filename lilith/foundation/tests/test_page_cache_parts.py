"""Encodings, revalidation, memory, sharing and counting of the page cache."""

from __future__ import annotations

import gzip

import brotli
import pytest

from lilith.foundation.page_cache.store import Entry, SharedStore, Store, accepted, encode, etag_matches, pack, unpack
from lilith.foundation.page_cache.usage import is_bot
from lilith.foundation.page_cache.wsgi import PageCache
from lilith.foundation.tests.small_site import FIREFOX, PAGE, ask


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
