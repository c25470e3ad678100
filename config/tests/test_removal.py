"""A room that is taken out of the house, with those that stand on it, leaves practices whole."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest
from django.conf import settings

from conftest import migrated_database

# Room → the rooms that import it and go with it.
REMOVALS = {
    "launch": ["launch"],
    "demo": ["demo"],
    "opendata": ["opendata", "launch"],
    "trainings": ["trainings", "launch"],
    "website": ["website", "launch"],
    "editorial": ["editorial", "launch"],
    "everything above practices": ["launch", "demo", "website", "opendata", "trainings"],
}
SCRIPT = textwrap.dedent(
    """
    import os, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    from django.conf import settings
    gone = {f"lilith.{room}" for room in sys.argv[1:]}
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app not in gone]
    settings.ROOMS = [room for room in settings.ROOMS if room not in gone]
    import django
    django.setup()
    from django.core.management import call_command
    call_command("check")
    import sqlite3
    from django.db import connection
    connection.ensure_connection()
    sqlite3.connect(os.environ["MIGRATED_DATABASE"]).backup(connection.connection)
    from datetime import date
    from django.test import Client
    from wagtail.models import Page, Site
    from lilith.practices.models import PathwayPage, PracticePage, PracticeTheme, ThemePage
    from lilith.practices.services import record_status
    root = Page.get_first_root_node()
    home = root.add_child(instance=Page(title="Accueil", slug="accueil"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    pathway = home.add_child(instance=PathwayPage(title="Parcours de vie", slug="parcours-de-vie"))
    theme = pathway.add_child(instance=ThemePage(title="Le logement", short_title="Logement", slug="logement"))
    shelf = home.add_child(instance=Page(title="Pratiques", slug="pratiques"))
    practice = PracticePage(title="Un toit", slug="un-toit", kind="programme", essential="<p>Un toit tout de suite.</p>")
    practice.theme_links = [PracticeTheme(theme=theme)]
    shelf.add_child(instance=practice)
    record_status(practice=practice, today=date(2026, 11, 22))
    for address in ("/pratiques/un-toit/", "/parcours-de-vie/logement/", "/parcours-de-vie/"):
        answer = Client().get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        assert "Un toit" in answer.text or address == "/parcours-de-vie/", address
    print("whole")
    """
)


@pytest.mark.parametrize("room", REMOVALS)
def test_practices_render_without(room: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *REMOVALS[room]],
        cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": "", "PYTHONPATH": str(settings.BASE_DIR), "MIGRATED_DATABASE": str(migrated_database())},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.stdout.strip().endswith("whole"), done.stdout[-2000:] + done.stderr[-4000:]
