"""Two people read apart: who may, what each sees, and what happens when things go wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lilith.accounts.enums import OrganisationKind, Role
from lilith.accounts.models import Organisation
from lilith.evidence.appraisals import selectors, services
from lilith.evidence.appraisals.enums import AppraisalState, InterestKind, ReadingState
from lilith.evidence.appraisals.errors import InvalidError, NotAllowedError, StaleError, WrongMomentError
from lilith.evidence.enums import Domain, Start
from lilith.evidence.models import (
    Appraisal,
    AppraisalEvent,
    ConcernedOrganisation,
    Dossier,
    DossierOwner,
    InterestDeclaration,
    Judgment,
    Outcome,
    Reading,
)
from lilith.evidence.services.appraisals import forget_demonstration, load_demonstration
from lilith.evidence.tests.cast import TODAY, Cast, a_person, fresh, lose_role
from lilith.evidence.tests.rows import NOW, a_dossier, a_line, an_outcome
from lilith.library.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


# Opening and naming readers


def test_the_coordination_opens_an_appraisal_and_the_day_is_kept(cast):
    appraisal = cast.opened()
    assert (appraisal.number, appraisal.state) == (1, AppraisalState.RECEIVED)
    event = AppraisalEvent.objects.get(appraisal=appraisal)
    assert (event.state, event.valid_at, event.by_role) == ("received", TODAY, Role.COORDINATION)


def test_a_dossier_has_one_open_appraisal_at_a_time(cast):
    cast.opened()
    with pytest.raises(WrongMomentError, match="déjà ouverte"):
        cast.opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appraisal.objects.create(dossier=cast.dossier, number=2, requested_by_role="x", request_reason="y")


def test_once_closed_another_appraisal_can_be_opened_and_takes_the_next_number(cast):
    appraisal = cast.opened()
    services.close_appraisal(
        appraisal=appraisal, by=cast.coordination, reason="Retirée.", seen_version=fresh(appraisal).version, now=NOW
    )
    assert cast.opened().number == 2


def test_a_reader_cannot_open_an_appraisal(cast):
    with pytest.raises(NotAllowedError):
        services.open_appraisal(dossier=cast.dossier, by=cast.one, requested_by_role="x", reason="y", now=NOW)


def test_reading_begins_when_both_readers_are_named_and_each_has_a_due_day(cast):
    appraisal = cast.opened()
    cast.assign(appraisal, 1, cast.one)
    assert fresh(appraisal).state == AppraisalState.RECEIVED
    reading = cast.assign(appraisal, 2, cast.two)
    assert fresh(appraisal).state == AppraisalState.READING
    assert reading.due_on == TODAY + timedelta(days=28)


def test_the_same_person_cannot_read_twice(cast):
    appraisal = cast.opened()
    cast.assign(appraisal, 1, cast.one)
    with pytest.raises(InvalidError, match="deux lecteurs différents"):
        cast.assign(appraisal, 2, cast.one)


def test_nobody_names_themselves_reader(cast):
    both = a_person("double", Role.COORDINATION, Role.COMMITTEE)
    appraisal = cast.opened()
    with pytest.raises(NotAllowedError, match="soi-même"):
        services.assign_reader(appraisal=appraisal, seat=1, reviewer=both, by=both, seen_version=appraisal.version, now=NOW)


def test_a_dossier_without_anything_to_judge_is_not_given_to_readers(cast):
    empty = a_dossier("vide", title="Rien encore")
    a_line(empty, an_outcome("emploi", "Emploi"))
    appraisal = services.open_appraisal(dossier=empty, by=cast.coordination, requested_by_role="x", reason="y", now=NOW)
    with pytest.raises(WrongMomentError, match="rien à juger"):
        cast.assign(appraisal, 1, cast.one)


def test_who_leads_the_practice_never_reads_it(cast):
    DossierOwner.objects.create(dossier=cast.dossier, user=cast.one)
    with pytest.raises(InvalidError, match="porte la pratique"):
        cast.assign(cast.opened(), 1, cast.one)


def test_a_tie_to_the_dossier_or_to_who_carries_it_keeps_a_reader_out(cast):
    maker = Organisation.objects.create(slug="fabricant", name="Fabricant", type_label="société", kind=OrganisationKind.OTHER)
    for reader, about in ((cast.one, {"dossier": cast.dossier}), (cast.two, {"organisation": maker})):
        services.declare_interest(user=reader, kind=InterestKind.FINANCIAL, subject="Conférence payée.", now=NOW, **about)
    appraisal = cast.opened()
    with pytest.raises(InvalidError, match="déclaré un lien"):
        cast.assign(appraisal, 1, cast.one)
    cast.assign(appraisal, 1, cast.two)
    ConcernedOrganisation.objects.create(dossier=cast.dossier, organisation=maker)
    with pytest.raises(NotAllowedError, match="déclaré un lien"):
        cast.read(appraisal, cast.two, finish=False)


def test_a_tie_that_has_ended_no_longer_counts(cast):
    services.declare_interest(
        user=cast.one, kind=InterestKind.LEADS, subject="J’ai dirigé l’équipe.", dossier=cast.dossier, now=NOW,
        valid_from=TODAY - timedelta(days=900), valid_until=TODAY - timedelta(days=1),
    )  # fmt: skip
    assert cast.assign(cast.opened(), 1, cast.one).reviewer == cast.one


@pytest.mark.parametrize(("days", "accepted"), [(364, True), (370, False)])
def test_a_declaration_serves_twelve_months(cast, days, accepted):
    reader = a_person("ancienne", Role.COMMITTEE, declared=False)
    services.declare_interest(user=reader, kind=InterestKind.NONE, now=NOW - timedelta(days=days))
    appraisal = cast.opened()
    if accepted:
        assert cast.assign(appraisal, 1, reader).seat == 1
    else:
        with pytest.raises(InvalidError, match="depuis un an"):
            cast.assign(appraisal, 1, reader)


def test_a_reader_who_did_not_finish_can_be_replaced_and_their_draft_counts_no_more(cast):
    appraisal = cast.in_reading()
    cast.read(appraisal, cast.one, finish=False, imprecision=1)
    with pytest.raises(InvalidError, match="remplacé"):
        cast.assign(appraisal, 1, cast.third)
    cast.assign(appraisal, 1, cast.third, reason="Absence longue.")
    assert Judgment.objects.filter(reading__reviewer=cast.one).count() == 5
    assert [row.reviewer for row in Reading.objects.filter(withdrawn_at__isnull=True)] == [cast.third, cast.two]
    with pytest.raises(NotAllowedError):
        services.save_reading(
            reading=Reading.objects.get(reviewer=cast.one), by=cast.one, typed=cast.typed(), seen_version=2, now=NOW
        )


# Blind to each other


def test_neither_reader_sees_the_other_until_both_are_done(cast):
    appraisal = cast.in_reading()
    first = cast.read(appraisal, cast.one, imprecision=1)
    with pytest.raises(NotAllowedError, match="à part"):
        selectors.judgments_for(reading=first, user=cast.two)
    assert not selectors.appraisal_view(appraisal=fresh(appraisal), user=cast.two, today=TODAY).lines
    second = cast.read(appraisal, cast.two)
    assert len(selectors.judgments_for(reading=first, user=cast.two)) == 5
    assert len(selectors.judgments_for(reading=second, user=cast.one)) == 5
    assert selectors.appraisal_view(appraisal=fresh(appraisal), user=cast.two, today=TODAY).unsettled == 1


@pytest.mark.parametrize("name", ["coordination", "admin", "third", "panel", "relative", "scientist"])
def test_nobody_else_sees_a_reading_before_both_are_done(cast, name):
    appraisal = cast.in_reading()
    reading = cast.read(appraisal, cast.one, imprecision=1)
    user = getattr(cast, name)
    with pytest.raises(NotAllowedError):
        selectors.judgments_for(reading=reading, user=user)
    view = selectors.appraisal_view(appraisal=fresh(appraisal), user=user, today=TODAY)
    assert (view.lines, view.disagreements, view.whole) == ((), (), None)


def test_an_administrator_does_not_open_appraisals_at_all_and_a_superuser_neither(cast):
    cast.in_reading()
    root = a_person("racine", Role.ADMIN, is_superuser=True, is_staff=True)
    assert not selectors.appraisals_of(user=cast.admin).exists()
    assert not selectors.appraisals_of(user=root).exists()


def test_no_page_of_the_back_office_shows_readings_or_judgments():
    from wagtail.models import ReferenceIndex
    from wagtail.snippets.models import get_snippet_models

    from lilith.evidence.models import Opinion, Settlement

    for model in (Reading, Judgment, Settlement, Opinion):
        assert model not in get_snippet_models()
        assert not ReferenceIndex.model_is_indexable(model)


def test_a_copy_of_ones_data_holds_ones_own_judgments_and_no_other(cast):
    from lilith.accounts.services.life_cycle import collect_person

    appraisal = cast.in_reading()
    cast.read(appraisal, cast.one, imprecision=1)
    cast.read(appraisal, cast.two, finish=False, risk_of_bias=2)
    mine = collect_person(user=cast.two)["evidence.Reading"]
    assert len(mine) == 1
    assert [row["value"] for row in mine[0]["judgments"] if row["value"]] == [2]


def test_a_line_that_someone_judged_is_known_so_that_a_form_does_not_take_it_away(cast):
    other = a_line(cast.dossier, an_outcome("emploi", "Emploi"))
    assert selectors.judged_lines(lines=[cast.line, other]) == []
    cast.read(cast.in_reading(), cast.one, finish=False)
    assert selectors.judged_lines(lines=[cast.line, other]) == [cast.line]


# Writing a reading


def test_a_draft_is_kept_and_taken_up_again(cast):
    appraisal = cast.in_reading()
    reading = Reading.objects.get(appraisal=appraisal, seat=1)
    cell = (cast.line.pk, Domain.IMPRECISION)
    services.save_reading(reading=reading, by=cast.one, typed={cell: (1, "Peu de monde.")}, seen_version=1, now=NOW)
    kept = selectors.judgments_for(reading=Reading.objects.get(pk=reading.pk), user=cast.one)
    assert {key: (row.value, row.reason) for key, row in kept.items()} == {cell: (1, "Peu de monde.")}
    services.save_reading(reading=reading, by=cast.one, typed={}, seen_version=2, now=NOW)
    assert not Judgment.objects.filter(reading=reading).exists()


def test_what_lowers_a_certainty_has_a_reason(cast):
    appraisal = cast.in_reading()
    reading = Reading.objects.get(appraisal=appraisal, seat=1)
    typed = {**cast.typed(), (cast.line.pk, Domain.IMPRECISION): (1, "  ")}
    with pytest.raises(InvalidError) as refused:
        services.save_reading(reading=reading, by=cast.one, typed=typed, seen_version=1, now=NOW)
    assert refused.value.errors == {f"{cast.line.pk}-imprecision": "Dites pourquoi."}
    assert not Judgment.objects.filter(reading=reading).exists()
    assert Reading.objects.get(pk=reading.pk).version == 1


def test_a_reading_is_finished_only_when_every_question_is_answered(cast):
    appraisal = cast.in_reading()
    reading = Reading.objects.get(appraisal=appraisal, seat=1)
    typed = cast.typed()
    del typed[cast.line.pk, Domain.INDIRECTNESS]
    with pytest.raises(InvalidError) as refused:
        services.save_reading(reading=reading, by=cast.one, typed=typed, seen_version=1, now=NOW, finish=True)
    assert set(refused.value.errors) == {f"{cast.line.pk}-indirectness"}


@pytest.mark.parametrize("value", [-1, 2, 9])
def test_an_answer_out_of_bounds_is_refused(cast, value):
    appraisal = cast.in_reading()
    reading = Reading.objects.get(appraisal=appraisal, seat=1)
    typed = {(cast.line.pk, Domain.PUBLICATION_BIAS): (value, "Beaucoup.")}
    with pytest.raises(InvalidError):
        services.save_reading(reading=reading, by=cast.one, typed=typed, seen_version=1, now=NOW)


def test_what_raises_a_certainty_is_asked_of_observational_studies_alone(cast):
    assert len(cast.typed()) == 5
    cast.line.start = Start.OBSERVATIONAL
    cast.line.save()
    assert {cell[1] for cell in cast.typed()} == set(Domain)


def test_a_form_sent_from_an_old_window_is_refused_and_changes_nothing(cast):
    appraisal = cast.in_reading()
    cast.read(appraisal, cast.one, finish=False, imprecision=1)
    reading = Reading.objects.get(appraisal=appraisal, seat=1)
    with pytest.raises(StaleError, match="autre fenêtre"):
        services.save_reading(reading=reading, by=cast.one, typed=cast.typed(), seen_version=1, now=NOW)
    assert Judgment.objects.get(reading=reading, domain=Domain.IMPRECISION).value == 1


def test_a_finished_reading_no_longer_changes_even_by_a_double_click(cast):
    appraisal = cast.in_reading()
    reading = cast.read(appraisal, cast.one)
    for version in (1, reading.version):
        with pytest.raises(WrongMomentError, match="terminée"):
            services.save_reading(reading=reading, by=cast.one, typed=cast.typed(), seen_version=version, now=NOW, finish=True)
    assert AppraisalEvent.objects.filter(appraisal=appraisal, state=AppraisalState.DELIBERATION).count() == 0


def test_the_second_reader_who_finishes_opens_the_deliberation_once(cast):
    appraisal = cast.deliberating()
    assert appraisal.state == AppraisalState.DELIBERATION
    assert AppraisalEvent.objects.filter(appraisal=appraisal, state=AppraisalState.DELIBERATION).count() == 1


def test_a_reader_who_loses_the_role_midway_is_told_so_and_keeps_the_draft(cast):
    appraisal = cast.in_reading()
    cast.read(appraisal, cast.one, finish=False, imprecision=1)
    reader = lose_role(cast.one)
    reading = Reading.objects.get(appraisal=appraisal, seat=1)
    with pytest.raises(NotAllowedError, match="ne le permet plus"):
        services.save_reading(reading=reading, by=reader, typed=cast.typed(), seen_version=2, now=NOW, finish=True)
    assert Judgment.objects.get(reading=reading, domain=Domain.IMPRECISION).value == 1


def test_a_dossier_sent_back_waits_and_drafts_stay_open(cast):
    appraisal = cast.in_reading()
    services.ask_to_complete(
        appraisal=appraisal, by=cast.one, reason="Le suivi manque.", seen_version=appraisal.version, now=NOW
    )
    with pytest.raises(WrongMomentError, match="à compléter"):
        cast.read(appraisal, cast.two)
    cast.read(appraisal, cast.two, finish=False)
    services.resume(appraisal=appraisal, by=cast.coordination, reason="Ajouté.", seen_version=fresh(appraisal).version, now=NOW)
    assert fresh(appraisal).state == AppraisalState.READING
    assert [(row.state, row.reason) for row in AppraisalEvent.objects.filter(appraisal=appraisal)][-2:] == [
        ("to_complete", "Le suivi manque."),
        ("reading", "Ajouté."),
    ]


def test_two_people_who_arrange_the_same_appraisal_do_not_overwrite_each_other(cast):
    appraisal = cast.opened()
    seen = fresh(appraisal).version
    services.assign_reader(appraisal=appraisal, seat=1, reviewer=cast.one, by=cast.coordination, seen_version=seen, now=NOW)
    with pytest.raises(StaleError):
        services.assign_reader(
            appraisal=appraisal, seat=1, reviewer=cast.third, by=cast.coordination, seen_version=seen, now=NOW
        )
    assert Reading.objects.get(appraisal=appraisal).reviewer == cast.one


def test_readings_opened_again_are_blind_again_and_earlier_voices_count_no_more(cast):
    appraisal = cast.ready()
    services.reopen_readings(
        appraisal=appraisal, by=cast.coordination, reason="Une étude de plus.", seen_version=appraisal.version, now=NOW
    )
    appraisal = fresh(appraisal)
    assert (appraisal.state, appraisal.round) == (AppraisalState.READING, 2)
    assert set(Reading.objects.values_list("state", flat=True)) == {ReadingState.OPEN}
    with pytest.raises(NotAllowedError):
        selectors.judgments_for(reading=Reading.objects.get(seat=1), user=cast.two)
    cast.read(appraisal, cast.one)
    cast.read(appraisal, cast.two)
    missing = services.missing_for_publication(appraisal=fresh(appraisal), today=TODAY)
    assert len(missing) == 3
    assert all("Il manque" in words for words in missing)


def test_a_demonstration_account_takes_part_in_nothing_real(cast):
    demo = a_person("demo", Role.COMMITTEE, Role.COORDINATION, is_demo=True)
    appraisal = cast.in_reading()
    with pytest.raises(InvalidError, match="démonstration"):
        cast.assign(appraisal, 1, demo, reason="Essai.")
    with pytest.raises(NotAllowedError, match="démonstration"):
        services.open_appraisal(
            dossier=a_dossier("autre", title="Un autre"), by=demo, requested_by_role="x", reason="y", now=NOW
        )
    assert not selectors.appraisals_of(user=demo).exists()


def test_the_demonstration_is_one_invented_dossier_in_reading_that_leaves_no_trace(cast):
    names = ("coordination", "comite", "comite-2", "usagers", "proche", "porteur")
    roles = (Role.COORDINATION, Role.COMMITTEE, Role.COMMITTEE, Role.LIVED_EXPERIENCE, Role.RELATIVE, Role.FIELD_TEAM)
    people = {
        name: a_person(f"demo-{name}", role, is_demo=True, declared=False) for name, role in zip(names, roles, strict=True)
    }
    counted = (Appraisal, Dossier, InterestDeclaration, Outcome, Publication)
    before = [model.objects.count() for model in counted]
    for _start in range(2):
        load_demonstration(people=people, now=NOW)
    appraisal = Appraisal.objects.get(is_demo=True)
    assert appraisal.state == AppraisalState.READING
    assert not Judgment.objects.exists()
    assert not Dossier.objects.get(is_demo=True).live
    assert not Publication.objects.get(is_demo=True).live
    assert selectors.public_queue() == []
    assert [item.kind for item in selectors.waiting_for(user=people["comite"], today=TODAY)] == ["reading"]
    forget_demonstration()
    assert [model.objects.count() for model in counted] == before
