"""People at the same moment, in connections of their own. SQLite writes one at a time by itself; this is for PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections

from lilith.accounts.enums import JoinState, OrganisationRole
from lilith.accounts.models import JoinRequest, Membership, Organisation, OrganisationInvitation
from lilith.accounts.selectors import membership_of
from lilith.accounts.services import (
    accept_invitation,
    add_member,
    answer_request,
    ask_to_join,
    create_account,
    end_membership,
    invitation_link,
    invite_members,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MANAGER = OrganisationRole.MANAGER

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite has one connection"),
]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run each in a thread and a connection of its own, started together; the error of each, "" when it passed."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        gate.wait(10)
        try:
            act()
        except Exception as error:
            said[number] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return said


def _house() -> tuple[Organisation, Any]:
    house = Organisation.objects.create(name="La maison", slug="la-maison", type_label="association", content_id="la-maison")
    boss = create_account(email="chef@exemple.fr")
    add_member(organisation=house, user=boss, role=MANAGER, now=NOW)
    return house, boss


def _token(house: Organisation, boss: Any, places: int) -> str:
    row = invite_members(organisation=house, by=boss, role=OrganisationRole.MEMBER, places=places, now=NOW)
    return invitation_link(invitation=row).rstrip("/").rsplit("/", 1)[1]


def test_twelve_people_open_at_once_a_link_for_five():
    house, boss = _house()
    token = _token(house, boss, 5)
    people = [create_account(email=f"p{number}@exemple.fr") for number in range(12)]

    def accept(user: Any) -> Callable[[], Any]:
        return lambda: accept_invitation(token=token, user=user, now=NOW)

    said = at_once(*(accept(user) for user in people))
    assert sorted(said) == [""] * 5 + ["InvitationError"] * 7
    assert OrganisationInvitation.objects.get().used == 5
    assert Membership.objects.count() == 6


def test_one_person_who_opens_it_twice_at_once_takes_one_place():
    house, boss = _house()
    token, user = _token(house, boss, 5), create_account(email="a@exemple.fr")

    def accept() -> Any:
        return accept_invitation(token=token, user=user, now=NOW)

    assert at_once(accept, accept, accept) == ["", "", ""]
    assert OrganisationInvitation.objects.get().used == 1
    assert Membership.objects.filter(user=user).count() == 1


def test_a_yes_and_a_no_at_once_give_one_answer():
    house, boss = _house()
    asker = create_account(email="a@exemple.fr")
    request = ask_to_join(organisation=house, user=asker, words="infirmière", now=NOW)

    def answer(accept: bool) -> Callable[[], Any]:
        row = JoinRequest.objects.get(pk=request.pk)
        return lambda: answer_request(request=row, by=boss, accept=accept, reason="Parce que.", now=NOW)

    assert sorted(at_once(answer(True), answer(False))) == ["", "ValidationError"]
    request.refresh_from_db()
    accepted = request.state == JoinState.ACCEPTED
    assert (membership_of(user=asker, organisation=house) is not None) is accepted


def test_asking_twice_at_once_asks_once():
    house, _boss = _house()
    asker = create_account(email="a@exemple.fr")

    def ask() -> Any:
        return ask_to_join(organisation=house, user=asker, words="infirmière", now=NOW)

    assert at_once(ask, ask) == ["", ""]
    assert JoinRequest.objects.count() == 1


def test_two_managers_who_leave_at_once_do_not_leave_the_members_alone():
    house, boss = _house()
    other, member = create_account(email="deux@exemple.fr"), create_account(email="m@exemple.fr")
    add_member(organisation=house, user=other, role=MANAGER, now=NOW)
    add_member(organisation=house, user=member, role=OrganisationRole.MEMBER, now=NOW)

    def leave(user: Any) -> Callable[[], Any]:
        place = membership_of(user=user, organisation=house)
        assert place is not None
        return lambda: end_membership(membership=place, by=user, now=NOW)

    assert sorted(at_once(leave(boss), leave(other))) == ["", "LastManagerError"]
    assert Membership.objects.filter(until__isnull=True, role=MANAGER).count() == 1
