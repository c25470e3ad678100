"""Who may do what with the mails of others: one table, role by verb. The flag of a superuser gives nothing."""

from __future__ import annotations

from typing import Any

from lilith.accounts.enums import Role
from lilith.notifications.enums import Verb

TABLE: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset({Verb.HOLD_MAILS}),
    Role.COORDINATION: frozenset({Verb.HOLD_MAILS}),
}


def allows(role: str, verb: Verb) -> bool:
    """True when the table gives this verb to this role; an unknown role has none."""
    return role in Role.values and verb in TABLE.get(Role(role), frozenset())


def can(user: Any, verb: Verb) -> bool:
    """True when a role that `user` holds gives `verb`. An anonymous or closed account can nothing."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    return any(allows(grant.role, verb) for grant in user.roles.all())
