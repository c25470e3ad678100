"""Dossiers: what may be written of a study and of an effect, and what the database refuses whoever writes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lilith.evidence.enums import LeftOutReason, Measure, StudyDecision
from lilith.evidence.models import Dossier, DossierOutcome, DossierStudy
from lilith.evidence.services import record_outcome, record_study, record_verdict
from lilith.evidence.tests.rows import a_dossier, a_line, a_publication, a_study, an_outcome

pytestmark = pytest.mark.django_db

LEFT_OUT = {
    "decision": StudyDecision.LEFT_OUT,
    "reason": LeftOutReason.NO_COMPARISON,
    "reason_text": "Elle suit un seul groupe.",
}


def test_a_study_is_taken_or_left_out_with_its_reason():
    dossier = a_dossier()
    taken, left_out = a_study(dossier), a_study(dossier, "suivi-2016", **LEFT_OUT)
    assert [row.pk for row in dossier.studies.all()] == [taken.pk, left_out.pk]
    assert left_out.get_reason_display() == "elle ne compare à rien"


@pytest.mark.parametrize("missing", ["reason", "reason_text"])
def test_a_study_left_out_without_reason_is_refused_and_nothing_is_saved(missing):
    with pytest.raises(ValidationError) as refused:
        a_study(a_dossier(), **{**LEFT_OUT, missing: ""})
    assert refused.value.message_dict == {missing: ["Dites pourquoi cette étude est écartée."]}
    assert not DossierStudy.objects.exists()


def test_a_study_taken_with_a_reason_is_refused():
    with pytest.raises(ValidationError, match="Cette étude est retenue"):
        a_study(a_dossier(), reason=LeftOutReason.QUALITY)


def test_saying_a_study_again_changes_its_line():
    dossier, publication = a_dossier(), a_publication()
    first = record_study(dossier=dossier, publication=publication, in_france=True)
    again = record_study(dossier=dossier, publication=publication, **LEFT_OUT)
    assert (first.pk, again.decision, DossierStudy.objects.count()) == (again.pk, StudyDecision.LEFT_OUT, 1)


def test_a_publication_of_a_dossier_cannot_be_deleted():
    study = a_study(a_dossier())
    with pytest.raises(IntegrityError):
        study.publication.delete()


def test_an_outcome_rests_on_studies_taken_in_its_own_dossier():
    dossier = a_dossier()
    taken, left_out = a_study(dossier), a_study(dossier, "suivi-2016", **LEFT_OUT)
    elsewhere = a_study(a_dossier("autre"), "essai-2020")
    line = a_line(dossier, studies=(taken,))
    assert list(DossierOutcome.objects.get(pk=line.pk).studies.all()) == [taken]
    with pytest.raises(ValidationError, match="est écartée"):
        a_line(dossier, studies=(left_out,))
    with pytest.raises(ValidationError, match="n’est pas dans ce dossier"):
        a_line(dossier, studies=(elsewhere,))
    assert list(DossierOutcome.objects.get(pk=line.pk).studies.all()) == [taken]


COUNTS = {"events_with": 37, "total_with": 100, "events_without": 50, "total_without": 100}
RATIO = {"measure": Measure.RR, "estimate": Decimal("0.74"), "ci_low": Decimal("0.60"), "ci_high": Decimal("0.91")}

# What is typed → (field, words) of the message.
REFUSED = [
    ({**COUNTS, "total_with": None}, "total_with", "sur combien de personnes"),
    ({**COUNTS, "total_without": None}, "total_without", "sur combien de personnes"),
    ({**COUNTS, "events_with": None}, "events_with", "combien de personnes sont concernées"),
    ({"events_with": 37, "total_with": 100}, "events_without", "l’autre groupe"),
    ({**COUNTS, "events_with": 101}, "events_with", "plus de personnes concernées (101) que de personnes dans le groupe (100)"),
    ({**COUNTS, "total_with": 0, "events_with": 0}, "total_with", "au moins une personne"),
    ({**COUNTS, "participants": 150}, "participants", "200 personnes, plus que ce nombre"),
    ({**RATIO, "estimate": Decimal("0.95")}, "estimate", "ne contient pas cette estimation"),
    ({**RATIO, "ci_low": Decimal("0.95"), "ci_high": Decimal("0.60")}, "ci_low", "au-dessus de la borne haute"),
    ({**RATIO, "ci_high": None}, "ci_high", "deux bornes"),
    ({**RATIO, "estimate": Decimal("-0.74")}, "estimate", "jamais négatif"),
    ({**RATIO, "ci_low": Decimal("-0.1")}, "ci_low", "jamais négatif"),
    ({**RATIO, "measure": ""}, "measure", "quelle est cette mesure"),
    ({"measure": Measure.RR}, "estimate", "Donnez l’estimation"),
    ({"ci_low": Decimal("1"), "ci_high": Decimal("2")}, "ci_low", "entoure une estimation"),
    ({"measure": Measure.MD, "estimate": Decimal("-12")}, "unit", "en quoi se compte"),
]


@pytest.mark.parametrize(("facts", "field", "words"), REFUSED)
def test_an_effect_that_cannot_be_is_refused_with_words_and_nothing_is_saved(facts, field, words):
    with pytest.raises(ValidationError) as refused:
        a_line(a_dossier(), **facts)
    assert words in refused.value.message_dict[field][0]
    assert not DossierOutcome.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {**COUNTS, "total_with": None},
        {**COUNTS, "total_with": None, "total_without": None},
        {"events_with": 37, "total_with": 100},
        {**COUNTS, "events_without": 101},
        {**COUNTS, "total_with": 0, "events_with": 0},
        {**RATIO, "estimate": Decimal("0.95")},
        {**RATIO, "ci_high": None},
        {**RATIO, "ci_low": None},
        {**RATIO, "ci_low": Decimal("-0.1")},
        {**RATIO, "measure": ""},
        {"measure": Measure.RR},
        {"ci_low": Decimal("1"), "ci_high": Decimal("2")},
        {"measure": Measure.MD, "estimate": Decimal("-12")},
    ],
)
def test_the_database_refuses_it_too(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierOutcome.objects.create(dossier=a_dossier(), outcome=an_outcome(), **facts)


def test_a_whole_effect_is_kept_as_written():
    line = a_line(a_dossier(), **COUNTS, **RATIO, participants=950, follow_up_months=24)
    kept = DossierOutcome.objects.get(pk=line.pk)
    assert (kept.events_with, kept.estimate, kept.ci_high) == (37, Decimal("0.74"), Decimal("0.91"))


def test_a_difference_may_be_negative_and_has_its_unit():
    line = a_line(a_dossier(), measure=Measure.MD, estimate=Decimal("-12.5"), unit="jours par an")
    assert DossierOutcome.objects.get(pk=line.pk).estimate == Decimal("-12.5")


def test_saying_an_outcome_again_changes_its_line():
    dossier = a_dossier()
    a_line(dossier, **COUNTS)
    a_line(dossier, **{**COUNTS, "events_with": 30})
    assert [row.events_with for row in DossierOutcome.objects.all()] == [30]


def test_what_another_body_says_stands_with_its_reason():
    dossier = a_dossier()
    record_verdict(dossier=dossier, body="Un organisme", verdict="Recommandée.", stated_on="2019")
    record_verdict(dossier=dossier, body="Un organisme", verdict="Recommandée sous condition.", stated_on="2023-05")
    assert [row.verdict for row in dossier.verdicts.all()] == ["Recommandée sous condition."]
    with pytest.raises(ValidationError, match="Écrivez une année"):
        record_verdict(dossier=dossier, body="Un organisme", verdict="Oui.", stated_on="mai 2019")


@pytest.mark.parametrize("text", ["1995", "1995-06", "2024-02-29"])
def test_a_date_may_be_a_year_a_month_or_a_day(text):
    assert a_dossier(search_from=text).search_from == text


@pytest.mark.parametrize("text", ["95", "1995-13", "2023-02-29", "1995-6", "hier", "1995-06-30-1"])
def test_a_date_that_is_none_is_refused_with_words(text):
    with pytest.raises(ValidationError, match="Écrivez une année"):
        a_dossier(search_from=text)


def test_a_period_ends_after_it_began():
    assert a_dossier("a", search_from="2019-05", search_until="2019")
    with pytest.raises(ValidationError, match="La fin de la période vient avant son début"):
        a_dossier("b", search_from="2020", search_until="2019-12")


def test_a_writer_who_invents_a_column_is_told_so_and_nothing_is_saved():
    dossier = a_dossier()
    with pytest.raises(Exception, match="no_such_column"):
        record_outcome(dossier=dossier, outcome=an_outcome(), no_such_column=1)
    assert not DossierOutcome.objects.exists()
    assert Dossier.objects.count() == 1
