"""Who may do what in this room: every line of the table, written out by hand apart from the code."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from lilith.accounts.enums import Role
from lilith.accounts.models import RoleGrant, User
from lilith.evidence.permissions import Verb, can

V = Verb
EVERYONE = {V.ANSWER_AS_OWNER, V.DECLARE_INTEREST}
AGREED: dict[Role, set[Verb]] = {
    Role.ADMIN: EVERYONE | {V.EDIT_DOSSIER, V.MANAGE_COMMITTEES},
    Role.COORDINATION: EVERYONE
    | {V.EDIT_DOSSIER, V.OPEN_APPRAISAL, V.ASSIGN_READERS, V.MANAGE_COMMITTEES, V.OVERRULE, V.PUBLISH_APPRAISAL},
    Role.WRITER: EVERYONE,
    Role.LITERACY: EVERYONE,
    Role.COMMITTEE: EVERYONE
    | {V.EDIT_DOSSIER, V.SIGN_RIGHTS_COMMITTEE, V.APPRAISE, V.SETTLE, V.SIGN_SCIENTIFIC, V.ADD_MINORITY_OPINION},
    Role.LIVED_EXPERIENCE: EVERYONE | {V.SIGN_RIGHTS_PANEL, V.SIGN_LIVED_EXPERIENCE, V.ADD_MINORITY_OPINION},
    Role.RELATIVE: EVERYONE | {V.READ_AS_RELATIVE, V.ADD_MINORITY_OPINION},
    Role.MODERATOR: EVERYONE,
    Role.SUPPORT_TEAM: EVERYONE,
    Role.FIELD_TEAM: EVERYONE,
    Role.MEMBER: EVERYONE,
    Role.PTSM_COORDINATION: EVERYONE,
    Role.PILOT: EVERYONE,
    Role.ARS: EVERYONE,
    Role.PEER_RESEARCHER: EVERYONE,
}


def person(*roles: Role) -> User:
    user = User.objects.create_user(f"{'-'.join(roles) or 'personne'}@exemple.fr")
    for role in roles:
        RoleGrant.objects.create(user=user, role=role)
    return user


def test_every_role_is_agreed_on():
    assert set(AGREED) == set(Role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role), ids=[role.value for role in Role])
def test_a_role_gives_what_was_agreed_on_and_nothing_else(role):
    user = person(role)
    assert {verb for verb in Verb if can(user, verb)} == AGREED[role]


@pytest.mark.django_db
def test_nobody_and_a_closed_account_can_nothing():
    user = person(Role.COMMITTEE)
    user.is_active = False
    assert not any(can(user, verb) for verb in Verb)
    assert not any(can(AnonymousUser(), verb) for verb in Verb)


@pytest.mark.django_db
def test_a_superuser_has_no_voice_in_an_appraisal():
    user = User.objects.create_superuser("racine@exemple.fr", "trois mots sans lien")
    voices = {V.APPRAISE, V.SETTLE, V.SIGN_SCIENTIFIC, V.SIGN_LIVED_EXPERIENCE, V.READ_AS_RELATIVE, V.OVERRULE}
    assert not any(can(user, verb) for verb in voices)
