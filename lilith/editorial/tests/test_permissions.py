"""Who may sign which stage: every line of the table as a sentence."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from lilith.accounts.enums import Role
from lilith.accounts.services import set_active, set_roles
from lilith.editorial.enums import Stage
from lilith.editorial.permissions import Verb, can, stages_of
from lilith.editorial.selectors import may_sign

# Written out by hand, apart from the code: what the team agreed on.
AGREED: dict[Role, set[Verb]] = {
    **{role: set() for role in Role},
    Role.ADMIN: {Verb.PUBLISH},
    Role.COORDINATION: {Verb.PUBLISH},
    Role.LITERACY: {Verb.READ_LITERACY},
    Role.LIVED_EXPERIENCE: {Verb.READ_LIVED_EXPERIENCE},
    Role.COMMITTEE: {Verb.READ_SCIENCE},
}
CASES = [(role, verb) for role in Role for verb in Verb]


@pytest.mark.parametrize(("role", "verb"), CASES, ids=[f"{role.value} {verb.value}" for role, verb in CASES])
def test_a_role_signs_what_the_team_agreed_on_and_nothing_else(person, role, verb):
    assert can(person(role), verb) is (verb in AGREED[role])


def test_an_administrator_does_not_sign_in_the_name_of_the_people_concerned(person):
    admin = person(Role.ADMIN)
    assert admin.is_superuser
    assert stages_of(admin) == [Stage.PUBLICATION]


def test_two_roles_sign_two_stages(person):
    user = person(Role.LITERACY, Role.COMMITTEE)
    assert [stage for stage in Stage if may_sign(user=user, stage=stage)] == [Stage.LITERACY, Stage.SCIENCE]


def test_nobody_a_closed_account_and_a_lost_role_sign_nothing(person):
    user = person(Role.LIVED_EXPERIENCE)
    assert stages_of(user) == [Stage.LIVED_EXPERIENCE]
    set_roles(user=user, roles=[])
    assert stages_of(user) == []
    other = person(Role.LITERACY)
    set_active(user=other, active=False)
    assert stages_of(other) == []
    assert stages_of(AnonymousUser()) == []
    assert not can(AnonymousUser(), Verb.PUBLISH)
