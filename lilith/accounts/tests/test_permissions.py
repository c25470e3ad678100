"""Who may do what: every line of the table as a sentence, and the same in the back office itself."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from lilith.accounts.enums import Role, Verb
from lilith.accounts.models import Organisation, RoleGrant, User
from lilith.accounts.selectors import can
from lilith.accounts.services import (
    LastAdministratorError,
    create_administrator,
    grant_role,
    set_active,
    set_roles,
    sync_groups,
)

OPEN, EDIT, PUBLISH = Verb.OPEN_BACK_OFFICE, Verb.EDIT_CONTENT, Verb.PUBLISH_CONTENT
WORDS, REPORTS, ACCOUNTS = Verb.EDIT_WORDS, Verb.READ_REPORTS, Verb.MANAGE_ACCOUNTS
IMPORT, CLAIMS = Verb.IMPORT_REFERENCES, Verb.ANSWER_CLAIMS

# Written out by hand, apart from the code: what the team agreed on.
AGREED: dict[Role, set[Verb]] = {
    Role.ADMIN: {OPEN, EDIT, PUBLISH, WORDS, IMPORT, REPORTS, ACCOUNTS, CLAIMS},
    Role.COORDINATION: {OPEN, EDIT, PUBLISH, WORDS, IMPORT, REPORTS, CLAIMS},
    Role.WRITER: {OPEN, EDIT, IMPORT, REPORTS},
    Role.LITERACY: {OPEN, EDIT, WORDS, REPORTS},
    Role.COMMITTEE: {OPEN, IMPORT},
    Role.LIVED_EXPERIENCE: set(),
    Role.RELATIVE: set(),
    Role.MODERATOR: set(),
    Role.SUPPORT_TEAM: set(),
    Role.FIELD_TEAM: set(),
    Role.MEMBER: set(),
    Role.PTSM_COORDINATION: set(),
    Role.PILOT: set(),
    Role.ARS: set(),
    Role.PEER_RESEARCHER: set(),
}
CASES = [(role, verb) for role in Role for verb in Verb]


def test_every_role_is_agreed_on():
    assert set(AGREED) == set(Role)


@pytest.mark.parametrize(("role", "verb"), CASES, ids=[f"{role.value} {verb.value}" for role, verb in CASES])
def test_a_role_gives_what_the_team_agreed_on_and_nothing_else(person, role, verb):
    assert can(person(role), verb) is (verb in AGREED[role])


def test_two_roles_add_up(person):
    user = person(Role.WRITER, Role.COMMITTEE)
    assert can(user, EDIT)
    assert not can(user, PUBLISH)


def test_nobody_and_a_closed_account_can_nothing(person):
    user = person(Role.COORDINATION)
    set_active(user=user, active=False)
    for verb in Verb:
        assert not can(user, verb)
        assert not can(AnonymousUser(), verb)


# The same rights, where they are used

HOME, PAGES, USERS = "/redaction/", "/redaction/pages/", "/redaction/users/"
NEW_USER, GROUPS, IMAGES = "/redaction/users/new/", "/redaction/groups/", "/redaction/images/add/"
REDIRECTS, WORKFLOWS, SITES = "/redaction/redirects/", "/redaction/workflows/list/", "/redaction/sites/"
OPENED: dict[Role, set[str]] = {
    Role.ADMIN: {HOME, PAGES, USERS, NEW_USER, GROUPS, IMAGES, REDIRECTS, WORKFLOWS, SITES},
    Role.COORDINATION: {HOME, PAGES, IMAGES, REDIRECTS},
    Role.WRITER: {HOME, PAGES, IMAGES},
    Role.LITERACY: {HOME, PAGES, IMAGES},
    Role.COMMITTEE: {HOME},
    Role.MODERATOR: set(),
    Role.MEMBER: set(),
}
ADDRESSES = [HOME, PAGES, USERS, NEW_USER, GROUPS, IMAGES, REDIRECTS, WORKFLOWS, SITES]


@pytest.mark.parametrize("role", list(OPENED), ids=[role.value for role in OPENED])
def test_the_back_office_opens_the_rooms_of_a_role_and_no_other(signed_in, role):
    client = signed_in(role)
    opened = {address for address in ADDRESSES if client.get(address).status_code == 200}
    assert opened == OPENED[role]


def test_the_back_office_sends_a_stranger_to_the_sign_in_page(client: Client, groups):
    for address in ADDRESSES:
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"] == f"/compte/connexion/?next={address}"


def test_someone_without_the_right_is_told_so_and_not_sent_in_a_circle(signed_in):
    client = signed_in(Role.MEMBER)
    response = client.get("/redaction/", follow=True)
    assert len(response.redirect_chain) == 1
    assert response.status_code == 403
    assert "Votre compte n’en fait pas partie" in response.content.decode()


def _rights(user: User, page: Page) -> tuple[bool, bool]:
    permissions = page.permissions_for_user(User.objects.get(pk=user.pk))
    return permissions.can_edit(), permissions.can_publish()


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.ADMIN, (True, True)),
        (Role.COORDINATION, (True, True)),
        (Role.WRITER, (True, False)),
        (Role.LITERACY, (True, False)),
        (Role.MODERATOR, (False, False)),
        (Role.MEMBER, (False, False)),
    ],
    ids=["admin", "coordination", "redaction", "litteratie", "moderation", "membre"],
)
def test_a_role_edits_and_publishes_pages_as_the_table_says(person, page, role, expected):
    assert _rights(person(role), page) == expected


def _form(page: Page, **more: str) -> dict[str, str]:
    return {
        "title": "Un autre titre", "slug": page.slug, "seo_title": "", "search_description": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **more,
    }  # fmt: skip


def test_a_writer_who_asks_to_publish_only_keeps_a_draft(signed_in, page):
    address = f"/redaction/pages/{page.pk}/edit/"
    signed_in(Role.WRITER).post(address, _form(page, **{"action-publish": "action-publish"}))
    page.refresh_from_db()
    assert page.title == "Un titre"
    assert page.get_latest_revision_as_object().title == "Un autre titre"


@pytest.mark.parametrize(
    ("role", "words", "records"),
    [
        (Role.COORDINATION, True, True),
        (Role.LITERACY, True, False),
        (Role.WRITER, False, False),
        (Role.MEMBER, False, False),
    ],
    ids=["coordination", "litteratie", "redaction", "membre"],
)
def test_words_belong_to_literacy_and_other_records_to_those_who_publish(person, role, words, records):
    user = User.objects.get(pk=person(role).pk)
    for action in ("add", "change", "delete"):
        assert user.has_perm(f"library.{action}_term") is words
        assert user.has_perm(f"search.{action}_wordmapping") is words
        assert user.has_perm(f"accounts.{action}_organisation") is records
        assert user.has_perm(f"library.{action}_publication") is records


def test_whoever_opens_the_back_office_may_look_at_a_record(person):
    user = User.objects.get(pk=person(Role.WRITER).pk)
    assert user.has_perm("library.view_publication")
    assert user.has_perm(f"accounts.view_{Organisation._meta.model_name}")


# Projection


def test_projecting_the_table_again_changes_nothing(groups):
    assert sync_groups() == []
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()


def test_a_right_added_by_hand_to_a_group_is_taken_back(groups):
    writers = Group.objects.get(name="Rédaction")
    publish = GroupPagePermission.objects.filter(permission__codename="publish_page").first().permission
    GroupPagePermission.objects.create(group=writers, page=Page.get_first_root_node(), permission=publish)
    assert sync_groups() == ["droits de Rédaction sur les pages"]
    assert sync_groups() == []


def test_a_role_written_without_its_service_gets_its_rights_at_the_next_projection(person, page):
    user = person()
    RoleGrant.objects.create(user=user, role=Role.COORDINATION)
    assert _rights(user, page) == (False, False)
    sync_groups()
    assert _rights(user, page) == (True, True)


def test_losing_a_role_takes_its_rights_away(person, page):
    user = person(Role.COORDINATION)
    set_roles(user=user, roles=[])
    assert _rights(user, page) == (False, False)
    assert not User.objects.get(pk=user.pk).is_staff


def test_the_last_administrator_keeps_the_role(groups):
    first, _new = create_administrator(email="a@exemple.fr", password="trois mots sans lien")
    with pytest.raises(LastAdministratorError):
        set_roles(user=first, roles=[])
    with pytest.raises(LastAdministratorError):
        set_active(user=first, active=False)
    create_administrator(email="b@exemple.fr", password="trois mots sans lien")
    set_roles(user=first, roles=[])
    assert not User.objects.get(pk=first.pk).is_superuser


def test_giving_a_role_twice_gives_it_once(person):
    user = person()
    grant_role(user=user, role=Role.WRITER)
    grant_role(user=user, role=Role.WRITER)
    assert user.roles.count() == 1
