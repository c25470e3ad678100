"""A migrated database, made once for a set of migrations and copied into memory for each test process."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

ROOT = Path(__file__).parent


def migrated_database() -> Path:
    """The file of the migrated database, made now unless it exists for these migrations and dependencies."""
    from django.conf import settings

    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    # Libraries bring tables too.
    digest.update(" ".join(app for app in settings.INSTALLED_APPS if not app.startswith("lilith.")).encode())
    for path in sorted(ROOT.glob("lilith/*/migrations/*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"lilith-test-databases-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    made = folder / f"{digest.hexdigest()[:32]}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other test processes wait for the one that makes it
        if not made.exists():
            draft = made.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
                "DATABASE_URL": f"sqlite:///{draft}",
            }
            subprocess.run(  # noqa: S603
                [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True, capture_output=True
            )
            with closing(sqlite3.connect(draft)) as database:
                database.execute("PRAGMA journal_mode=DELETE")
            draft.replace(made)
    return made


def read_into_memory() -> None:
    """Make this process's database in memory what the migrated file is."""
    from django.db import connection

    with closing(sqlite3.connect(migrated_database())) as kept:
        connection.ensure_connection()
        kept.backup(connection.connection)


ON_SQLITE = not os.environ.get("DATABASE_URL", "").startswith("postgres")
if ON_SQLITE:

    @pytest.fixture(scope="session")
    def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        """Instead of migrating in each process, read the migrated database into memory."""
        from django.db import connection

        with django_db_blocker.unblock():
            connection.close()
            connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
            read_into_memory()
        yield
        with django_db_blocker.unblock():
            connection.close()


def empties_tables(item: pytest.Item) -> bool:
    """True for a test that ends by emptying every table, as Django does when a test has real transactions."""
    marker = item.get_closest_marker("django_db")
    asked = bool(marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])))
    return asked or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--tables",
        choices=["all", "kept", "emptied"],
        default="all",
        help="only the tests that keep what the migrations wrote, or only those that empty every table",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `--tables` does not want."""
    asked = config.getoption("--tables")
    if asked == "all":
        return
    wanted = [item for item in items if empties_tables(item) == (asked == "emptied")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
    items[:] = wanted


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Put back what the migrations wrote: the next test file of this process counts on it.

    On PostgreSQL `./script/test` gives such tests a run of their own instead (`--tables`).
    """
    yield
    if ON_SQLITE and empties_tables(item):
        from django.contrib.contenttypes.models import ContentType

        with item.config.stash[blocking_manager_key].unblock():
            read_into_memory()
        ContentType.objects.clear_cache()
