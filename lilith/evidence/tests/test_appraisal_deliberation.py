"""After the readings: disagreements, the three voices, refusals, dissent, the owner's answer, publication."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from lilith.accounts.enums import Role
from lilith.accounts.services import erase_person
from lilith.evidence.appraisals import selectors, services
from lilith.evidence.appraisals.enums import AppraisalState, Decision, InterestKind, ReadingState, Voice
from lilith.evidence.appraisals.errors import InvalidError, NotAllowedError, StaleError, WrongMomentError
from lilith.evidence.enums import Certainty, Domain, Effect
from lilith.evidence.models import (
    AppraisalEvent,
    DossierOwner,
    MinorityOpinion,
    Opinion,
    Override,
    OwnerAnswer,
    Rating,
    Reading,
    Settlement,
)
from lilith.evidence.selectors import current_rating
from lilith.evidence.tests.cast import TODAY, Cast, a_person, fresh, lose_role
from lilith.evidence.tests.rows import NOW

pytestmark = pytest.mark.django_db
IMPRECISION, BIAS = Domain.IMPRECISION, Domain.RISK_OF_BIAS


@pytest.fixture
def cast() -> Cast:
    return Cast()


def propose(cast, appraisal, by, *, value=1, domain=IMPRECISION, seen=0, reason="Après discussion."):
    return services.write_settlement(
        appraisal=appraisal, line=cast.line, domain=domain, value=value, reason=reason, by=by, seen_version=seen, now=NOW
    )


# Disagreements


def test_only_the_questions_answered_differently_are_listed(cast):
    appraisal = cast.deliberating({"imprecision": 1, "inconsistency": 1}, {"imprecision": 2, "inconsistency": 1})
    view = selectors.appraisal_view(appraisal=appraisal, user=cast.one, today=TODAY)
    assert [(item.domain, item.first.value, item.second.value) for item in view.disagreements] == [(IMPRECISION, 1, 2)]


def test_a_proposal_settles_nothing_until_the_other_reader_accepts_it(cast):
    appraisal = cast.deliberating({"imprecision": 1})
    settlement = propose(cast, appraisal, cast.one)
    assert not settlement.settled
    with pytest.raises(NotAllowedError, match="l’autre lecteur"):
        services.accept_settlement(settlement=settlement, by=cast.one, seen_version=1, now=NOW)
    services.accept_settlement(settlement=settlement, by=cast.two, seen_version=1, now=NOW)
    view = selectors.appraisal_view(appraisal=appraisal, user=cast.one, today=TODAY)
    assert view.unsettled == 0
    assert view.whole is not None
    assert view.whole.certainty == Certainty.MODERATE


def test_one_accepts_only_the_proposal_one_has_read(cast):
    appraisal = cast.deliberating({"imprecision": 1})
    settlement = propose(cast, appraisal, cast.one)
    propose(cast, appraisal, cast.one, value=2, seen=1)
    with pytest.raises(StaleError, match="changé"):
        services.accept_settlement(settlement=settlement, by=cast.two, seen_version=1, now=NOW)


def test_two_readers_who_propose_at_once_do_not_overwrite_each_other(cast):
    appraisal = cast.deliberating({"imprecision": 1})
    propose(cast, appraisal, cast.one, value=1)
    with pytest.raises(StaleError, match="autre lecteur"):
        propose(cast, appraisal, cast.two, value=0)
    assert Settlement.objects.get().value == 1


def test_a_settlement_needs_a_reason_and_a_real_disagreement(cast):
    appraisal = cast.deliberating({"imprecision": 1})
    with pytest.raises(InvalidError, match="Dites pourquoi"):
        propose(cast, appraisal, cast.one, reason=" ")
    with pytest.raises(InvalidError, match="d’accord"):
        propose(cast, appraisal, cast.one, domain=BIAS)
    with pytest.raises(InvalidError, match="Choisissez"):
        propose(cast, appraisal, cast.one, value=3)
    assert not Settlement.objects.exists()


def test_a_third_reader_settles_alone_and_only_what_is_left(cast):
    appraisal = cast.deliberating({"imprecision": 1, "risk_of_bias": 1})
    cast.settle(appraisal, BIAS, 1)
    cast.assign(appraisal, 3, cast.third)
    propose(cast, appraisal, cast.third, value=0)
    assert Reading.objects.get(seat=3).state == ReadingState.DONE
    view = selectors.appraisal_view(appraisal=appraisal, user=cast.one, today=TODAY)
    assert (view.unsettled, view.whole and view.whole.certainty) == (0, Certainty.MODERATE)
    with pytest.raises(StaleError, match="tranché"):
        propose(cast, appraisal, cast.third, domain=BIAS, seen=2)


def test_there_is_no_third_reader_where_the_two_agree(cast):
    appraisal = cast.deliberating()
    with pytest.raises(WrongMomentError, match="désaccord"):
        cast.assign(appraisal, 3, cast.third)


def test_nobody_but_the_readers_settles(cast):
    appraisal = cast.deliberating({"imprecision": 1})
    for user in (cast.scientist, cast.coordination, cast.panel):
        with pytest.raises(NotAllowedError):
            propose(cast, appraisal, user)


# The three voices


def test_voices_wait_until_nothing_is_left_to_settle(cast):
    appraisal = cast.deliberating({"imprecision": 1})
    with pytest.raises(WrongMomentError, match="désaccord"):
        cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist)
    cast.settle(appraisal, IMPRECISION, 1)
    assert cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist).role == Role.COMMITTEE


def test_a_reader_gives_no_key_to_their_own_reading(cast):
    appraisal = cast.deliberating()
    with pytest.raises(NotAllowedError, match="quelqu’un d’autre"):
        cast.say(appraisal, Voice.SCIENTIFIC, cast.one)


def test_one_person_does_not_hold_both_keys(cast):
    both = a_person("double", Role.COMMITTEE, Role.LIVED_EXPERIENCE)
    appraisal = cast.deliberating()
    cast.say(appraisal, Voice.SCIENTIFIC, both)
    with pytest.raises(NotAllowedError, match="autre voix"):
        cast.say(appraisal, Voice.LIVED_EXPERIENCE, both)


@pytest.mark.parametrize(
    ("voice", "name"),
    [
        (Voice.SCIENTIFIC, "panel"),
        (Voice.SCIENTIFIC, "coordination"),
        (Voice.LIVED_EXPERIENCE, "scientist"),
        (Voice.LIVED_EXPERIENCE, "relative"),
        (Voice.RELATIVES, "panel"),
        (Voice.SCIENTIFIC, "admin"),
    ],
)
def test_a_voice_belongs_to_its_role(cast, voice, name):
    appraisal = cast.deliberating()
    decision = Decision.READ if voice == Voice.RELATIVES else Decision.APPROVE
    with pytest.raises(NotAllowedError):
        cast.say(appraisal, voice, getattr(cast, name), decision)


def test_who_leads_the_practice_answers_and_never_votes(cast):
    DossierOwner.objects.create(dossier=cast.dossier, user=cast.panel)
    appraisal = cast.deliberating()
    with pytest.raises(NotAllowedError, match="Vous portez"):
        cast.say(appraisal, Voice.LIVED_EXPERIENCE, cast.panel)
    answer = services.answer_as_owner(appraisal=appraisal, text="Nous avons changé depuis.", by=cast.panel, now=NOW)
    assert answer.role == Role.LIVED_EXPERIENCE


def test_a_key_needs_a_declaration_of_the_year(cast):
    late = a_person("sans", Role.LIVED_EXPERIENCE, declared=False)
    appraisal = cast.deliberating()
    with pytest.raises(NotAllowedError, match="Déclarez d’abord"):
        cast.say(appraisal, Voice.LIVED_EXPERIENCE, late)


def test_relatives_say_that_they_read_and_the_others_decide(cast):
    appraisal = cast.deliberating()
    with pytest.raises(InvalidError):
        cast.say(appraisal, Voice.RELATIVES, cast.relative, Decision.APPROVE)
    with pytest.raises(InvalidError):
        cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.READ)
    with pytest.raises(InvalidError, match="raison"):
        cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE)


def test_a_voice_that_changes_its_mind_keeps_both_and_the_last_one_counts(cast):
    appraisal = cast.deliberating()
    cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE, "Trop peu d’études.")
    cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist)
    assert Opinion.objects.count() == 2
    assert services.current_opinions(appraisal)[Voice.SCIENTIFIC].decision == Decision.APPROVE


def test_a_double_click_gives_one_opinion_one_dissent_and_one_answer(cast):
    DossierOwner.objects.create(dossier=cast.dossier, user=cast.admin)
    appraisal = cast.deliberating()
    for _click in range(2):
        cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist)
        services.add_minority_opinion(appraisal=appraisal, text="Je doute.", by=cast.one, now=NOW)
        services.answer_as_owner(appraisal=appraisal, text="Merci.", by=cast.admin, now=NOW)
    assert [model.objects.count() for model in (Opinion, MinorityOpinion, OwnerAnswer)] == [1, 1, 1]


def test_an_opinion_on_a_result_that_is_being_read_again_is_refused(cast):
    appraisal = cast.deliberating()
    services.reopen_readings(
        appraisal=appraisal, by=cast.coordination, reason="Erreur.", seen_version=appraisal.version, now=NOW
    )
    with pytest.raises(StaleError, match="rouvertes"):
        services.give_opinion(
            appraisal=appraisal, voice=Voice.SCIENTIFIC, decision=Decision.APPROVE, reason="", by=cast.scientist,
            seen_round=1, now=NOW,
        )  # fmt: skip


# Going past a refusal


def test_the_coordination_alone_goes_past_a_refusal_with_a_reason(cast):
    appraisal = cast.deliberating()
    refusal = cast.say(appraisal, Voice.LIVED_EXPERIENCE, cast.panel, Decision.REFUSE, "Le choix manque.")
    for user in (cast.scientist, cast.panel, cast.admin):
        with pytest.raises(NotAllowedError):
            services.overrule(opinion=refusal, by=user, reason="Nous publions.", now=NOW)
    with pytest.raises(InvalidError, match="raison"):
        services.overrule(opinion=refusal, by=cast.coordination, reason=" ", now=NOW)
    services.overrule(opinion=refusal, by=cast.coordination, reason="Le texte est corrigé.", now=NOW)
    with pytest.raises(StaleError, match="première raison"):
        services.overrule(opinion=refusal, by=cast.coordination, reason="Encore.", now=NOW)
    assert Override.objects.get().reason == "Le texte est corrigé."


def test_an_approval_is_not_overruled_and_a_refusal_that_was_taken_back_neither(cast):
    appraisal = cast.deliberating()
    refusal = cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE, "Non.")
    approval = cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist)
    with pytest.raises(StaleError):
        services.overrule(opinion=refusal, by=cast.coordination, reason="Oui.", now=NOW)
    with pytest.raises(WrongMomentError):
        services.overrule(opinion=approval, by=cast.coordination, reason="Oui.", now=NOW)


def test_a_new_refusal_is_not_covered_by_the_reason_given_for_an_older_one(cast):
    appraisal = cast.ready()
    refusal = cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE, "Non.")
    services.overrule(opinion=refusal, by=cast.coordination, reason="Oui.", now=NOW)
    assert services.missing_for_publication(appraisal=fresh(appraisal), today=TODAY) == []
    cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE, "Toujours non.")
    assert services.missing_for_publication(appraisal=fresh(appraisal), today=TODAY) == ["L’avis scientifique est défavorable."]


# Publication


def test_publication_needs_both_keys_and_the_reading_of_relatives(cast):
    appraisal = cast.deliberating()
    steps = [
        (Voice.SCIENTIFIC, cast.scientist, Decision.APPROVE),
        (Voice.LIVED_EXPERIENCE, cast.panel, Decision.APPROVE),
        (Voice.RELATIVES, cast.relative, Decision.READ),
    ]
    for voice, user, decision in steps:
        with pytest.raises(WrongMomentError, match="Il manque"):
            cast.publish(appraisal)
        cast.say(appraisal, voice, user, decision)
    rating = cast.publish(appraisal)
    assert (rating.appraisal, rating.certainty, rating.effect) == (appraisal, Certainty.HIGH, Effect.FAVOURABLE)
    assert current_rating(dossier=cast.dossier) == rating
    assert fresh(appraisal).state == AppraisalState.PUBLISHED


def test_the_rating_keeps_both_readings_and_what_settled_them(cast):
    appraisal = cast.deliberating({"imprecision": 1}, {"imprecision": 2})
    cast.settle(appraisal, IMPRECISION, 2)
    for voice, user, decision in (
        (Voice.SCIENTIFIC, cast.scientist, Decision.APPROVE),
        (Voice.LIVED_EXPERIENCE, cast.panel, Decision.APPROVE),
        (Voice.RELATIVES, cast.relative, Decision.READ),
    ):
        cast.say(appraisal, voice, user, decision)
    rating = cast.publish(appraisal)
    assert rating.certainty == Certainty.LOW
    judgment = next(row for row in rating.inputs["outcomes"][0]["judgments"] if row["domain"] == "imprecision")
    assert judgment["points"] == 2
    assert [(reason["by"], reason["text"]) for reason in judgment["reasons"]] == [
        ("première lecture", "1 niveau. Parce que."),
        ("deuxième lecture", "2 niveaux. Parce que."),
        ("accord des deux lecteurs", "2 niveaux. Après discussion."),
    ]


def test_once_published_nothing_changes_but_the_answer_of_the_owner(cast):
    DossierOwner.objects.create(dossier=cast.dossier, user=cast.admin)
    appraisal = cast.ready()
    cast.publish(appraisal)
    for change in (
        lambda: cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE, "Non."),
        lambda: services.add_minority_opinion(appraisal=appraisal, text="Je doute.", by=cast.one, now=NOW),
        lambda: propose(cast, appraisal, cast.one),
        lambda: cast.publish(appraisal),
        lambda: cast.assign(appraisal, 3, cast.third),
    ):
        with pytest.raises(WrongMomentError, match="terminée"):
            change()
    services.answer_as_owner(appraisal=appraisal, text="Merci.", by=cast.admin, now=NOW)
    assert Rating.objects.count() == 1


def test_a_double_click_publishes_once(cast):
    appraisal = cast.ready()
    services.publish_appraisal(appraisal=appraisal, by=cast.coordination, seen_version=appraisal.version, now=NOW)
    with pytest.raises(StaleError):
        services.publish_appraisal(appraisal=appraisal, by=cast.coordination, seen_version=appraisal.version, now=NOW)
    assert Rating.objects.count() == 1
    assert AppraisalEvent.objects.filter(state=AppraisalState.PUBLISHED).count() == 1


def test_a_dossier_that_changed_after_the_readings_is_not_published(cast):
    appraisal = cast.ready()
    cast.line.direction = "worse"
    cast.line.save()
    with pytest.raises(WrongMomentError, match="Le dossier a changé"):
        cast.publish(appraisal)
    assert not Rating.objects.exists()
    assert fresh(appraisal).state == AppraisalState.DELIBERATION


def test_a_tie_declared_after_signing_stops_the_publication(cast):
    appraisal = cast.ready()
    services.declare_interest(
        user=cast.panel, kind=InterestKind.EMPLOYMENT, subject="J’y travaille.", dossier=cast.dossier, now=NOW
    )
    with pytest.raises(WrongMomentError, match="a depuis un lien"):
        cast.publish(appraisal)


def test_a_coordination_that_leads_the_practice_neither_names_readers_nor_publishes(cast):
    appraisal = cast.ready()
    DossierOwner.objects.create(dossier=cast.dossier, user=cast.coordination)
    with pytest.raises(NotAllowedError):
        cast.publish(appraisal)
    refusal = cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE, "Non.")
    with pytest.raises(NotAllowedError):
        services.overrule(opinion=refusal, by=cast.coordination, reason="Oui.", now=NOW)


def test_what_someone_signed_stands_when_they_leave(cast):
    appraisal = cast.ready()
    lose_role(cast.scientist)
    erase_person(user=cast.panel)
    cast.publish(appraisal)
    record = selectors.public_record(dossier=cast.dossier)
    assert record is not None
    assert [(row.voice, row.said.role) for row in record.opinions] == [
        ("avis scientifique", "comité scientifique"),
        ("avis des personnes concernées", "groupe des personnes concernées"),
        ("lecture des proches", "proche"),
    ]
    assert record.opinions[1].interests == ("déclaration faite, compte effacé depuis",)


def test_a_demonstration_goes_all_the_way_but_is_never_published():
    cast = Cast(is_demo=True)
    appraisal = cast.ready()
    with pytest.raises(WrongMomentError, match="démonstration"):
        cast.publish(appraisal)
    assert not Rating.objects.exists()
    assert selectors.public_queue() == []
    assert selectors.public_record(dossier=cast.dossier) is None


def test_the_public_record_prints_dissent_overruling_and_answers_by_role(cast):
    DossierOwner.objects.create(dossier=cast.dossier, user=cast.admin)
    appraisal = cast.deliberating({"imprecision": 1})
    cast.settle(appraisal, IMPRECISION, 1)
    refusal = cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE, "Une seule étude.")
    services.overrule(opinion=refusal, by=cast.coordination, reason="Elle est grande.", now=NOW)
    cast.say(appraisal, Voice.LIVED_EXPERIENCE, cast.panel)
    cast.say(appraisal, Voice.RELATIVES, cast.relative, Decision.READ, "Rien à redire.")
    services.add_minority_opinion(appraisal=appraisal, text="Trop tôt.", by=cast.two, now=NOW)
    services.answer_as_owner(appraisal=appraisal, text="Merci.", by=cast.admin, now=NOW)
    cast.publish(appraisal)
    record = selectors.public_record(dossier=cast.dossier)
    assert record is not None
    assert [row.words for row in record.readers] == ["Lecteur 1", "Lecteur 2"]
    assert record.readers[0].interests == ("aucun lien déclaré, le 21 novembre 2026",)
    settled = record.settled[0]
    assert (settled.first.text, settled.second.text) == ("un niveau de moins. Parce que.", "rien à enlever.")
    assert (settled.final, settled.how, settled.reason) == (
        "un niveau de moins",
        "accord des deux lecteurs",
        "Après discussion.",
    )
    assert (record.opinions[0].decision, record.opinions[0].said.text) == ("défavorable à la publication", "Une seule étude.")
    assert record.opinions[0].overruled is not None
    assert (record.opinions[0].overruled.role, record.opinions[0].overruled.text) == ("coordination", "Elle est grande.")
    assert [row.text for row in record.minority_opinions] == ["Trop tôt."]
    assert [(row.role, row.text) for row in record.owner_answers] == [("administration", "Merci.")]
    printed = str(record)
    for name in ("lectrice", "lecteur@", "scientifique@", "exemple.fr", "panel"):
        assert name not in printed


# What the database itself refuses


def test_the_database_refuses_a_refusal_without_reason_and_a_second_override(cast):
    appraisal = cast.deliberating()
    refusal = cast.say(appraisal, Voice.SCIENTIFIC, cast.scientist, Decision.REFUSE, "Non.")
    services.overrule(opinion=refusal, by=cast.coordination, reason="Oui.", now=NOW)
    facts = {"role": Role.COMMITTEE, "valid_at": TODAY, "recorded_at": NOW}
    rows = [
        Opinion(appraisal=appraisal, round=1, voice=Voice.SCIENTIFIC, decision=Decision.REFUSE, **facts),
        Opinion(appraisal=appraisal, round=1, voice=Voice.RELATIVES, decision=Decision.APPROVE, **facts),
        Override(opinion=refusal, reason="Encore.", **facts),
        MinorityOpinion(appraisal=appraisal, text="", **facts),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
