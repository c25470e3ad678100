"""Method `grade-1`: what each judgment does, in the words that readers open under « Pourquoi ce niveau ? »."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lilith.evidence.enums import Certainty, Direction, Domain, Effect, Importance, Start
from lilith.evidence.rating import CURRENT, METHODS
from lilith.evidence.rating.grade_1 import MOST, SCALE, rate, rate_outcome
from lilith.evidence.rating.shapes import (
    LOWERING,
    RAISING,
    Judgment,
    RatingError,
    RatingInput,
    RatingResult,
    from_json,
    to_json,
)
from lilith.evidence.tests.rows import inputs, judged, outcome_input

HIGH, MODERATE, LOW, VERY_LOW, NOT_JUDGED = (
    Certainty.HIGH,
    Certainty.MODERATE,
    Certainty.LOW,
    Certainty.VERY_LOW,
    Certainty.NOT_JUDGED,
)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (Start.TRIAL, HIGH),
        (Start.OBSERVATIONAL, LOW),
        (Start.OTHER, VERY_LOW),
        (Start.UNKNOWN, NOT_JUDGED),
    ],
)
def test_the_kind_of_studies_says_where_certainty_starts(start, expected):
    assert rate_outcome(outcome_input(start=start)).certainty == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({}, HIGH),
        ({"risk_of_bias": 1}, MODERATE),
        ({"inconsistency": 2}, LOW),
        ({"risk_of_bias": 1, "imprecision": 1}, LOW),
        ({"risk_of_bias": 1, "imprecision": 1, "publication_bias": 1}, VERY_LOW),
        ({"risk_of_bias": 2, "inconsistency": 2, "indirectness": 2}, VERY_LOW),
    ],
)
def test_each_level_taken_away_lowers_trials_and_never_below_very_low(points, expected):
    assert rate_outcome(outcome_input(judgments=judged(**points))).certainty == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({"large_effect": 1}, MODERATE),
        ({"large_effect": 2}, HIGH),
        ({"dose_response": 1, "opposing_confounding": 1}, HIGH),
        ({"large_effect": 2, "dose_response": 1, "opposing_confounding": 1}, HIGH),
    ],
)
def test_observational_studies_without_flaw_can_be_raised_and_never_above_high(points, expected):
    assert rate_outcome(outcome_input(start=Start.OBSERVATIONAL, judgments=judged(**points))).certainty == expected


def test_a_flaw_keeps_observational_studies_from_being_raised():
    result = rate_outcome(outcome_input(start=Start.OBSERVATIONAL, judgments=judged(imprecision=1, large_effect=2)))
    assert result.certainty == VERY_LOW
    assert result.steps[-1].words == "Effet très grand\u00a0: ne compte pas, car la certitude a été baissée."


def test_a_large_effect_does_not_raise_trials():
    result = rate_outcome(outcome_input(judgments=judged(risk_of_bias=1, large_effect=2)))
    assert result.certainty == MODERATE
    assert "ne compte pas, car ce ne sont pas des études d’observation" in result.steps[-1].words


@pytest.mark.parametrize("domain", LOWERING)
def test_one_domain_left_unjudged_leaves_the_outcome_not_judged(domain):
    without = tuple(item for item in judged() if item.domain != domain)
    empty = (*without, Judgment(domain, None))
    for judgments in (without, empty):
        result = rate_outcome(outcome_input(judgments=judgments))
        assert result.certainty == NOT_JUDGED
        assert domain.label in result.steps[0].words


@pytest.mark.parametrize("domain", RAISING)
def test_what_raises_may_stay_unjudged(domain):
    assert rate_outcome(outcome_input(judgments=(*judged(), Judgment(domain, None)))).certainty == HIGH


def test_an_outcome_without_study_is_not_judged():
    result = rate_outcome(outcome_input(studies=0))
    assert result.certainty == NOT_JUDGED
    assert result.steps[0].words == "Aucune étude n’est retenue\u00a0: la certitude n’est pas jugée."


@pytest.mark.parametrize("domain", Domain)
def test_a_judgment_out_of_its_bounds_is_refused_with_the_bound(domain):
    others = tuple(item for item in judged() if item.domain != domain)
    for points in (-1, MOST[domain] + 1):
        with pytest.raises(RatingError, match=f"compte de 0 à {MOST[domain]} niveaux, pas {points}"):
            rate_outcome(outcome_input(judgments=(*others, Judgment(domain, points))))


def test_the_same_domain_or_outcome_twice_is_refused():
    with pytest.raises(RatingError, match="vient deux fois"):
        rate_outcome(outcome_input(judgments=(*judged(), Judgment(Domain.IMPRECISION, 0))))
    with pytest.raises(RatingError, match="vient deux fois"):
        rate(inputs(outcome_input(), outcome_input()))


def test_each_step_says_its_level_and_carries_the_reasons_of_both_readers():
    result = rate_outcome(outcome_input(judgments=judged(risk_of_bias=1, indirectness=2)))
    assert [(step.words, step.after) for step in result.steps] == [
        ("Essais avec tirage au sort\u00a0: on part d’une certitude élevée.", HIGH),
        ("Risque de biais\u00a0: moins 1 niveau.", MODERATE),
        ("Résultats qui se contredisent\u00a0: rien à enlever.", MODERATE),
        ("Personnes ou contexte différents\u00a0: moins 2 niveaux.", VERY_LOW),
        ("Manque de précision\u00a0: rien à enlever.", VERY_LOW),
        ("Études peut-être non publiées\u00a0: rien à enlever.", VERY_LOW),
    ]
    assert [reason.by for reason in result.steps[1].reasons] == ["première lecture", "seconde lecture"]


def test_the_dossier_is_as_sure_as_its_least_sure_critical_outcome():
    result = rate(
        inputs(
            outcome_input("logement"),
            outcome_input("hospitalisation", judgments=judged(imprecision=1)),
            outcome_input("satisfaction", importance=Importance.IMPORTANT, judgments=judged(imprecision=2, risk_of_bias=1)),
        )
    )
    assert result.certainty == MODERATE
    assert result.why_certainty.endswith("le moins sûr\u00a0: Hospitalisation.")


def test_one_critical_outcome_left_unjudged_leaves_the_dossier_not_judged():
    result = rate(inputs(outcome_input("logement"), outcome_input("emploi", studies=0)))
    assert (result.certainty, result.outcomes[0].certainty) == (NOT_JUDGED, HIGH)
    assert "Emploi" in result.why_certainty


def test_a_dossier_without_critical_outcome_is_not_judged():
    result = rate(inputs(outcome_input(importance=Importance.IMPORTANT)))
    assert (result.certainty, result.effect) == (NOT_JUDGED, Effect.MIXED)
    assert rate(RatingInput("Vide", ())).certainty == NOT_JUDGED


BETTER, WORSE, NO_CHANGE, SHARED, UNKNOWN = (
    Direction.BETTER,
    Direction.WORSE,
    Direction.NONE,
    Direction.MIXED,
    Direction.UNKNOWN,
)


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        ([BETTER], Effect.FAVOURABLE),
        ([BETTER, NO_CHANGE], Effect.FAVOURABLE),
        ([BETTER, UNKNOWN], Effect.FAVOURABLE),
        ([BETTER, SHARED], Effect.FAVOURABLE),
        ([BETTER, WORSE], Effect.UNFAVOURABLE),
        ([WORSE], Effect.UNFAVOURABLE),
        ([NO_CHANGE, NO_CHANGE], Effect.NONE),
        ([NO_CHANGE, UNKNOWN], Effect.MIXED),
        ([SHARED], Effect.MIXED),
        ([UNKNOWN], Effect.MIXED),
    ],
)
def test_the_effect_is_what_critical_outcomes_say_together(directions, expected):
    outcomes = [outcome_input(f"resultat-{n}", direction=direction) for n, direction in enumerate(directions)]
    assert rate(inputs(*outcomes)).effect == expected


def test_an_outcome_that_is_not_critical_does_not_change_the_effect():
    worse = outcome_input("cout", importance=Importance.IMPORTANT, direction=WORSE)
    assert rate(inputs(outcome_input(), worse)).effect == Effect.FAVOURABLE


def test_inputs_and_results_come_back_the_same_from_json():
    given = inputs(
        outcome_input("logement"), outcome_input("emploi", start=Start.OBSERVATIONAL, judgments=judged(large_effect=1))
    )
    result = rate(given)
    assert from_json(RatingInput, json.loads(json.dumps(to_json(given)))) == given
    back = from_json(RatingResult, json.loads(json.dumps(to_json(result))))
    assert back == result
    assert back.outcomes[1].steps[-1].domain is Domain.LARGE_EFFECT
    assert rate(from_json(RatingInput, to_json(given))) == result


@pytest.mark.parametrize("broken", [None, [], {}, {"question": "Q", "outcomes": 3}, {"question": 1, "outcomes": []}])
def test_what_is_not_an_input_is_refused_with_words(broken):
    with pytest.raises(RatingError, match="Ce ne sont pas les données"):
        from_json(RatingInput, broken)


def test_the_order_of_outcomes_and_judgments_changes_no_level():
    outcomes = (outcome_input("a", judgments=judged(risk_of_bias=1)), outcome_input("b", direction=NO_CHANGE))
    straight, turned = rate(inputs(*outcomes)), rate(inputs(*reversed(outcomes)))
    assert (straight.certainty, straight.effect) == (turned.certainty, turned.effect)
    reversed_judgments = replace(outcomes[0], judgments=outcomes[0].judgments[::-1])
    assert rate_outcome(reversed_judgments) == rate_outcome(outcomes[0])


def test_the_current_method_is_published_and_names_itself():
    assert METHODS[CURRENT](inputs()).method == CURRENT
    assert set(SCALE) == set(Certainty) - {NOT_JUDGED}
