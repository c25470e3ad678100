"""Ratings: computed, published, withdrawn, checked again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from lilith.evidence.enums import Certainty, Direction, Effect, Importance, Start
from lilith.evidence.models import Rating
from lilith.evidence.rating.shapes import Domain, Judgment
from lilith.evidence.selectors import current_rating, dossier_view
from lilith.evidence.services import inputs_of, publish_rating, withdraw_rating
from lilith.evidence.tests.rows import NOW, a_dossier, a_line, a_study, an_outcome, inputs, judged, outcome_input

pytestmark = pytest.mark.django_db


def test_what_the_method_reads_is_the_dossier_as_it_stands_with_its_judgments():
    dossier = a_dossier()
    taken = a_study(dossier)
    line = a_line(dossier, studies=(taken,))
    other = a_line(dossier, an_outcome("emploi", "Emploi", 1), importance=Importance.IMPORTANT, start=Start.OBSERVATIONAL)
    read = inputs_of(dossier=dossier, judgments={line.pk: judged(imprecision=1)})
    assert [(item.key, item.studies, item.start) for item in read.outcomes] == [
        ("hospitalisation", 1, Start.TRIAL),
        ("emploi", 0, Start.OBSERVATIONAL),
    ]
    assert (len(read.outcomes[0].judgments), read.outcomes[1].judgments) == (5, ())
    with pytest.raises(ValidationError, match="n’est plus dans le dossier"):
        inputs_of(dossier=dossier, judgments={other.pk + 1: judged()})


def test_a_published_rating_keeps_all_that_was_read_and_every_step():
    dossier = a_dossier()
    row = publish_rating(dossier=dossier, inputs=inputs(outcome_input(judgments=judged(imprecision=1))), now=NOW)
    assert (row.method, row.certainty, row.effect) == ("grade-1", Certainty.MODERATE, Effect.FAVOURABLE)
    judgment = next(item for item in row.inputs["outcomes"][0]["judgments"] if item["domain"] == "imprecision")
    assert judgment["reasons"] == [
        {"by": "première lecture", "text": "Parce que."},
        {"by": "seconde lecture", "text": "Pour la même raison."},
    ]
    assert len(row.result["outcomes"][0]["steps"]) == 6
    assert current_rating(dossier=dossier) == row


def test_a_judgment_out_of_its_bounds_publishes_nothing():
    wrong = inputs(outcome_input(judgments=(*judged()[:-1], Judgment(Domain.PUBLICATION_BIAS, 2))))
    with pytest.raises(ValidationError, match="de 0 à 1 niveaux, pas 2"):
        publish_rating(dossier=a_dossier(), inputs=wrong, now=NOW)
    assert not Rating.objects.exists()


def test_a_new_rating_becomes_the_current_one_and_the_old_one_stays():
    dossier = a_dossier()
    publish_rating(dossier=dossier, inputs=inputs(), now=NOW)
    second = publish_rating(
        dossier=dossier, inputs=inputs(outcome_input(direction=Direction.NONE)), now=NOW + timedelta(days=1)
    )
    assert current_rating(dossier=dossier) == second
    assert Rating.objects.count() == 2


def test_a_withdrawn_rating_gives_its_place_to_none_and_keeps_its_reason():
    dossier = a_dossier()
    publish_rating(dossier=dossier, inputs=inputs(), now=NOW)
    row = publish_rating(dossier=dossier, inputs=inputs(), now=NOW + timedelta(days=1))
    withdraw_rating(rating=row, reason=" Une étude a été retirée. ", now=NOW + timedelta(days=2))
    assert current_rating(dossier=dossier) is None
    assert Rating.objects.get(pk=row.pk).withdrawn_reason == "Une étude a été retirée."
    with pytest.raises(ValidationError, match="déjà été retiré"):
        withdraw_rating(rating=row, reason="Encore.", now=NOW)


def test_a_withdrawal_without_reason_is_refused():
    row = publish_rating(dossier=a_dossier(), inputs=inputs(), now=NOW)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        withdraw_rating(rating=row, reason="  ", now=NOW)
    assert current_rating(dossier=row.dossier) == row


def test_the_check_finds_nothing_to_say_of_ratings_as_published(capsys):
    publish_rating(dossier=a_dossier(), inputs=inputs(), now=NOW)
    call_command("recheck_ratings")
    assert "1 niveau(x) recalculé(s), aucun écart." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"certainty": Certainty.LOW.value}, "certitude gardée «\u00a0faible\u00a0», calculée «\u00a0elevee\u00a0»"),
        ({"effect": Effect.NONE.value}, "effet gardée"),
        ({"method": "grade-0"}, "la méthode «\u00a0grade-0\u00a0» n’existe pas"),
        ({"inputs": {}}, "Ce ne sont pas les données"),
        ({"result": {"outcomes": []}}, "les étapes gardées ne sont pas celles"),
    ],
)
def test_the_check_says_which_rating_was_tampered_with_and_fails(change, words, capsys):
    row = publish_rating(dossier=a_dossier(), inputs=inputs(), now=NOW)
    Rating.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(CommandError, match="1 niveau"):
        call_command("recheck_ratings")
    assert words in capsys.readouterr().out


def test_a_rated_dossier_shows_certainty_and_steps_of_each_outcome():
    dossier = a_dossier()
    line = a_line(dossier, studies=(a_study(dossier),))
    a_line(dossier, an_outcome("emploi", "Emploi", 1), importance=Importance.IMPORTANT)
    assert dossier_view(dossier=dossier).basis == "documents"
    read = inputs_of(dossier=dossier, judgments={line.pk: judged(risk_of_bias=1)})
    publish_rating(dossier=dossier, inputs=read, now=NOW)
    view = dossier_view(dossier=dossier)
    assert (view.basis, view.certainty, view.effect) == ("appraisal", Certainty.MODERATE, Effect.FAVOURABLE)
    assert [(item.name, item.certainty) for item in view.outcomes] == [
        ("Jours d’hospitalisation", Certainty.MODERATE),
        ("Emploi", Certainty.NOT_JUDGED),
    ]
    assert view.outcomes[0].steps[1].reasons[0].text == "Parce que."
    assert view.changed_since == ()


def test_a_line_changed_after_its_rating_is_named():
    dossier = a_dossier()
    line = a_line(dossier, studies=(a_study(dossier),))
    publish_rating(dossier=dossier, inputs=inputs_of(dossier=dossier, judgments={line.pk: judged()}), now=NOW)
    a_line(dossier, studies=tuple(dossier.studies.all()), direction=Direction.WORSE)
    a_line(dossier, an_outcome("emploi", "Emploi", 1))
    view = dossier_view(dossier=dossier)
    assert view.changed_since == ("Jours d’hospitalisation", "Emploi")
    assert view.effect == Effect.FAVOURABLE
