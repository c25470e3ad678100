"""A site with 5,000 practices and 50,000 pages, made by copying the real ones in SQL. `python -m bench.growth PRACTICES PAGES`."""

from __future__ import annotations

import sys
from typing import Any

STEP = 4
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def step_of(number: int) -> str:
    """A number as a step of the page tree's path."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = ALPHABET[digit] + text
    return text.rjust(STEP, "0")


def multiply(model: Any, wanted: int) -> int:
    """Copy the live pages of `model`, with what belongs to them, until there are `wanted`; how many were added.

    Writes rows directly, as nothing else makes fifty thousand pages in seconds: for a throw-away SQLite site only.
    """
    from django.db import connection, transaction
    from wagtail.models import Page

    sources = list(model.objects.live().order_by("pk").values_list("pk", "path", "depth"))
    missing = wanted - len(sources)
    if not sources or missing <= 0:
        return 0
    parents = {path[:-STEP] for _, path, _ in sources}
    last = {parent: _last_step(parent) for parent in parents}
    first_id = Page.objects.order_by("-pk").values_list("pk", flat=True).first() + 1
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copies (old INTEGER, new INTEGER PRIMARY KEY, path TEXT)")
        rows = []
        for number in range(missing):
            old, path, _ = sources[number % len(sources)]
            parent = path[:-STEP]
            last[parent] += 1
            rows.append((old, first_id + number, parent + step_of(last[parent])))
        cursor.executemany("INSERT INTO copies VALUES (%s, %s, %s)", rows)
        cursor.execute("CREATE INDEX copies_old ON copies (old)")
        for table, key in _tables(model):
            _copy(cursor, table, key)
        for parent in parents:
            cursor.execute(
                "UPDATE wagtailcore_page SET numchild = (SELECT count(*) FROM wagtailcore_page c WHERE c.path LIKE %s AND "
                "length(c.path) = %s) WHERE path = %s",
                [parent + "%", len(parent) + STEP, parent],
            )
        cursor.execute("DROP TABLE copies")
    return missing


def _last_step(parent: str) -> int:
    from wagtail.models import Page

    path = (
        Page.objects.filter(path__startswith=parent, depth=len(parent) // STEP + 1)
        .order_by("-path")
        .values_list("path", flat=True)
    )
    return int(path.first()[-STEP:], 36)


def _tables(model: Any) -> list[tuple[str, str]]:
    """(table, column that holds the page) of the page itself, its parents in the inheritance, and all that it owns."""
    from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

    chain = [model, *(parent for parent in model._meta.get_parent_list())]
    tables = [(part._meta.db_table, part._meta.pk.column) for part in reversed(chain)]
    owned = {relation.related_model: relation.field.column for relation in get_all_child_relations(model)}
    tables += [
        (part._meta.db_table, column) for part, column in owned.items() if not part._meta.app_label.startswith("wagtail")
    ]
    tables += [
        (field.remote_field.through._meta.db_table, field.m2m_column_name())
        for field in {*get_all_child_m2m_relations(model), *model._meta.many_to_many}
    ]
    return list(dict.fromkeys(tables))


def _copy(cursor: Any, table: str, key: str) -> None:
    cursor.execute(f"PRAGMA table_info({table})")
    columns = [(row[1], bool(row[5])) for row in cursor.fetchall()]
    names, values = [], []
    for name, is_primary in columns:
        if name == key:
            value = "c.new"
        elif is_primary:
            continue
        elif table == "wagtailcore_page" and name == "path":
            value = "c.path"
        elif table == "wagtailcore_page" and name == "slug":
            value = "t.slug || '-' || c.new"
        elif table == "wagtailcore_page" and name == "url_path":
            value = "substr(t.url_path, 1, length(t.url_path) - 1) || '-' || c.new || '/'"
        elif table == "wagtailcore_page" and name == "numchild":
            value = "0"
        elif table == "wagtailcore_page" and name in {"latest_revision_id", "live_revision_id", "alias_of_id"}:
            value = "NULL"
        elif name in {"uuid", "translation_key"}:
            value = "lower(hex(randomblob(16)))"
        elif name == "content_id":
            value = "''"
        else:
            value = f't."{name}"'
        names.append(f'"{name}"')
        values.append(value)
    cursor.execute(
        f'INSERT INTO "{table}" ({", ".join(names)}) SELECT {", ".join(values)} FROM "{table}" t JOIN copies c ON t."{key}" = c.old'  # noqa: S608
    )


def main(practices: int, pages: int) -> None:
    """Grow the site of the environment's data folder."""
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection

    from lilith.foundation.models import LilithPage

    practice = apps.get_model("practices", "PracticePage")
    added = multiply(practice, practices)
    # The other pages: the kind that has most of them without being a practice.
    kinds = [model for model in apps.get_models() if issubclass(model, LilithPage) and model is not practice]
    other = max(kinds, key=lambda model: model.objects.live().filter(numchild=0).count())
    more = multiply(other, pages)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{added} pratiques et {more} pages ({other._meta.verbose_name}) ajoutées")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
