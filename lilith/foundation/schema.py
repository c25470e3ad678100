"""What the database knows of its own shape, compared with the files of the code. No migration is imported."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

Key = tuple[str, str]


@cache
def migrations_of_the_code() -> frozenset[Key]:
    """(app label, name) of each migration file of the installed apps."""
    found: set[Key] = set()
    for config in apps.get_app_configs():
        module_name = settings.MIGRATION_MODULES.get(config.label, f"{config.name}.migrations")
        if module_name is None:
            continue
        try:
            module = import_module(module_name)
        except ModuleNotFoundError:
            continue
        found |= {(config.label, name) for _, name, is_package in pkgutil.iter_modules(module.__path__) if not is_package}
    return frozenset(found)


def migrations_of_the_database() -> frozenset[Key]:
    """(app label, name) of each migration that the database has; empty for a new one."""
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return frozenset()
    return frozenset(recorder.migration_qs.values_list("app", "name"))


def pending_migrations() -> list[Key]:
    """Migrations of the code that the database has not had."""
    return sorted(migrations_of_the_code() - migrations_of_the_database())


def unknown_migrations() -> list[Key]:
    """Migrations of the database that the code does not have: a newer version wrote it."""
    return sorted(migrations_of_the_database() - migrations_of_the_code())
