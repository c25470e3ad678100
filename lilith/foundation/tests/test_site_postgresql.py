"""The same promises on PostgreSQL: all the migrations or none, and a site that comes back whole."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs DATABASE_URL=postgres://…")
SOURCE, TARGET = f"lilith_source_{os.getpid()}", f"lilith_target_{os.getpid()}"


def address(name: str) -> str:
    known = settings.DATABASES["default"]
    account = known["USER"] + (f":{known['PASSWORD']}" if known["PASSWORD"] else "")
    return urlunsplit(("postgres", f"{account}@{known['HOST']}:{known['PORT'] or 5432}", f"/{name}", "", ""))


def environment(folder: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LILITH_", "DJANGO_"))}
    kept.pop("REDIS_URL", None)
    return kept | {
        "LILITH_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "DATABASE_URL": address(database),
    }  # fmt: skip


def manage(folder: Path, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment(folder, database), capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def ask(database: str, sql: str) -> list[tuple]:
    with psycopg.connect(address(database)) as opened:
        return opened.execute(sql).fetchall()


@pytest.fixture(scope="module")
def databases():
    with psycopg.connect(address("postgres"), autocommit=True) as opened:
        for name in (SOURCE, TARGET):
            opened.execute(f"DROP DATABASE IF EXISTS {name}")
            opened.execute(f"CREATE DATABASE {name}")
        yield
        for name in (SOURCE, TARGET):
            opened.execute(f"DROP DATABASE {name} WITH (FORCE)")


def tables(database: str) -> int:
    return ask(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0]


@pytest.fixture(scope="module")
def folder(databases, tmp_path_factory):
    """A migrated site; its first migration was killed on the way and had left nothing."""
    folder = tmp_path_factory.mktemp("site")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "prepare", "--only-database"],
        cwd=ROOT, env=environment(folder, SOURCE), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert "migration(s) à appliquer" in process.stdout.readline()
    time.sleep(3)
    process.kill()
    process.wait()
    until = time.monotonic() + 30
    while (
        ask(SOURCE, f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{SOURCE}'")[0][0] > 1 and time.monotonic() < until
    ):
        time.sleep(0.1)
    assert tables(SOURCE) == 0
    done = manage(folder, SOURCE, "prepare", "--only-database")
    assert done.returncode == 0, done.stderr
    (folder / "media").mkdir()
    (folder / "media" / "é.png").write_bytes(bytes(range(256)))
    return folder


def test_a_site_comes_back_whole(folder, tmp_path):
    saved, new = tmp_path / "site.tar", tmp_path / "neuf"
    assert manage(folder, SOURCE, "backup", str(saved)).returncode == 0
    done = manage(new, TARGET, "restore", str(saved))
    assert done.returncode == 0, done.stderr
    assert tables(TARGET) == tables(SOURCE) > 50
    counts = "SELECT count(*), max(id) FROM wagtailcore_page"
    assert ask(TARGET, counts) == ask(SOURCE, counts)
    assert manage(new, TARGET, "migrate", "--check").returncode == 0
    for name in ("media/é.png", "secret_key"):
        assert (new / name).read_bytes() == (folder / name).read_bytes()
    again = manage(new, TARGET, "restore", str(saved))
    assert again.returncode != 0
    assert "--force" in again.stderr
    ask(TARGET, "UPDATE wagtailcore_page SET title = 'changé' RETURNING id")
    assert manage(new, TARGET, "restore", str(saved), "--force").returncode == 0
    assert ask(TARGET, "SELECT count(*) FROM wagtailcore_page WHERE title = 'changé'") == [(0,)]


def test_a_backup_of_sqlite_is_refused(folder, tmp_path):
    inside = environment(tmp_path / "sqlite", SOURCE)
    inside.pop("DATABASE_URL")
    run = [sys.executable, "manage.py", "backup", str(tmp_path / "s.tar")]
    assert subprocess.run(run, cwd=ROOT, env=inside, check=False, capture_output=True).returncode == 0
    done = manage(folder, SOURCE, "restore", str(tmp_path / "s.tar"), "--force")
    assert done.returncode != 0
    assert "sqlite" in done.stderr
