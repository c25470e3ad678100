"""Committees and declared interests: who sits, who declares, what is public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lilith.accounts.enums import Role
from lilith.accounts.services import erase_person
from lilith.accounts.services.life_cycle import collect_person
from lilith.evidence.appraisals import selectors, services
from lilith.evidence.appraisals.enums import Capacity, CommitteeKind, InterestKind
from lilith.evidence.appraisals.errors import InvalidError, NotAllowedError, StaleError
from lilith.evidence.models import Committee, CommitteeMember, InterestDeclaration
from lilith.evidence.tests.cast import TODAY, a_person
from lilith.evidence.tests.rows import NOW, a_dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordination():
    return a_person("coordination", Role.COORDINATION)


def a_committee(by, kind=CommitteeKind.METHOD, **more):
    return services.create_committee(kind=kind, title="Méthode", purpose="Veiller à la méthode.", by=by, **more)


def seat(committee, user, by, capacity=Capacity.MEMBER):
    return services.seat_member(committee=committee, user=user, capacity=capacity, since=TODAY, by=by)


# Committees


def test_each_standing_committee_exists_once(coordination):
    a_committee(coordination)
    with pytest.raises(InvalidError, match="existe déjà"):
        a_committee(coordination)
    assert a_committee(coordination, CommitteeKind.PRACTICES).kind == CommitteeKind.PRACTICES


def test_a_committee_for_a_practice_has_a_dossier_and_the_standing_ones_have_none(coordination):
    with pytest.raises(InvalidError, match="a un dossier"):
        a_committee(coordination, CommitteeKind.AD_HOC)
    with pytest.raises(InvalidError, match="a un dossier"):
        a_committee(coordination, CommitteeKind.METHOD, dossier=a_dossier())


def test_a_committee_that_was_closed_leaves_its_place(coordination):
    services.close_committee(committee=a_committee(coordination), by=coordination)
    assert a_committee(coordination).live


def test_only_coordination_and_administration_compose_committees(coordination):
    committee = a_committee(coordination)
    member = a_person("membre", Role.COMMITTEE)
    with pytest.raises(NotAllowedError):
        a_committee(member, CommitteeKind.PRACTICES)
    with pytest.raises(NotAllowedError):
        seat(committee, member, member)


def test_a_seat_is_for_someone_who_has_a_voice_and_is_taken_once(coordination):
    committee = a_committee(coordination)
    with pytest.raises(InvalidError, match="pas de rôle"):
        seat(committee, a_person("redaction", Role.WRITER), coordination)
    member = a_person("membre", Role.COMMITTEE)
    seat(committee, member, coordination)
    with pytest.raises(InvalidError, match="siège déjà"):
        seat(committee, member, coordination)


def test_one_person_chairs_at_a_time(coordination):
    committee = a_committee(coordination)
    first = seat(committee, a_person("une", Role.COMMITTEE), coordination, Capacity.CHAIR)
    second = a_person("deux", Role.COMMITTEE)
    with pytest.raises(InvalidError, match="présidence"):
        seat(committee, second, coordination, Capacity.CHAIR)
    services.end_seat(member=first, until=TODAY, by=coordination)
    assert seat(committee, second, coordination, Capacity.CHAIR).capacity == Capacity.CHAIR
    with pytest.raises(StaleError):
        services.end_seat(member=first, until=TODAY, by=coordination)


def test_a_seat_does_not_end_before_it_began(coordination):
    member = seat(a_committee(coordination), a_person("une", Role.COMMITTEE), coordination)
    with pytest.raises(InvalidError, match="avant"):
        services.end_seat(member=member, until=TODAY - timedelta(days=1), by=coordination)


def test_the_public_reads_roles_and_declarations_and_no_name(coordination, django_assert_num_queries):
    committee = a_committee(coordination)
    named = a_person("camille", Role.COMMITTEE, declared=False)
    seat(committee, named, coordination)
    seat(committee, a_person("deux", Role.LIVED_EXPERIENCE), coordination, Capacity.CHAIR)
    with django_assert_num_queries(3):
        (view,) = selectors.public_committees(today=TODAY)
    assert [row.words for row in view.members] == [
        "Membre 1, comité scientifique",
        "Présidence, groupe des personnes concernées",
    ]
    assert [row.interests for row in view.members] == [
        ("liens non déclarés",),
        ("aucun lien déclaré, le 21 novembre 2026",),
    ]
    assert "camille" not in str(view)


def test_a_demonstration_account_sits_in_no_real_committee(coordination):
    demo = a_person("demo", Role.COMMITTEE, is_demo=True)
    with pytest.raises(InvalidError, match="démonstration"):
        seat(a_committee(coordination), demo, coordination)


# Interests


def test_someone_declares_that_they_have_no_tie(coordination):
    person = a_person("une", Role.COMMITTEE, declared=False)
    services.declare_interest(user=person, kind=InterestKind.NONE, now=NOW)
    assert selectors.interest_words(user=person, on=TODAY) == ("aucun lien déclaré, le 22 novembre 2026",)


def test_a_tie_says_what_it_is():
    person = a_person("une", Role.COMMITTEE, declared=False)
    with pytest.raises(InvalidError) as refused:
        services.declare_interest(user=person, kind=InterestKind.EMPLOYMENT, now=NOW)
    assert refused.value.errors == {"subject": "Dites en quelques mots de quoi il s’agit."}
    with pytest.raises(InvalidError):
        services.declare_interest(user=person, kind=InterestKind.NONE, dossier=a_dossier(), now=NOW)
    assert not InterestDeclaration.objects.exists()


def test_one_cannot_declare_no_tie_while_one_holds():
    person = a_person("une", Role.COMMITTEE, declared=False)
    held = services.declare_interest(user=person, kind=InterestKind.RESEARCH, subject="J’ai publié.", now=NOW)
    with pytest.raises(InvalidError, match="tient encore"):
        services.declare_interest(user=person, kind=InterestKind.NONE, now=NOW)
    services.withdraw_interest(declaration=held, user=person, now=NOW)
    services.declare_interest(user=person, kind=InterestKind.NONE, now=NOW)
    assert InterestDeclaration.objects.count() == 2


def test_a_double_click_declares_once():
    person = a_person("une", Role.COMMITTEE, declared=False)
    for _click in range(2):
        services.declare_interest(user=person, kind=InterestKind.NONE, now=NOW)
    assert InterestDeclaration.objects.count() == 1


def test_a_declaration_taken_back_stays_with_its_date_and_belongs_to_its_author():
    person = a_person("une", Role.COMMITTEE, declared=False)
    held = services.declare_interest(user=person, kind=InterestKind.RESEARCH, subject="J’ai publié.", now=NOW)
    with pytest.raises(NotAllowedError):
        services.withdraw_interest(declaration=held, user=a_person("autre", Role.COMMITTEE), now=NOW)
    services.withdraw_interest(declaration=held, user=person, now=NOW)
    with pytest.raises(StaleError):
        services.withdraw_interest(declaration=held, user=person, now=NOW)
    assert InterestDeclaration.objects.get(pk=held.pk).withdrawn_at == NOW


def test_what_was_declared_on_a_day_is_read_as_it_was_then():
    person = a_person("une", Role.COMMITTEE, declared=False)
    held = services.declare_interest(user=person, kind=InterestKind.RESEARCH, subject="J’ai publié.", now=NOW)
    services.withdraw_interest(declaration=held, user=person, now=NOW + timedelta(days=10))
    words = ("recherche ou publication\u00a0: J’ai publié. Déclaré le 22 novembre 2026.",)
    assert selectors.interest_words(user=person, on=TODAY) == words
    assert selectors.interest_words(user=person, on=TODAY + timedelta(days=11)) == ("liens non déclarés",)


def test_erasing_an_account_keeps_kind_and_date_and_forgets_the_words(coordination):
    person = a_person("une", Role.COMMITTEE, declared=False)
    held = services.declare_interest(user=person, kind=InterestKind.EMPLOYMENT, subject="Je travaille à X.", now=NOW)
    seat(a_committee(coordination), person, coordination)
    assert collect_person(user=person)["evidence.InterestDeclaration"][0]["subject"] == "Je travaille à X."
    erase_person(user=person)
    held.refresh_from_db()
    assert (held.user, held.kind, held.subject) == (None, "employment", "Texte effacé, à la demande de la personne.")
    assert not CommitteeMember.objects.exists()


def test_the_database_refuses_a_tie_without_words_and_two_live_committees_of_a_kind(coordination):
    a_committee(coordination)
    facts = {"role": Role.COMMITTEE, "valid_from": TODAY, "declared_at": NOW}
    rows = [
        InterestDeclaration(kind=InterestKind.FINANCIAL, **facts),
        InterestDeclaration(kind=InterestKind.NONE, dossier=a_dossier(), **facts),
        Committee(kind=CommitteeKind.METHOD, title="Encore", purpose="x"),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
