"""What the site holds about a person: taking it away as a file, and erasing it."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from lilith.accounts.models import User
from lilith.accounts.selectors import is_last_administrator
from lilith.foundation.slots import personal_data

READ_ME = """\
Données que Lilith garde à propos de {email}
Fichier fait le {day}.

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
    """A ZIP file with one JSON file a table, and a text that says what they are."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LISEZMOI.txt", READ_ME.format(email=user.email, day=now.strftime("%d/%m/%Y")))
        for label, rows in collect_person(user=user).items():
            archive.writestr(f"{label}.json", json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
    return buffer.getvalue()


@transaction.atomic
def erase_person(*, user: User) -> dict[str, int]:
    """Erase or make nameless everything the site holds about `user`; name of each table → rows touched.

    The row of the account stays, closed and nameless, so that the history of the pages keeps its thread.
    Raises LastAdministratorError when nobody could manage accounts any more.
    """
    if is_last_administrator(user=user):
        raise LastAdministratorError
    sources = personal_data()
    account = sources.pop(User._meta.label)
    touched = {label: source.erase(user) for label, source in sorted(sources.items())}
    touched[User._meta.label] = account.erase(user)
    return {label: count for label, count in touched.items() if count}
