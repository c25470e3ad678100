"""What the site holds about a person: taking it away as a file, and erasing it."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string

from lilith.accounts.models import User
from lilith.accounts.selectors import is_last_administrator
from lilith.foundation.slots import personal_data

READ_ME = """\
Données que Lilith garde à propos de {email}
Fichier fait le {day}.

Ouvrez donnees.html pour tout lire d’un coup. Les autres fichiers disent la même chose, pour un ordinateur.
Chaque fichier .json est une liste. Il porte le nom de la table d’où viennent les données.
Un fichier absent veut dire que la table ne contient rien à votre sujet.
Les sauvegardes et les journaux du serveur ne sont pas dans ce fichier.
"""


class LastAdministratorError(Exception):
    """Nobody could manage accounts any more: another administrator must be named first."""

    def __str__(self) -> str:
        return "C’est le dernier compte d’administration. Nommez d’abord une autre personne."


def collect_person(*, user: User) -> dict[str, list[dict[str, Any]]]:
    """Name of each table → what it holds about `user`; empty tables are left out."""
    found = {label: source.export(user) for label, source in sorted(personal_data().items())}
    return {label: rows for label, rows in found.items() if rows}


def export_person(*, user: User, now: datetime) -> bytes:
    """A ZIP file: everything on one page to read, one JSON file a table, and a text that says what they are."""
    buffer = BytesIO()
    tables = collect_person(user=user)
    readable = render_to_string(
        "accounts/export.html",
        {"email": user.email, "now": now, "tables": [(_words(label), rows) for label, rows in tables.items()]},
    )
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LISEZMOI.txt", READ_ME.format(email=user.email, day=now.strftime("%d/%m/%Y")))
        archive.writestr("donnees.html", readable)
        for label, rows in tables.items():
            archive.writestr(f"{label}.json", json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
    return buffer.getvalue()


def tables_about(*, user: User) -> list[tuple[str, int]]:
    """Name in words of each table that holds something about `user` → how many rows."""
    return [(_words(label), len(rows)) for label, rows in collect_person(user=user).items()]


def _words(label: str) -> str:
    """The name of a table in words; its label when the model has no French name."""
    try:
        return str(apps.get_model(label)._meta.verbose_name_plural).capitalize()
    except LookupError:
        return label


@transaction.atomic
def erase_person(*, user: User) -> dict[str, int]:
    """Erase or make nameless everything the site holds about `user`; name of each table → rows touched.

    The row of the account stays, closed and nameless, so that the history of the pages keeps its thread.
    Raises LastAdministratorError when nobody could manage accounts any more.
    """
    if is_last_administrator(user=user):
        raise LastAdministratorError
    touched = erase_traces(user=user)
    touched[User._meta.label] = personal_data()[User._meta.label].erase(user)
    return {label: count for label, count in touched.items() if count}


@transaction.atomic
def erase_traces(*, user: User) -> dict[str, int]:
    """Erase or make nameless everything but the account itself; name of each table → rows touched."""
    sources = personal_data()
    return {label: source.erase(user) for label, source in sorted(sources.items()) if label != User._meta.label}
