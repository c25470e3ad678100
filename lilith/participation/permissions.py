"""Who may do what with testimonies and paid time: one table, role by verb.

There is no way round the table: the flag of a superuser gives nothing. A rule may still close a door that a verb opens:
nobody validates their own time.
"""

from __future__ import annotations

from typing import Any

from lilith.accounts.enums import Role
from lilith.participation.enums import Verb

_OWN_TIME = frozenset({Verb.DECLARE_TIME})
_KEEPERS = frozenset({Verb.VALIDATE_TIME, Verb.READ_LEDGER, Verb.EDIT_TESTIMONIES, Verb.SEE_CONSENT_CONTACTS})

TABLE: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: _KEEPERS,
    Role.COORDINATION: _KEEPERS,
    Role.WRITER: frozenset({Verb.EDIT_TESTIMONIES}),
    Role.LIVED_EXPERIENCE: _OWN_TIME,
    Role.RELATIVE: _OWN_TIME,
    Role.PEER_RESEARCHER: _OWN_TIME,
}


def allows(role: str, verb: Verb) -> bool:
    """True when the table gives this verb to this role; an unknown role has none."""
    return role in Role.values and verb in TABLE.get(Role(role), frozenset())


def verbs_of(user: Any) -> set[Verb]:
    """All that the roles of `user` give; nothing for an anonymous or a closed account. One query."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return set()
    roles = {grant.role for grant in user.roles.all()}
    return {verb for verb in Verb if any(allows(role, verb) for role in roles)}


def can(user: Any, verb: Verb) -> bool:
    """True when a role that `user` holds gives `verb`."""
    return verb in verbs_of(user)
