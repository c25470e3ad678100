"""Who may do what with the words to avoid: one table, role by verb."""

from __future__ import annotations

from typing import Any

from django.db import models

from lilith.accounts.enums import Role


class Verb(models.TextChoices):
    """What can be done with the list."""

    KEEP_WORDS_TO_AVOID = "keep_words_to_avoid", "tenir la liste des mots à éviter"


# People concerned come first: an entry carries the first role of this table that its author holds.
TABLE: dict[Role, frozenset[Verb]] = {
    Role.LIVED_EXPERIENCE: frozenset(Verb),
    Role.LITERACY: frozenset(Verb),
    Role.COORDINATION: frozenset(Verb),
    Role.ADMIN: frozenset(Verb),
}


def allows(role: str, verb: Verb) -> bool:
    """True when the table gives this verb to this role; an unknown role has none."""
    return role in Role.values and verb in TABLE.get(Role(role), frozenset())


def role_for(user: Any, verb: Verb) -> Role | None:
    """The role by which `user` holds `verb`; None for nobody, a closed account, or someone who has no such role."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    held = {grant.role for grant in user.roles.all()}
    return next((role for role in TABLE if role.value in held and allows(role, verb)), None)


def can(user: Any, verb: Verb) -> bool:
    """True when a role that `user` holds gives `verb`."""
    return role_for(user, verb) is not None
