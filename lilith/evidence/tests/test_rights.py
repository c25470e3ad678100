"""The rights profile: two voices sign apart, side by side, and what was signed stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from lilith.accounts.enums import Role
from lilith.evidence.appraisals.enums import InterestKind
from lilith.evidence.appraisals.errors import NotAllowedError
from lilith.evidence.enums import RightsDimension, RightsLevel, RightsVoice
from lilith.evidence.models import DossierOwner, InterestDeclaration, RightsRating
from lilith.evidence.selectors import dossiers_to_sign, rights_profile, signing_board, voice_of
from lilith.evidence.services import sign_rights
from lilith.evidence.tests.people import a_person
from lilith.evidence.tests.rows import NOW, a_dossier
from lilith.foundation.slots import personal_data

pytestmark = pytest.mark.django_db

COMMITTEE, PANEL = RightsVoice.COMMITTEE, RightsVoice.LIVED_EXPERIENCE
CHOICE = RightsDimension.CAPACITY


def sign(by, dossier, voice, level=RightsLevel.RESPECTS, justification="Chacun choisit.", now=NOW, dimension=CHOICE):
    return sign_rights(
        dossier=dossier, dimension=dimension, voice=voice, level=level, justification=justification, by=by, now=now
    )


@pytest.fixture
def dossier(db):
    return a_dossier()


@pytest.fixture
def member(db):
    return a_person(Role.COMMITTEE)


@pytest.fixture
def panelist(db):
    return a_person(Role.LIVED_EXPERIENCE)


def test_a_committee_member_signs_with_the_voice_of_the_committee(dossier, member):
    row = sign(member, dossier, COMMITTEE)
    assert (row.role, row.signed_by, row.level, row.recorded_at) == (Role.COMMITTEE, member, RightsLevel.RESPECTS, NOW)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMMITTEE}))
def test_nobody_else_speaks_for_the_committee(dossier, role):
    with pytest.raises(NotAllowedError):
        sign(a_person(role), dossier, COMMITTEE)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LIVED_EXPERIENCE}))
def test_nobody_else_speaks_for_people_concerned(dossier, role):
    with pytest.raises(NotAllowedError):
        sign(a_person(role), dossier, PANEL)


def test_who_leads_the_practice_or_declared_an_interest_does_not_sign(dossier, member):
    DossierOwner.objects.create(dossier=dossier, user=member)
    with pytest.raises(NotAllowedError, match="Vous portez cette pratique"):
        sign(member, dossier, COMMITTEE)
    other = a_person(Role.COMMITTEE, name="autre")
    InterestDeclaration.objects.create(
        user=other,
        kind=InterestKind.FINANCIAL,
        role=Role.COMMITTEE,
        subject="Un contrat",
        dossier=dossier,
        valid_from=NOW.date(),
        declared_at=NOW,
    )
    with pytest.raises(NotAllowedError, match="Vous avez déclaré un lien"):
        sign(other, dossier, COMMITTEE)
    assert not RightsRating.objects.exists()


def test_who_declared_nothing_is_asked_to_first(dossier):
    with pytest.raises(NotAllowedError, match="Déclarez d’abord vos liens"):
        sign(a_person(Role.COMMITTEE, declared=False), dossier, COMMITTEE)


def test_a_judgment_without_justification_is_refused(dossier, member):
    with pytest.raises(ValidationError):
        sign(member, dossier, COMMITTEE, justification="   ")
    assert not RightsRating.objects.exists()


def test_one_person_does_not_speak_with_both_voices(dossier):
    both = a_person(Role.COMMITTEE, Role.LIVED_EXPERIENCE)
    assert voice_of(user=both) == COMMITTEE
    sign(both, dossier, COMMITTEE)
    with pytest.raises(ValidationError, match="une seule voix"):
        sign(both, dossier, PANEL, dimension=RightsDimension.RECOVERY)


def test_two_people_who_sign_at_once_keep_both_rows_and_the_last_one_is_current(dossier, member):
    second = a_person(Role.COMMITTEE, name="seconde")
    sign(member, dossier, COMMITTEE)
    sign(second, dossier, COMMITTEE, level=RightsLevel.MIXED, justification="Cela dépend.", now=NOW + timedelta(seconds=1))
    assert RightsRating.objects.count() == 2
    cell = signing_board(dossier=dossier, voice=COMMITTEE)[0]
    assert (cell.own.level, cell.earlier) == (RightsLevel.MIXED, 1)


def test_a_double_click_adds_nothing(dossier, member):
    first = sign(member, dossier, COMMITTEE)
    assert sign(member, dossier, COMMITTEE, now=NOW + timedelta(seconds=1)) == first
    assert RightsRating.objects.count() == 1


def test_the_other_voice_is_hidden_until_mine_is_signed(dossier, member, panelist):
    sign(member, dossier, COMMITTEE)
    assert signing_board(dossier=dossier, voice=PANEL)[0].other is None
    sign(panelist, dossier, PANEL, level=RightsLevel.THREATENS, justification="On ne nous demande rien.")
    cell = signing_board(dossier=dossier, voice=PANEL)[0]
    assert (cell.other.level, cell.differs) == (RightsLevel.RESPECTS, True)


def test_nothing_is_public_until_both_voices_have_signed(dossier, member, panelist):
    sign(member, dossier, COMMITTEE)
    cell = rights_profile(dossier=dossier)[0]
    assert (cell.signed, cell.missing, cell.agreement) == ((), (PANEL,), None)
    sign(panelist, dossier, PANEL, justification="Je choisis.")
    cell = rights_profile(dossier=dossier)[0]
    assert [(item.voice, item.role, item.justification) for item in cell.signed] == [
        (COMMITTEE, "comité scientifique", "Chacun choisit."),
        (PANEL, "groupe des personnes concernées", "Je choisis."),
    ]
    assert (cell.missing, cell.agreement) == ((), True)
    sign(panelist, dossier, PANEL, level=RightsLevel.MIXED, justification="Pas partout.", now=NOW + timedelta(days=1))
    assert rights_profile(dossier=dossier)[0].agreement is False


def test_the_profile_always_says_the_five_rights(dossier):
    assert [cell.dimension for cell in rights_profile(dossier=dossier)] == list(RightsDimension)


def test_what_someone_signed_is_exported_and_stays_without_them_when_they_are_erased(dossier, member):
    sign(member, dossier, COMMITTEE)
    data = personal_data()["evidence.RightsRating"]
    assert [row["justification"] for row in data.export(member)] == ["Chacun choisit."]
    assert data.erase(member) == 1
    assert [(row.signed_by, row.role) for row in RightsRating.objects.all()] == [(None, Role.COMMITTEE)]


def test_who_led_a_practice_is_forgotten_when_erased(dossier, member):
    DossierOwner.objects.create(dossier=dossier, user=member)
    data = personal_data()["evidence.DossierOwner"]
    assert data.export(member) == [{"dossier": "Un logement d’abord"}]
    assert (data.erase(member), DossierOwner.objects.count()) == (1, 0)


# The pages


def board_url(dossier) -> str:
    return reverse("rights_board", args=[dossier.uuid])


def sign_url(dossier, dimension: str = "capacity") -> str:
    return reverse("rights_sign", args=[dossier.uuid, dimension])


@pytest.mark.parametrize("role", [Role.WRITER, Role.COORDINATION, Role.ADMIN, Role.MEMBER, Role.RELATIVE])
def test_the_pages_are_closed_to_who_has_no_voice(client, dossier, role):
    client.force_login(a_person(role))
    for url in (reverse("rights_index"), board_url(dossier), sign_url(dossier)):
        assert client.get(url).status_code == 403


def test_someone_signed_out_is_sent_to_sign_in(client, dossier):
    assert client.get(board_url(dossier)).status_code == 302


def test_a_member_of_the_panel_finds_the_dossier_signs_and_reads_it_back(client, dossier, panelist):
    client.force_login(panelist)
    html = client.get(reverse("rights_index")).content.decode()
    assert "Un logement d’abord" in html
    assert "5 droits à signer sur 5" in html
    response = client.post(
        sign_url(dossier), {"level": "mixed", "justification": "Cela dépend <b>des équipes</b>."}, follow=True
    )
    html = response.content.decode()
    assert "Votre jugement est signé" in html
    assert "Cela dépend &lt;b&gt;des équipes&lt;/b&gt;." in html
    assert "Pas encore signé." in html
    assert RightsRating.objects.get().voice == PANEL


def test_the_page_does_not_show_the_other_voice_before_mine(client, dossier, member, panelist):
    sign(member, dossier, COMMITTEE, justification="Le comité pense cela.")
    client.force_login(panelist)
    for url in (board_url(dossier), sign_url(dossier)):
        assert "Le comité pense cela." not in client.get(url).content.decode()
    client.post(sign_url(dossier), {"level": "threatens", "justification": "Non."})
    html = client.get(board_url(dossier)).content.decode()
    assert "Le comité pense cela." in html
    assert "Les deux voix ne disent pas la même chose." in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"justification": "Parce que."}, "Choisissez une réponse."),
        ({"level": "respects"}, "Dites pourquoi"),
        ({"level": "respects", "justification": "x" * 2001}, "trop long"),
        ({"level": "parfait", "justification": "Parce que."}, "Choisissez une réponse de la liste."),
    ],
)
def test_a_form_that_cannot_be_signed_says_why_and_keeps_what_was_typed(client, dossier, member, typed, words):
    client.force_login(member)
    response = client.post(sign_url(dossier), typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert typed.get("justification", "") in html
    assert not RightsRating.objects.exists()


def test_someone_with_a_tie_reads_why_and_finds_no_form(client, dossier, member):
    DossierOwner.objects.create(dossier=dossier, user=member)
    client.force_login(member)
    html = client.get(sign_url(dossier)).content.decode()
    assert "Vous portez cette pratique" in html
    assert "<textarea" not in html
    response = client.post(sign_url(dossier), {"level": "respects", "justification": "Bien sûr."})
    assert response.status_code == 409
    assert "Bien sûr." in response.content.decode()


def test_a_right_or_a_dossier_that_does_not_exist_is_not_found(client, dossier, member):
    client.force_login(member)
    assert client.get(sign_url(dossier, "bonheur")).status_code == 404
    hidden = a_dossier("cache", live=False)
    assert client.get(board_url(hidden)).status_code == 404


def test_a_demonstration_account_only_meets_demonstration_dossiers(client, dossier):
    visitor = a_person(Role.COMMITTEE)
    type(visitor).objects.filter(pk=visitor.pk).update(is_demo=True)
    visitor.refresh_from_db()
    fiction = a_dossier("fiction", title="Exemple fictif", is_demo=True)
    assert [row.dossier for row in dossiers_to_sign(user=visitor, voice=COMMITTEE)] == [fiction]
    with pytest.raises(NotAllowedError, match="démonstration"):
        sign(visitor, dossier, COMMITTEE)


def test_the_list_and_the_board_are_read_in_few_queries(dossier, member, django_assert_num_queries):
    for number in range(5):
        sign(member, a_dossier(f"dossier-{number}"), COMMITTEE)
    with django_assert_num_queries(2):
        assert len(dossiers_to_sign(user=member, voice=COMMITTEE)) == 6
    with django_assert_num_queries(1):
        signing_board(dossier=dossier, voice=COMMITTEE)


def test_who_signs_is_told_in_their_own_space_where_their_voice_is_missing(client, dossier, member, panelist):
    client.force_login(panelist)
    assert "Il manque votre voix dans 1 dossier." in client.get(reverse("workspace")).content.decode()
    for dimension in RightsDimension:
        sign(panelist, dossier, PANEL, dimension=dimension)
    assert "Votre voix a signé partout." in client.get(reverse("workspace")).content.decode()
    client.force_login(a_person(Role.WRITER))
    assert "Signer les droits" not in client.get(reverse("workspace")).content.decode()
