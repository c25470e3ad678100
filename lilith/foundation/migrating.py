"""All the pending migrations or none, whatever cuts them: Django notes a migration just after it is committed, not with it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.contrib.postgres.operations import NotInTransactionMixin
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

NEW = "neuve"
COPY = "copie"


def migrate_whole() -> None:
    """Apply every pending migration. Cut or failed, the database is as before: at once, or when `repair_cut_migration` runs."""
    if connection.vendor == "sqlite":
        _migrate_sqlite()
    elif connection.vendor == "postgresql" and not _needs_no_transaction():
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Or a table that was just filled cannot be altered in the same transaction.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _migrate()
    else:
        _migrate()


def repair_cut_migration() -> bool:
    """Put back the SQLite database that a cut migration left behind; True when there was one."""
    if not _is_sqlite_file() or not _marker().exists():
        return False
    connection.close()
    kind = _marker().read_text(encoding="ascii").strip()
    if kind == COPY and _copy().exists():
        draft = _copy().with_suffix(".retour")
        shutil.copyfile(_copy(), draft)
        _remove_companions(_database())
        draft.replace(_database())
    elif kind == NEW:
        _database().unlink(missing_ok=True)
        _remove_companions(_database())
    _forget()
    return True


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _needs_no_transaction() -> bool:
    """True when an index is to be made or dropped beside the writers: PostgreSQL does that outside a transaction only."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return any(isinstance(operation, NotInTransactionMixin) for migration, _ in plan for operation in migration.operations)


def _migrate_sqlite() -> None:
    if not _is_sqlite_file():
        _migrate()
        return
    new = not _has_tables()
    if not new:
        with closing(sqlite3.connect(_database())) as source, closing(sqlite3.connect(_copy().with_suffix(".part"))) as target:
            source.backup(target)
        _copy().with_suffix(".part").replace(_copy())
    _note(NEW if new else COPY)
    if new:
        # Nothing to lose yet: cut, it begins again. Safe writing comes back with the next connection.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    try:
        _migrate()
        connection.close()
        _sync(_database())
    except BaseException:
        repair_cut_migration()
        raise
    _forget()


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _is_sqlite_file() -> bool:
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "sqlite" and ":memory:" not in name and "mode=memory" not in name


def _database() -> Path:
    return Path(connection.settings_dict["NAME"])


def _copy() -> Path:
    return settings.DATA_DIR / "avant-migration.sqlite3"


def _marker() -> Path:
    return settings.DATA_DIR / "migration-en-cours"


def _note(kind: str) -> None:
    draft = _marker().with_suffix(".part")
    draft.write_text(kind, encoding="ascii")
    _sync(draft)
    draft.replace(_marker())


def _forget() -> None:
    _marker().unlink(missing_ok=True)
    _copy().unlink(missing_ok=True)


def _remove_companions(database: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
