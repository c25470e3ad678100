"""The pages of appraisals, as the people who use them: what they see, what they send, what is refused and kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lilith.accounts.enums import Role
from lilith.accounts.models import User
from lilith.evidence.appraisals import services
from lilith.evidence.appraisals.enums import AppraisalState, CommitteeKind, Decision, InterestKind, Voice
from lilith.evidence.enums import Domain
from lilith.evidence.models import (
    Appraisal,
    Committee,
    DossierOwner,
    InterestDeclaration,
    Judgment,
    Opinion,
    OwnerAnswer,
    Reading,
    Settlement,
)
from lilith.evidence.tests.cast import Cast, a_person, fresh, lose_role
from lilith.evidence.tests.rows import NOW, a_dossier, a_line, a_study

pytestmark = pytest.mark.django_db
LIST = "/mon-espace/evaluations/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Pages read the clock: it stands at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    return Cast()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(appraisal: Appraisal, more: str = "") -> str:
    return f"{LIST}{appraisal.uuid}/{more}"


def text(response: Any) -> str:
    return response.content.decode()


def filled(cast: Cast, **values: int) -> dict[str, str]:
    """A reading as a browser sends it: every question answered 0 but those given."""
    sent = {"seen_version": "1"}
    for (line, domain), (value, reason) in cast.typed(**values).items():
        sent[f"v-{line}-{domain.value}"] = str(value)
        sent[f"r-{line}-{domain.value}"] = reason
    return sent


# Who opens what


@pytest.mark.parametrize("more", ["", "ouvrir/"])
def test_a_stranger_is_sent_to_the_sign_in_page(client, cast, more):
    response = client.get(LIST + more)
    assert (response.status_code, response["Location"]) == (302, f"/compte/connexion/?next={LIST}{more}")


def test_someone_without_a_part_in_it_finds_no_appraisal(cast):
    appraisal = cast.in_reading()
    for user in (a_person("membre", Role.MEMBER), cast.admin):
        client = browser(user)
        assert client.get(at(appraisal)).status_code == 404
        assert "Aucune évaluation n’est ouverte" in text(client.get(LIST))


def test_no_page_of_the_workspace_is_kept_by_a_cache(cast):
    response = browser(cast.one).get(at(cast.in_reading()))
    assert "no-store" in response["Cache-Control"]
    assert "X-Lilith-Cache" not in response


def test_a_reader_reads_only_their_own_page_of_questions(cast):
    appraisal = cast.in_reading()
    assert browser(cast.one).get(at(appraisal, "lecture/")).status_code == 200
    for user in (cast.third, cast.coordination, cast.panel):
        assert browser(user).get(at(appraisal, "lecture/")).status_code == 404


@pytest.mark.parametrize("name", ["one", "two", "coordination", "panel"])
def test_no_page_shows_a_judgment_before_both_readings_are_done(cast, name):
    appraisal = cast.in_reading()
    reading = Reading.objects.get(appraisal=appraisal, seat=1)
    typed = {(cast.line.pk, Domain.IMPRECISION): (1, "Un motif reconnaissable.")}
    services.save_reading(reading=reading, by=cast.one, typed=typed, seen_version=1, now=NOW)
    client = browser(getattr(cast, name))
    for more in ("", "lecture/", "desaccords/", "avis/", "publier/"):
        shown = text(client.get(at(appraisal, more), follow=True))
        assert ("Un motif reconnaissable" in shown) is (name == "one" and more == "lecture/")


# Reading


def test_a_reader_keeps_a_draft_then_finishes(cast):
    appraisal = cast.in_reading()
    client = browser(cast.one)
    page = text(client.get(at(appraisal, "lecture/")))
    assert "0 question sur 5" in page
    client.post(at(appraisal, "lecture/"), {**filled(cast, imprecision=1), "garder": ""})
    page = text(client.get(at(appraisal, "lecture/")))
    assert "Votre brouillon est enregistré" in page
    assert "5 questions sur 5" in page
    assert "Parce que." in page
    response = client.post(at(appraisal, "lecture/"), {**filled(cast), "seen_version": "2", "terminer": "1"}, follow=True)
    assert "Votre lecture est terminée" in text(response)
    assert Reading.objects.get(appraisal=appraisal, seat=1).done
    assert client.get(at(appraisal, "lecture/")).status_code == 302


def test_a_refused_reading_keeps_every_word_and_points_to_what_is_missing(cast):
    appraisal = cast.in_reading()
    sent = {**filled(cast, imprecision=1), "terminer": "1"}
    sent[f"r-{cast.line.pk}-imprecision"] = ""
    sent[f"r-{cast.line.pk}-indirectness"] = "Un texte déjà écrit."
    response = browser(cast.one).post(at(appraisal, "lecture/"), sent)
    assert response.status_code == 400
    page = text(response)
    assert "Dites pourquoi." in page
    assert "Un texte déjà écrit." in page
    assert f'href="#id_r-{cast.line.pk}-imprecision"' in page
    assert not Judgment.objects.exists()


def test_an_old_window_is_told_so_with_its_text_still_there(cast):
    appraisal = cast.in_reading()
    client = browser(cast.one)
    client.post(at(appraisal, "lecture/"), filled(cast))
    sent = {**filled(cast, imprecision=2), f"r-{cast.line.pk}-imprecision": "Texte de l’autre fenêtre."}
    response = client.post(at(appraisal, "lecture/"), sent)
    assert response.status_code == 409
    assert "autre fenêtre" in text(response)
    assert "Texte de l’autre fenêtre." in text(response)


def test_a_reader_who_lost_the_role_is_told_so_with_the_text_still_there(cast):
    appraisal = cast.in_reading()
    lose_role(cast.one)
    sent = {**filled(cast, imprecision=1), f"r-{cast.line.pk}-imprecision": "Une heure de travail."}
    response = browser(cast.one).post(at(appraisal, "lecture/"), sent)
    assert response.status_code == 403
    assert "ne le permet plus" in text(response)
    assert "Une heure de travail." in text(response)


@pytest.mark.parametrize("sent", [{}, {"seen_version": "abc"}, {"seen_version": "9" * 40}, {"v-0-x": "9"}])
def test_a_form_made_by_hand_gets_a_clear_answer(cast, sent):
    appraisal = cast.in_reading()
    assert browser(cast.one).post(at(appraisal, "lecture/"), sent).status_code in (400, 409)


# Settling


def test_two_readers_settle_by_proposing_and_accepting(cast):
    appraisal = cast.deliberating({"imprecision": 1})
    key = f"d{cast.line.pk}-imprecision"
    address = at(appraisal, "desaccords/")
    sent = {
        "question": key, f"{key}-value": "1", f"{key}-reason": "Le groupe est petit.", f"{key}-seen_version": "0",
    }  # fmt: skip
    assert browser(cast.one).post(address, sent).status_code == 302
    second = browser(cast.two)
    assert "Lecteur 1 propose" in text(second.get(address))
    stale = second.post(address, {**sent, f"{key}-reason": "Ma propre idée."})
    assert stale.status_code == 409
    assert "Ma propre idée." in text(stale)
    assert "Le groupe est petit." in text(stale)
    second.post(address, {"question": key, "accepter": "1", "seen_version": "1"})
    assert Settlement.objects.get().settled
    assert "Tous les désaccords sont tranchés" in text(second.get(address))


@pytest.mark.parametrize("sent", [{"question": "d0-rien"}, {"accepter": "1"}, {}])
def test_a_disagreement_that_does_not_exist_is_not_found(cast, sent):
    appraisal = cast.deliberating({"imprecision": 1})
    assert browser(cast.one).post(at(appraisal, "desaccords/"), sent).status_code == 404


def test_a_forged_acceptance_changes_nothing(cast):
    appraisal = cast.deliberating({"imprecision": 1})
    key = f"d{cast.line.pk}-imprecision"
    for version in ("x", "", "7"):
        sent = {"question": key, "accepter": "1", "seen_version": version}
        assert browser(cast.two).post(at(appraisal, "desaccords/"), sent).status_code in (400, 409)
    assert not Settlement.objects.exists()


# Voices


def test_each_voice_finds_its_form_and_signs_once(cast):
    appraisal = cast.deliberating()
    for user, decision in ((cast.scientist, "approve"), (cast.panel, "approve"), (cast.relative, "read")):
        client = browser(user)
        assert "Le résultat" in text(client.get(at(appraisal, "avis/")))
        voice = next(
            voice for voice, owner in zip(Voice, (cast.scientist, cast.panel, cast.relative), strict=True) if owner == user
        )
        sent = {"voice": voice.value, "decision": decision, "reason": "", "seen_round": "1"}
        for _click in range(2):
            assert client.post(at(appraisal, "avis/"), sent).status_code == 302
    assert Opinion.objects.count() == 3


def test_a_refusal_without_reason_is_asked_again(cast):
    appraisal = cast.deliberating()
    sent = {"voice": "scientific", "decision": "refuse", "reason": "", "seen_round": "1"}
    response = browser(cast.scientist).post(at(appraisal, "avis/"), sent)
    assert response.status_code == 400
    assert "Dites pourquoi vous êtes défavorable" in text(response)


def test_an_opinion_sent_after_the_readings_were_opened_again_keeps_its_text(cast):
    appraisal = cast.deliberating()
    services.reopen_readings(
        appraisal=appraisal, by=cast.coordination, reason="Erreur.", seen_version=appraisal.version, now=NOW
    )
    sent = {"voice": "scientific", "decision": "refuse", "reason": "Trop peu d’études.", "seen_round": "1"}
    response = browser(cast.scientist).post(at(appraisal, "avis/"), sent)
    assert response.status_code == 409
    assert "Trop peu d’études." in text(response)


def test_who_has_no_voice_is_sent_back_with_the_reason(cast):
    services.declare_interest(
        user=cast.panel, kind=InterestKind.EMPLOYMENT, subject="J’y travaille.", dossier=cast.dossier, now=NOW
    )
    appraisal = cast.deliberating()
    response = browser(cast.panel).get(at(appraisal, "avis/"), follow=True)
    assert "Vous avez déclaré un lien avec ce dossier" in text(response)


def test_the_owner_answers_on_their_page(cast):
    owner = a_person("porteuse", Role.FIELD_TEAM)
    DossierOwner.objects.create(dossier=cast.dossier, user=owner)
    appraisal = cast.deliberating()
    client = browser(owner)
    assert "vous pouvez répondre" in text(client.get(LIST))
    client.post(at(appraisal, "reponse/"), {"text": "Nous avons changé depuis."})
    assert OwnerAnswer.objects.get().role == Role.FIELD_TEAM
    assert "Nous avons changé depuis." in text(client.get(at(appraisal)))


# The coordination


def test_the_coordination_opens_names_readers_and_publishes(cast):
    client = browser(cast.coordination)
    sent = {"dossier": cast.dossier.pk, "requested_by_role": "équipe d’appui", "reason": "Un essai vient de paraître."}
    assert client.post(f"{LIST}ouvrir/", sent).status_code == 302
    appraisal = Appraisal.objects.get()
    for seat, reader in ((1, cast.one), (2, cast.two)):
        sent = {"reviewer": reader.pk, "seen_version": fresh(appraisal).version}
        assert client.post(at(appraisal, f"lecteur-{seat}/"), sent).status_code == 302
    cast.read(appraisal, cast.one)
    cast.read(appraisal, cast.two)
    assert "Il manque l’avis scientifique" in text(client.get(at(appraisal)))
    cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist)
    cast.say(appraisal, Voice.LIVED_EXPERIENCE, cast.panel)
    cast.say(appraisal, Voice.RELATIVES, cast.relative, Decision.READ)
    assert "Tout est réuni" in text(client.get(LIST))
    version = fresh(appraisal).version
    assert client.post(at(appraisal, "publier/"), {"seen_version": version}).status_code == 302
    assert client.post(at(appraisal, "publier/"), {"seen_version": version}).status_code == 409
    assert fresh(appraisal).state == AppraisalState.PUBLISHED


def test_a_second_opening_is_refused_with_the_text_still_there(cast):
    cast.opened()
    sent = {"dossier": cast.dossier.pk, "requested_by_role": "équipe", "reason": "Encore une raison."}
    response = browser(cast.coordination).post(f"{LIST}ouvrir/", sent)
    assert response.status_code == 409
    assert "déjà ouverte" in text(response)
    assert "Encore une raison." in text(response)


def test_the_page_of_a_seat_says_who_cannot_read_and_why(cast):
    DossierOwner.objects.create(dossier=cast.dossier, user=cast.one)
    page = text(browser(cast.coordination).get(at(cast.opened(), "lecteur-1/")))
    assert "Cette personne porte la pratique" in page
    assert f'<option value="{cast.one.pk}"' not in page
    assert f'<option value="{cast.two.pk}"' in page


@pytest.mark.parametrize(("act", "words"), [("rouvrir", "rouvertes"), ("clore", "close")])
def test_the_coordination_acts_with_a_public_reason(cast, act, words):
    appraisal = cast.deliberating()
    client = browser(cast.coordination)
    empty = client.post(at(appraisal, f"{act}/"), {"reason": "", "seen_version": appraisal.version})
    assert empty.status_code == 400
    done = client.post(
        at(appraisal, f"{act}/"), {"reason": "Une étude de plus.", "seen_version": appraisal.version}, follow=True
    )
    assert words in text(done)
    assert "Une étude de plus." in text(done)


def test_a_reader_arranges_nothing(cast):
    appraisal = cast.in_reading()
    client = browser(cast.one)
    for more in ("clore/", "rouvrir/", "lecteur-1/", "inconnu/"):
        assert client.get(at(appraisal, more)).status_code == 404
    assert client.get(f"{LIST}ouvrir/").status_code == 404
    assert client.get("/mon-espace/comites/").status_code == 404


def test_the_coordination_composes_a_committee(cast):
    client = browser(cast.coordination)
    sent = {"kind": "method", "title": "Méthode", "purpose": "Veiller à la méthode."}
    client.post("/mon-espace/comites/", sent)
    committee = Committee.objects.get()
    address = f"/mon-espace/comites/{committee.pk}/"
    client.post(address, {"user": cast.one.pk, "capacity": "chair", "since": "2026-11-01"})
    member = committee.members.get()
    assert member.role == Role.COMMITTEE
    client.post(address, {"finir": member.pk})
    assert committee.members.get().until is not None
    assert client.post(address, {"finir": "x"}).status_code == 404
    assert client.post("/mon-espace/comites/", sent).status_code == 400


# Interests


def test_someone_declares_and_takes_back(cast):
    person = a_person("nouvelle", Role.COMMITTEE, declared=False)
    client = browser(person)
    assert "Déclarer vos liens d’intérêts" in text(client.get("/mon-espace/"))
    wrong = client.post("/mon-espace/liens-d-interets/", {"kind": "employment", "subject": ""})
    assert wrong.status_code == 400
    assert "Dites en quelques mots" in text(wrong)
    client.post("/mon-espace/liens-d-interets/", {"kind": "employment", "subject": "J’y travaille."})
    row = InterestDeclaration.objects.get(user=person)
    assert "Déclarer vos liens d’intérêts" not in text(client.get("/mon-espace/"))
    assert browser(cast.one).post(f"/mon-espace/liens-d-interets/{row.pk}/retirer/").status_code == 404
    assert client.get(f"/mon-espace/liens-d-interets/{row.pk}/retirer/").status_code == 200
    assert InterestDeclaration.objects.get(pk=row.pk).withdrawn_at is None
    client.post(f"/mon-espace/liens-d-interets/{row.pk}/retirer/")
    assert InterestDeclaration.objects.get(pk=row.pk).withdrawn_at is not None


# What waits


def test_what_waits_stands_in_the_workspace_with_its_delay(cast):
    cast.in_reading()
    page = text(browser(cast.one).get("/mon-espace/"))
    assert "Lisez ce dossier et répondez à chaque question." in page
    assert "À faire\u00a0: dans 28 jours." in page
    assert "Lisez ce dossier" not in text(browser(cast.third).get("/mon-espace/"))


def test_the_list_asks_the_database_no_more_when_there_are_more_readings(cast):
    client = browser(cast.third)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    cast.in_reading()
    before = asked()
    for number in range(3):
        dossier = a_dossier(f"autre-{number}", title=f"Un autre, {number}")
        a_line(dossier, studies=(a_study(dossier, f"etude-{number}"),))
        cast.dossier = dossier
        cast.in_reading()
    assert Appraisal.objects.count() == 4
    assert asked() == before


# Public


def test_the_public_queue_is_truthful_when_empty_and_leaves_demonstration_out():
    from django.test import RequestFactory

    from lilith.evidence.appraisals.slots import queue

    request = RequestFactory().get("/evaluations/")
    Cast(is_demo=True).in_reading()
    assert "Aucune évaluation n’a commencé" in queue(request, {})


def test_the_public_queue_says_the_state_since_when_and_why(cast, django_assert_num_queries):
    from django.test import RequestFactory

    from lilith.evidence.appraisals.slots import queue

    appraisal = cast.in_reading()
    services.ask_to_complete(
        appraisal=appraisal, by=cast.one, reason="Le suivi manque.", seen_version=appraisal.version, now=NOW
    )
    with django_assert_num_queries(2):
        html = queue(RequestFactory().get("/evaluations/"), {})
    assert "À compléter (1)" in html
    assert "22 novembre 2026" in html
    assert "Le suivi manque." in html
    assert "Un logement d’abord" in html


def test_the_public_page_of_committees_says_who_is_not_yet_named(cast):
    from django.test import RequestFactory

    from lilith.evidence.appraisals.slots import committees

    request = RequestFactory().get("/comites/")
    assert "Personne n’est encore nommé" in committees(request, {})
    services.create_committee(kind=CommitteeKind.METHOD, title="Méthode", purpose="Veiller à la méthode.", by=cast.coordination)
    html = committees(request, {})
    assert "Veiller à la méthode." in html
    assert "sous-comité Bonnes pratiques" in html
