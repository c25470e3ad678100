"""What a page says of a dossier."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lilith.evidence.enums import Certainty, FranceEvidence, LeftOutReason, Measure, StudyDecision
from lilith.evidence.selectors import dossier_view
from lilith.evidence.selectors.numbers import effect_words, french_number, months_words, natural_frequency
from lilith.evidence.services import publish_rating, record_verdict
from lilith.evidence.tests.rows import NOW, a_dossier, a_line, a_study, an_outcome, inputs


def frequency(events_with, total_with, events_without, total_without, words=""):
    return natural_frequency(
        events_with=events_with,
        total_with=total_with,
        events_without=events_without,
        total_without=total_without,
        event_words=words,
    )


def test_an_effect_is_said_out_of_100_people_against_the_other_group():
    found = frequency(74, 200, 95, 190, "ont été hospitalisées dans l’année")
    assert found.sentence == (
        "Sur 100 personnes accompagnées, 37 ont été hospitalisées dans l’année, contre 50 sans cet accompagnement."
    )
    assert found.difference == -13


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((1, 8, 3, 8), (100, 13, 38)),
        ((0, 50, 50, 50), (100, 0, 100)),
        ((1, 3, 2, 3), (100, 33, 67)),
        ((3, 1000, 5, 1000), (1000, 3, 5)),
        ((1, 5000, 400, 5000), (1000, 0, 80)),
    ],
)
def test_shares_are_rounded_and_nobody_is_rounded_away_when_1000_can_show_them(counts, expected):
    found = frequency(*counts)
    assert (found.per, found.with_count, found.without_count) == expected


@pytest.mark.parametrize(
    ("value", "words"), [("0.7400", "0,74"), ("-12.5", "−12,5"), ("1234.5", "1\u00a0234,5"), ("100", "100"), ("0", "0")]
)
def test_numbers_are_written_as_in_french(value, words):
    assert french_number(Decimal(value)) == words


def test_the_effect_of_the_sources_stands_with_its_interval():
    found = effect_words(measure=Measure.RR, estimate=Decimal("0.74"), low=Decimal("0.6"), high=Decimal("0.91"))
    assert found == "RR 0,74 (intervalle à 95 %\u00a0: de 0,6 à 0,91)"
    days = effect_words(measure=Measure.MD, estimate=Decimal("-12"), low=None, high=None, unit="jours par an")
    assert days == "différence de moyennes −12 jours par an"
    assert effect_words(measure="", estimate=None, low=None, high=None) == ""


@pytest.mark.parametrize(("months", "words"), [(None, ""), (6, "6 mois"), (12, "1 an"), (24, "2 ans"), (30, "30 mois")])
def test_follow_up_is_said_in_years_when_it_can(months, words):
    assert months_words(months) == words


@pytest.mark.django_db
def test_a_page_finds_question_search_studies_outcomes_limits_and_verdicts():
    dossier = a_dossier(
        search_sources="PubMed\nHAL",
        searched_on=date(2026, 10, 1),
        search_by="équipe de recherche",
        not_studied_for="Mineurs\nPersonnes détenues",
        origin_note="Testée d’abord à New York.",
        france_evidence=FranceEvidence.TRIAL,
    )
    taken = a_study(dossier, in_france=True)
    left_out = a_study(
        dossier, "suivi", decision=StudyDecision.LEFT_OUT, reason=LeftOutReason.QUALITY, reason_text="Trop de perdus de vue."
    )
    a_line(dossier, studies=(taken,), events_with=37, total_with=100, events_without=50, total_without=100, follow_up_months=24)
    record_verdict(dossier=dossier, body="Un organisme", verdict="Recommandée.", why_differs="Autre public.")
    view = dossier_view(dossier=dossier)
    assert view.search.is_said
    assert view.search.sources == ("PubMed", "HAL")
    assert ([row.pk for row in view.taken], [row.pk for row in view.left_out]) == ([taken.pk], [left_out.pk])
    outcome = view.outcomes[0]
    assert (outcome.frequency.with_count, outcome.follow_up, outcome.studies) == (37, "2 ans", (taken,))
    assert (outcome.certainty, outcome.steps) == (Certainty.NOT_JUDGED, ())
    assert view.not_studied_for == ("Mineurs", "Personnes détenues")
    assert (view.france, view.france_studies) == (FranceEvidence.TRIAL, (taken,))
    assert view.verdicts[0].why_differs == "Autre public."
    assert (view.basis, view.rating, view.certainty) == ("documents", None, Certainty.NOT_JUDGED)


@pytest.mark.django_db
def test_an_empty_dossier_says_nothing_of_a_search():
    view = dossier_view(dossier=a_dossier())
    assert not view.search.is_said
    assert (view.taken, view.outcomes, view.verdicts) == ((), (), ())
    assert all(not cell.signed for cell in view.rights)


@pytest.mark.django_db
def test_a_dossier_is_read_in_seven_queries_whatever_its_length(django_assert_num_queries):
    dossier = a_dossier()
    for number in range(4):
        study = a_study(dossier, f"essai-{number}")
        a_line(dossier, an_outcome(f"resultat-{number}", f"Résultat {number}", number), studies=(study,))
        record_verdict(dossier=dossier, body=f"Organisme {number}", verdict="Oui.")
    publish_rating(dossier=dossier, inputs=inputs(), now=NOW)
    with django_assert_num_queries(7):
        view = dossier_view(dossier=dossier)
        assert [str(study) for outcome in view.outcomes for study in outcome.studies] == ["Un essai avec tirage au sort"] * 4
        assert [verdict.organisation for verdict in view.verdicts] == [None] * 4
