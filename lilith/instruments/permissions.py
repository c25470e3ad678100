"""Who may do what with questionnaires: one table, role by verb."""

from __future__ import annotations

from typing import Any

from django.db import models

from lilith.accounts.enums import Role


class Verb(models.TextChoices):
    """What can be done in this room."""

    MANAGE_TESTS = "manage_tests", "préparer, ouvrir et clore un test de compréhension"
    TYPE_IN_ANSWERS = "type_in_answers", "saisir les réponses sur papier"
    READ_RESULTS = "read_results", "lire les résultats"


TABLE: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset(Verb),
    Role.COORDINATION: frozenset(Verb),
    Role.LITERACY: frozenset(Verb),
    Role.WRITER: frozenset({Verb.TYPE_IN_ANSWERS, Verb.READ_RESULTS}),
    Role.LIVED_EXPERIENCE: frozenset({Verb.TYPE_IN_ANSWERS, Verb.READ_RESULTS}),
    Role.COMMITTEE: frozenset({Verb.READ_RESULTS}),
}


def allows(role: str, verb: Verb) -> bool:
    """True when the table gives this verb to this role; an unknown role has none."""
    return role in Role.values and verb in TABLE.get(Role(role), frozenset())


def can(user: Any, verb: Verb) -> bool:
    """True when a role that `user` holds gives `verb`. An anonymous or closed account can nothing."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    return user.is_superuser or any(allows(grant.role, verb) for grant in user.roles.all())
