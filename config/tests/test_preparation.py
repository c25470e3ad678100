"""What `prepare` does again and what it leaves, on real rows; the loading itself has its own tests."""

import pytest
from django.core.management import call_command

from lilith.foundation import preparation
from lilith.foundation.models import PreparedStage

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch, settings):
    """The commands that ran, in order."""
    ran: list[str] = []
    settings.DEMO = True
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: ran.append(name))
    monkeypatch.setattr(preparation, "_migrate", lambda say: None)
    monkeypatch.setattr(preparation, "_collect_static", lambda say: None)
    monkeypatch.setattr(preparation, "content_digest", lambda: "premier")
    monkeypatch.setattr(preparation, "search_digest", lambda: "premier")
    return ran


def prepare():
    said: list[str] = []
    preparation.prepare(say=said.append)
    return said


def test_a_new_site_gets_content_and_demonstration_once(done):
    prepare()
    assert done == ["load_content", "load_demo", "search_rebuild"]
    done.clear()
    assert "Contenu de lancement\u00a0: à jour." in prepare()
    assert done == []


def test_content_that_changed_is_loaded_again(done, monkeypatch):
    prepare()
    done.clear()
    monkeypatch.setattr(preparation, "content_digest", lambda: "second")
    prepare()
    assert done == ["load_content", "load_demo"]


def test_a_step_that_fails_is_done_again(done, monkeypatch):
    def fails(name, **options):
        raise OSError("disk")

    monkeypatch.setattr(preparation, "call_command", fails)
    with pytest.raises(OSError, match="disk"):
        prepare()
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: done.append(name))
    prepare()
    assert done == ["load_content", "load_demo", "search_rebuild"]


def test_a_site_in_use_never_gets_the_demonstration(done, settings):
    settings.DEMO = False
    prepare()
    settings.DEMO = True
    prepare()
    assert "load_demo" not in done


def test_a_demonstration_that_was_cleared_stays_away(done, monkeypatch):
    prepare()
    call_command("clear_demo", verbosity=0)
    done.clear()
    monkeypatch.setattr(preparation, "content_digest", lambda: "second")
    prepare()
    assert done == ["load_content"]


def test_only_the_database_means_only_the_database(done):
    preparation.prepare(say=lambda text: None, only_database=True)
    assert done == []
    assert not PreparedStage.objects.exists()


def test_the_digest_of_the_content_follows_a_file(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path
    (tmp_path / "a.md").write_text("un")
    first = preparation.content_digest()
    assert preparation.content_digest() == first
    (tmp_path / "a.md").write_text("deux")
    assert preparation.content_digest() != first
