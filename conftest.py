"""A migrated database, made once for a set of migrations and copied into memory for each test process."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).parent


def migrated_database() -> Path:
    """The file of the migrated database, made now unless it exists for these migrations and dependencies."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
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


if not os.environ.get("DATABASE_URL", "").startswith("postgres"):

    @pytest.fixture(scope="session")
    def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        """Instead of migrating in each process, read the migrated database into memory."""
        from django.db import connection

        with django_db_blocker.unblock():
            connection.close()
            connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
            with closing(sqlite3.connect(migrated_database())) as kept:
                connection.ensure_connection()
                kept.backup(connection.connection)
        yield
        with django_db_blocker.unblock():
            connection.close()
