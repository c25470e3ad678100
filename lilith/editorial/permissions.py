"""Who may sign which stage: one table, role by verb.

Writing and submitting a text is the verb EDIT_CONTENT of the back office (`accounts/permissions.py`). There is no way round
this table: the flag of a superuser signs nothing, and administrators have no voice in a reading.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from lilith.accounts.enums import Role
from lilith.editorial.enums import Stage


class Verb(models.TextChoices):
    """What can be done in this room."""

    READ_LITERACY = "read_literacy", "relire pour la littératie"
    READ_LIVED_EXPERIENCE = "read_lived_experience", "relire au nom des personnes concernées"
    READ_SCIENCE = "read_science", "relire au nom du comité scientifique"
    PUBLISH = "publish", "publier"


TABLE: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset({Verb.PUBLISH}),
    Role.COORDINATION: frozenset({Verb.PUBLISH}),
    Role.LITERACY: frozenset({Verb.READ_LITERACY}),
    Role.LIVED_EXPERIENCE: frozenset({Verb.READ_LIVED_EXPERIENCE}),
    Role.COMMITTEE: frozenset({Verb.READ_SCIENCE}),
}
VERB_OF_STAGE: dict[Stage, Verb] = {
    Stage.LITERACY: Verb.READ_LITERACY,
    Stage.LIVED_EXPERIENCE: Verb.READ_LIVED_EXPERIENCE,
    Stage.SCIENCE: Verb.READ_SCIENCE,
    Stage.PUBLICATION: Verb.PUBLISH,
}
# Who is told that a text must be read again, by what it is (`review_kind`).
REVIEW_OWNERS: dict[str, Role] = {
    "text": Role.WRITER,
    "evidence": Role.COMMITTEE,
    "contact": Role.COORDINATION,
    "story": Role.COORDINATION,
}


def allows(role: str, verb: Verb) -> bool:
    """True when the table gives this verb to this role; an unknown role has none."""
    return role in Role.values and verb in TABLE.get(Role(role), frozenset())


def role_for(user: Any, verb: Verb) -> Role | None:
    """The role by which `user` holds `verb`; None for nobody, a closed account, or someone who has no such role."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    held = {grant.role for grant in user.roles.all()}
    return next((role for role, verbs in TABLE.items() if verb in verbs and role.value in held), None)


def can(user: Any, verb: Verb) -> bool:
    """True when a role that `user` holds gives `verb`."""
    return role_for(user, verb) is not None


def stages_of(user: Any) -> list[Stage]:
    """The stages that `user` may sign, in order."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    held = {grant.role for grant in user.roles.all()}
    verbs = {verb for role in held if role in Role.values for verb in TABLE.get(Role(role), frozenset())}
    return [stage for stage, verb in VERB_OF_STAGE.items() if verb in verbs]


def roles_of_stage(stage: Stage) -> list[Role]:
    """The roles that may sign a stage."""
    return [role for role, verbs in TABLE.items() if VERB_OF_STAGE[stage] in verbs]


def keeps_texts(user: Any) -> bool:
    """True for who holds a role that is told of the texts to read again."""
    held = {grant.role for grant in user.roles.all()}
    return any(role.value in held for role in REVIEW_OWNERS.values())
