from datetime import date

import pytest
from django.db import DatabaseError

from lilith.foundation.models import PageView
from lilith.foundation.page_cache import usage

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def figures():
    return list(PageView.objects.order_by("day", "path").values_list("day", "path", "count"))


def test_readings_add_up_day_by_day():
    counter = usage.UsageCounter(every=3600)
    for path in ("/", "/aide/", "/"):
        counter.count(path)
    assert counter.flush(today=DAY) == 3
    counter.count("/")
    counter.flush(today=DAY)
    counter.count("/")
    counter.flush(today=date(2026, 11, 23))
    assert figures() == [(DAY, "/", 3), (DAY, "/aide/", 1), (date(2026, 11, 23), "/", 1)]


def test_figures_wait_for_a_database_that_is_busy(monkeypatch):
    counter = usage.UsageCounter(every=3600)
    counter.count("/")
    write = usage.add_page_views
    monkeypatch.setattr(usage, "add_page_views", lambda rows: (_ for _ in ()).throw(DatabaseError("locked")))
    assert counter.flush(today=DAY) == 0
    monkeypatch.setattr(usage, "add_page_views", write)
    counter.count("/")
    assert counter.flush(today=date(2026, 11, 23)) == 2
    assert figures() == [(DAY, "/", 1), (date(2026, 11, 23), "/", 1)]


def test_nothing_read_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert usage.UsageCounter(every=3600).flush(today=DAY) == 0
