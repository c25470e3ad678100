"""What a write does to the page cache, on real rows."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession
from wagtail.models import Collection, Page, Site

from lilith.foundation import changes
from lilith.foundation.models import PageView, ScheduledRun
from lilith.foundation.page_cache import generation as module
from lilith.foundation.page_cache.generation import FileGeneration, RedisGeneration
from lilith.foundation.page_cache.invalidation import PRIVATE_APPS, PRIVATE_MODELS

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(tmp_path, monkeypatch):
    own = FileGeneration(tmp_path / "generation")
    monkeypatch.setattr(module, "generation", lambda: own)
    return own.read


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.parametrize(
    "write",
    [
        lambda: Page.get_first_root_node().add_child(title="Nouvelle", slug="nouvelle"),
        lambda: Page.objects.last().delete(),
        lambda: Site.objects.first().save(),
        lambda: Collection.get_first_root_node().add_child(name="Images"),
        lambda: changes.tell(None),
    ],
    ids=["page added", "page deleted", "site setting", "collection", "told by hand"],
)
def test_a_public_write_empties_the_cache(token, commits, write):
    before = token()
    with commits():
        write()
    assert token() != before


def test_nothing_is_emptied_before_the_commit_nor_after_a_rollback(token, django_capture_on_commit_callbacks):
    before = token()
    with django_capture_on_commit_callbacks(execute=False):
        Site.objects.first().save()
        assert token() == before
    try:
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            Site.objects.first().save()
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert token() == before


@pytest.mark.parametrize(
    "write",
    [
        lambda: Session.objects.create(session_key="a", session_data="", expire_date=timezone.now()),
        lambda: ScheduledRun.objects.create(name="x", started_at=timezone.now()),
        lambda: PageView.objects.create(day="2026-11-22", path="/", count=1),
        lambda: ContentType.objects.create(app_label="x", model="y"),
        lambda: DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default", run_after=timezone.now()),
        lambda: EditingSession.objects.create(
            content_type=ContentType.objects.first(),
            object_id="1",
            last_seen_at=timezone.now(),
            user=get_user_model().objects.create(email="a@example.org"),
        ),
    ],
    ids=["session", "scheduled run", "page view", "content type", "background task", "editor at work"],
)
def test_a_private_write_leaves_it(token, commits, write):
    before = token()
    with commits():
        write()
    assert token() == before


def test_the_tables_of_libraries_are_named_as_they_are():
    assert {config.label for config in apps.get_app_configs()} >= PRIVATE_APPS
    assert {model._meta.label_lower for model in apps.get_models()} >= PRIVATE_MODELS


def test_an_edit_is_told_again_when_the_first_time_failed(monkeypatch):
    calls = []

    class Flaky:
        def bump(self):
            calls.append(1)
            if len(calls) < 3:
                raise OSError("no redis")

    flaky = Flaky()
    monkeypatch.setattr(module, "generation", lambda: flaky)
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)
    module._bump_until_done()
    assert len(calls) == 3


def test_a_redis_that_is_away_means_no_token():
    assert RedisGeneration("redis://127.0.0.1:1/0").read() is None
