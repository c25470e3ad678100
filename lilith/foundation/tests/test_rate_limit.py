from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.test import RequestFactory

from lilith.foundation import rate_limit

NOW = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def ask(times: int, *, scope="search", address="192.0.2.1", now=NOW):
    return [rate_limit.take(scope=scope, address=address, limit=3, window=MINUTE, now=now) for _ in range(times)]


def test_the_fourth_request_of_a_minute_is_refused_and_told_when_to_come_back():
    verdicts = ask(4)
    assert [verdict.allowed for verdict in verdicts] == [True, True, True, False]
    assert verdicts[-1].retry_after == 50


def test_the_next_minute_begins_afresh():
    ask(4)
    assert ask(1, now=NOW + MINUTE)[0].allowed


def test_addresses_and_purposes_are_counted_apart():
    ask(4)
    assert ask(1, address="192.0.2.2")[0].allowed
    assert ask(1, scope="sign-in")[0].allowed


def test_no_address_is_written_anywhere():
    ask(2, address="192.0.2.77")
    assert all("192.0.2.77" not in key for key in cache._cache)


def test_the_same_address_has_another_name_the_next_day():
    rate_limit.take(scope="s", address="192.0.2.1", limit=3, window=timedelta(days=30), now=NOW)
    first = {key for key in cache._cache if ":rate:s:" in key}
    rate_limit.take(scope="s", address="192.0.2.1", limit=3, window=timedelta(days=30), now=NOW + timedelta(days=1))
    assert len({key for key in cache._cache if ":rate:s:" in key} - first) == 1


@pytest.mark.django_db
def test_the_cache_of_the_database_counts_as_well(settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "rate_test"}}
    monkeypatch.setattr(rate_limit, "cache", caches["default"])
    call_command("createcachetable", verbosity=0)
    assert [verdict.allowed for verdict in ask(4)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_known_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert rate_limit.client_address(request) == expected
