"""Belonging to an organisation: by a link, by a request, or by being entrusted with it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from lilith.accounts.enums import JoinKind, JoinState, OrganisationRole, OrganisationVerb, Role
from lilith.accounts.models import JoinRequest, Membership, Organisation, OrganisationInvitation
from lilith.accounts.selectors import can_in, membership_of, organisations_named
from lilith.accounts.services import (
    InvitationError,
    LastManagerError,
    accept_invitation,
    add_member,
    answer_request,
    ask_to_join,
    change_member_role,
    end_membership,
    erase_person,
    invitation_link,
    invite_members,
    revoke_invitation,
    set_active,
    withdraw_request,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MEMBER, MANAGER = OrganisationRole.MEMBER, OrganisationRole.MANAGER
ROOT = "/mon-espace/organisations/"


@pytest.fixture
def house(groups) -> Organisation:
    return Organisation.objects.create(
        name="La maison d’à côté", slug="la-maison-d-a-cote", type_label="association", content_id="la-maison-d-a-cote"
    )


@pytest.fixture
def people(person, house):
    """`people("a")`: an account; `people("b", MANAGER)`: one who belongs to the house."""

    def make(name: str, role: OrganisationRole | None = None):
        user = person(email=f"{name}@exemple.fr")
        if role is not None:
            add_member(organisation=house, user=user, role=role, now=NOW)
        return user

    return make


def _token(invitation: OrganisationInvitation) -> str:
    return invitation_link(invitation=invitation).rstrip("/").rsplit("/", 1)[1]


def _invite(house, by, places=1, role=MEMBER, now=NOW) -> OrganisationInvitation:
    return invite_members(organisation=house, by=by, role=role, places=places, now=now)


def _client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# The table


AGREED = {
    None: set(),
    MEMBER: {OrganisationVerb.SEE_MEMBERS, OrganisationVerb.LEAVE},
    MANAGER: {
        OrganisationVerb.SEE_MEMBERS,
        OrganisationVerb.LEAVE,
        OrganisationVerb.INVITE,
        OrganisationVerb.ANSWER_REQUESTS,
        OrganisationVerb.MANAGE_MEMBERS,
    },
}


@pytest.mark.parametrize(("role", "verb"), list(itertools.product(AGREED, OrganisationVerb)))
def test_a_place_in_an_organisation_gives_what_was_agreed_on_and_nothing_else(house, people, role, verb):
    assert can_in(people("a", role), verb, house) is (verb in AGREED[role])


def test_a_role_in_one_organisation_gives_nothing_in_another_nor_once_it_ended(house, people):
    other = Organisation.objects.create(name="Ailleurs", slug="ailleurs", type_label="association", content_id="ailleurs")
    user = people("a", MANAGER)
    assert not can_in(user, OrganisationVerb.SEE_MEMBERS, other)
    end_membership(membership=membership_of(user=user, organisation=house), by=user, now=NOW)
    assert not can_in(user, OrganisationVerb.SEE_MEMBERS, house)


def test_a_closed_account_belongs_to_nothing(house, people):
    user = people("a", MANAGER)
    set_active(user=user, active=False)
    assert not can_in(user, OrganisationVerb.INVITE, house)


# role × address


ADDRESSES = {
    ROOT: {"stranger": 200, "member": 200, "manager": 200, "coordination": 200, "nobody": 302},
    f"{ROOT}la-maison-d-a-cote/": {"stranger": 404, "member": 200, "manager": 200, "coordination": 404, "nobody": 302},
    f"{ROOT}la-maison-d-a-cote/rejoindre/": {
        "stranger": 200,
        "member": 302,
        "manager": 302,
        "coordination": 200,
        "nobody": 302,
    },
    f"{ROOT}a-confier/": {"stranger": 403, "member": 403, "manager": 403, "coordination": 200, "nobody": 302},
    f"{ROOT}n-existe-pas/": {"stranger": 404, "member": 404, "manager": 404, "coordination": 404, "nobody": 302},
}
ACTS = ["invitations/{invitation}/retirer/", "demandes/{request}/", "membres/{member}/"]
WHO = ["stranger", "member", "manager", "coordination", "nobody"]


@pytest.fixture
def browser(people, person):
    def make(who: str) -> Client:
        roles = {"member": MEMBER, "manager": MANAGER}
        if who == "nobody":
            return Client()
        if who == "coordination":
            return _client(person(Role.COORDINATION))
        return _client(people(who, roles.get(who)))

    return make


@pytest.mark.parametrize(("address", "who"), list(itertools.product(ADDRESSES, WHO)))
def test_each_page_opens_to_whom_it_should(browser, address, who):
    response = browser(who).get(address)
    assert response.status_code == ADDRESSES[address][who]
    if response.status_code == 200:
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("act", "who"), list(itertools.product(ACTS, WHO)))
def test_each_act_is_for_those_who_look_after_the_house_and_never_by_a_link(browser, house, people, act, who):
    boss, asker, guest = people("chef", MANAGER), people("x"), people("y", MEMBER)
    invitation = _invite(house, boss)
    asked = ask_to_join(organisation=house, user=asker, words="infirmière", now=NOW)
    member = membership_of(user=guest, organisation=house)
    address = f"{ROOT}{house.slug}/" + act.format(invitation=invitation.uuid, request=asked.uuid, member=member.pk)
    client = browser(who)
    assert client.get(address).status_code in {302, 404, 405}
    response = client.post(address, {"action": "accept" if "demandes" in act else "end"})
    expected = {"stranger": 404, "member": 403, "manager": 302, "coordination": 404, "nobody": 302}[who]
    assert response.status_code == expected
    invitation.refresh_from_db()
    asked.refresh_from_db()
    member.refresh_from_db()
    changed = bool(invitation.revoked_at or asked.state != JoinState.WAITING or member.until)
    assert changed is (who == "manager")


# Invitations


def test_a_link_is_copied_opened_and_a_button_joins(house, people):
    boss = _client(people("chef", MANAGER))
    boss.post(f"{ROOT}{house.slug}/", {"role": "membre", "places": "2"})
    invitation = OrganisationInvitation.objects.get()
    link = invitation_link(invitation=invitation)
    assert link in boss.get(f"{ROOT}{house.slug}/").content.decode()
    path = link.split("/", 3)[3]
    assert "Se connecter" in Client().get(f"/{path}").content.decode()
    guest = people("a")
    client = _client(guest)
    assert "Rejoindre" in client.get(f"/{path}").content.decode()
    assert membership_of(user=guest, organisation=house) is None
    client.post(f"/{path}")
    assert membership_of(user=guest, organisation=house).role == MEMBER


def test_a_link_serves_fourteen_days_and_no_more(house, people):
    token = _token(_invite(house, people("chef", MANAGER)))
    with pytest.raises(InvitationError):
        accept_invitation(token=token, user=people("tard"), now=NOW + timedelta(days=14))
    assert accept_invitation(token=token, user=people("tot"), now=NOW + timedelta(days=14, seconds=-1))


def test_a_link_for_one_lets_one_in(house, people):
    token = _token(_invite(house, people("chef", MANAGER)))
    accept_invitation(token=token, user=people("a"), now=NOW)
    with pytest.raises(InvitationError):
        accept_invitation(token=token, user=people("b"), now=NOW)
    assert Membership.objects.count() == 2


def test_opening_it_twice_takes_one_place(house, people):
    invitation = _invite(house, people("chef", MANAGER), places=2)
    user = people("a")
    first = accept_invitation(token=_token(invitation), user=user, now=NOW)
    assert accept_invitation(token=_token(invitation), user=user, now=NOW) == first
    invitation.refresh_from_db()
    assert invitation.used == 1


def test_the_database_itself_refuses_to_oversell_a_link_and_to_count_a_member_twice(house, people):
    invitation = _invite(house, people("chef", MANAGER))
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationInvitation.objects.filter(pk=invitation.pk).update(used=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            organisation=house, user=people("a", MEMBER), role=MEMBER, since=date(2026, 11, 22), recorded_at=NOW
        )


def test_a_link_that_is_taken_back_lets_nobody_in_and_those_inside_stay(house, people):
    boss, inside = people("chef", MANAGER), people("a")
    invitation = _invite(house, boss, places=5)
    accept_invitation(token=_token(invitation), user=inside, now=NOW)
    revoke_invitation(invitation=invitation, by=boss, now=NOW)
    with pytest.raises(InvitationError):
        accept_invitation(token=_token(invitation), user=people("b"), now=NOW)
    assert membership_of(user=inside, organisation=house)


@pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 500, "eyJ:1abc:def", "..%2f..%2f"])
def test_an_invented_link_is_refused_in_plain_words(people, token):
    for client in (Client(), _client(people("a"))):
        for response in (client.get(f"{ROOT}invitation/{token}/"), client.post(f"{ROOT}invitation/{token}/")):
            assert response.status_code in {404, 410}
    assert "Ce lien ne sert plus" in Client().get(f"{ROOT}invitation/x:y:z/").content.decode()


def test_a_link_that_was_changed_by_one_letter_is_refused(house, people):
    token = _token(_invite(house, people("chef", MANAGER)))
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert _client(people("a")).post(f"{ROOT}invitation/{changed}/").status_code == 410


@pytest.mark.parametrize("places", ["0", "101", "-1", "beaucoup", ""])
def test_a_link_is_for_one_to_a_hundred_people(house, people, places):
    response = _client(people("chef", MANAGER)).post(f"{ROOT}{house.slug}/", {"role": "membre", "places": places})
    assert response.status_code == 200
    assert "Quelque chose est à corriger" in response.content.decode()
    assert not OrganisationInvitation.objects.exists()


def test_a_member_cannot_invite(house, people):
    with pytest.raises(PermissionDenied):
        _invite(house, people("a", MEMBER))
    assert _client(people("b", MEMBER)).post(f"{ROOT}{house.slug}/", {"role": "membre", "places": "1"}).status_code == 403


# Requests


def test_those_who_look_after_it_are_told_and_let_someone_in(house, people, django_capture_on_commit_callbacks):
    boss, asker = people("chef", MANAGER), people("a")
    with django_capture_on_commit_callbacks(execute=True):
        _client(asker).post(f"{ROOT}{house.slug}/rejoindre/", {"words": "infirmière"})
    assert [message.to for message in mail.outbox] == [[boss.email]]
    request = JoinRequest.objects.get()
    assert request.kind == JoinKind.JOIN
    assert "Une personne demande à rejoindre La maison d’à côté" in _client(boss).get("/mon-espace/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer_request(request=request, by=boss, accept=True, reason="", now=NOW)
    assert membership_of(user=asker, organisation=house).role == MEMBER
    assert mail.outbox[1].to == [asker.email]
    assert "Vous êtes membre de La maison d’à côté" in mail.outbox[1].body


def test_a_refusal_needs_a_reason_and_the_person_reads_it(house, people):
    boss, asker = people("chef", MANAGER), people("a")
    request = ask_to_join(organisation=house, user=asker, words="curieux", now=NOW)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        answer_request(request=request, by=boss, accept=False, reason="  ", now=NOW)
    answer_request(request=request, by=boss, accept=False, reason="Nous ne vous connaissons pas.", now=NOW)
    assert membership_of(user=asker, organisation=house) is None
    assert "Nous ne vous connaissons pas." in _client(asker).get(ROOT).content.decode()


def test_of_two_answers_the_first_one_counts_and_the_second_is_told(house, people):
    one, two, asker = people("un", MANAGER), people("deux", MANAGER), people("a")
    request = ask_to_join(organisation=house, user=asker, words="infirmière", now=NOW)
    same = JoinRequest.objects.get(pk=request.pk)
    answer_request(request=request, by=one, accept=False, reason="Non.", now=NOW)
    with pytest.raises(ValidationError, match="déjà répondu"):
        answer_request(request=same, by=two, accept=True, reason="", now=NOW)
    assert membership_of(user=asker, organisation=house) is None


def test_asking_twice_asks_once_and_one_may_give_up(house, people):
    people("chef", MANAGER)
    asker = people("a")
    first = ask_to_join(organisation=house, user=asker, words="infirmière", now=NOW)
    assert ask_to_join(organisation=house, user=asker, words="autre", now=NOW) == first
    withdraw_request(request=first, by=asker, now=NOW)
    assert ask_to_join(organisation=house, user=asker, words="encore", now=NOW) != first


def test_nobody_gives_up_for_another(house, people):
    request = ask_to_join(organisation=house, user=people("a"), words="infirmière", now=NOW)
    with pytest.raises(PermissionDenied):
        withdraw_request(request=request, by=people("b"), now=NOW)


def test_an_organisation_that_nobody_looks_after_is_entrusted_by_the_coordination(house, people, person):
    asker, coordination = people("a"), person(Role.COORDINATION)
    request = ask_to_join(organisation=house, user=asker, words="directrice", now=NOW)
    assert request.kind == JoinKind.CLAIM
    client = _client(coordination)
    assert "Un organisme à confier" in client.get("/mon-espace/").content.decode()
    assert "directrice" in client.get(f"{ROOT}a-confier/").content.decode()
    client.post(f"{ROOT}a-confier/", {"request": str(request.uuid), "action": "accept", "reason": ""})
    assert membership_of(user=asker, organisation=house).role == MANAGER


def test_nobody_entrusts_it_to_themselves(house, person):
    coordination = person(Role.COORDINATION)
    request = ask_to_join(organisation=house, user=coordination, words="moi", now=NOW)
    with pytest.raises(ValidationError, match="une autre personne"):
        answer_request(request=request, by=coordination, accept=True, reason="", now=NOW)


@pytest.mark.parametrize("value", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_an_invented_claim_is_not_found(person, value):
    client = _client(person(Role.COORDINATION))
    assert client.post(f"{ROOT}a-confier/", {"request": value, "action": "accept"}).status_code == 404


# Members


def test_the_last_one_to_look_after_it_stays_as_long_as_there_are_members(house, people):
    boss, other = people("chef", MANAGER), people("a", MEMBER)
    place = membership_of(user=boss, organisation=house)
    with pytest.raises(LastManagerError):
        end_membership(membership=place, by=boss, now=NOW)
    with pytest.raises(LastManagerError):
        change_member_role(membership=place, by=boss, role=MEMBER)
    page = _client(boss).post(f"{ROOT}{house.slug}/membres/{place.pk}/", {"action": "end"}, follow=True)
    assert "C’est la seule personne responsable" in page.content.decode()
    change_member_role(membership=membership_of(user=other, organisation=house), by=boss, role=MANAGER)
    end_membership(membership=place, by=boss, now=NOW)
    assert membership_of(user=boss, organisation=house) is None


def test_leaving_keeps_the_history_and_one_may_come_back(house, people):
    people("chef", MANAGER)
    user = people("a", MEMBER)
    end_membership(membership=membership_of(user=user, organisation=house), by=user, now=NOW)
    add_member(organisation=house, user=user, role=MEMBER, now=NOW + timedelta(days=30))
    assert list(Membership.objects.filter(user=user).values_list("since", "until")) == [
        (date(2026, 11, 22), date(2026, 11, 22)),
        (date(2026, 12, 22), None),
    ]


def test_an_address_is_never_shown_to_other_members(house, people):
    people("discrete", MEMBER)
    User = type(people("chef", MANAGER))
    User.objects.update(display_name="")
    page = _client(people("a", MEMBER)).get(f"{ROOT}{house.slug}/").content.decode()
    assert "Une personne sans nom affiché" in page
    assert "@exemple.fr" not in page.split("<main", 1)[1]


def test_an_invented_person_joins_no_real_structure(house, people):
    demo = people("demo")
    demo.is_demo = True
    demo.save()
    with pytest.raises(PermissionDenied):
        ask_to_join(organisation=house, user=demo, words="x", now=NOW)
    assert organisations_named(words="maison", by=demo) == []
    with pytest.raises(InvitationError):
        accept_invitation(token=_token(_invite(house, people("chef", MANAGER))), user=demo, now=NOW)


def test_one_finds_an_organisation_without_its_accents(house, people):
    assert organisations_named(words="MAISON cote", by=people("a")) == [house]
    assert organisations_named(words="   ", by=people("b")) == []
    page = _client(people("c")).get(ROOT, {"q": "maison"}).content.decode()
    assert f'href="{ROOT}{house.slug}/rejoindre/"' in page


def test_erasing_someone_ends_their_place_and_keeps_the_others(house, people):
    people("chef", MANAGER)
    user = people("a", MEMBER)
    ask_to_join(
        organisation=Organisation.objects.create(name="B", slug="b", type_label="x", content_id="b"),
        user=user,
        words="infirmière",
        now=NOW,
    )
    erase_person(user=user)
    assert Membership.objects.count() == 1
    assert not JoinRequest.objects.exists()


def test_the_list_of_members_costs_the_same_whatever_their_number(house, people, django_assert_max_num_queries):
    client = _client(people("chef", MANAGER))
    for number in range(12):
        people(f"m{number}", MEMBER)
        ask_to_join(organisation=house, user=people(f"r{number}"), words="x", now=NOW)
    client.get(f"{ROOT}{house.slug}/")
    with django_assert_max_num_queries(15):
        client.get(f"{ROOT}{house.slug}/")
