"""Who may do what in the back office, and in an organisation: tables, role by verb. Everything else is computed from them."""

from __future__ import annotations

from typing import Any

from lilith.accounts.enums import OrganisationRole, OrganisationVerb, Role, Verb

# A role that is not a key opens nothing here; other rooms have their own tables.
TABLE: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset(Verb),
    Role.COORDINATION: frozenset(
        {
            Verb.OPEN_BACK_OFFICE,
            Verb.EDIT_CONTENT,
            Verb.PUBLISH_CONTENT,
            Verb.EDIT_WORDS,
            Verb.IMPORT_REFERENCES,
            Verb.READ_REPORTS,
            Verb.ANSWER_CLAIMS,
        }
    ),
    Role.WRITER: frozenset({Verb.OPEN_BACK_OFFICE, Verb.EDIT_CONTENT, Verb.IMPORT_REFERENCES, Verb.READ_REPORTS}),
    Role.LITERACY: frozenset({Verb.OPEN_BACK_OFFICE, Verb.EDIT_CONTENT, Verb.EDIT_WORDS, Verb.READ_REPORTS}),
    Role.COMMITTEE: frozenset({Verb.OPEN_BACK_OFFICE, Verb.IMPORT_REFERENCES}),
}

# What the role of a person in one organisation gives them there.
ORGANISATION_TABLE: dict[OrganisationRole, frozenset[OrganisationVerb]] = {
    OrganisationRole.MEMBER: frozenset({OrganisationVerb.SEE_MEMBERS, OrganisationVerb.LEAVE}),
    OrganisationRole.MANAGER: frozenset(OrganisationVerb),
}


def allows(role: str, verb: Verb) -> bool:
    """True when the table gives this verb to this role; an unknown role has none."""
    return role in Role.values and verb in TABLE.get(Role(role), frozenset())


def can(user: Any, verb: Verb) -> bool:
    """True when a role that `user` holds gives `verb`. An anonymous or closed account can nothing.

    A superuser without the role « administration » (made outside `create_admin`) can everything, as Django says.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    return user.is_superuser or any(allows(grant.role, verb) for grant in user.roles.all())
