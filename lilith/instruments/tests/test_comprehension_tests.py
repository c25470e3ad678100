"""Someone who may prepares a test of a text, opens it, follows it and closes it."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from lilith.accounts.enums import Role
from lilith.instruments import selectors, services
from lilith.instruments.drafts import ItemDraft
from lilith.instruments.enums import ComprehensionState, GateState
from lilith.instruments.models import Choice, ComprehensionTest, Item
from lilith.instruments.permissions import TABLE, Verb, can
from lilith.instruments.tests.readings import DEFINITION, NOW, QUESTIONS, TODAY, reads

# Written out by hand, apart from the code: what the team agreed on.
MANAGE, TYPE, READ = Verb.MANAGE_TESTS, Verb.TYPE_IN_ANSWERS, Verb.READ_RESULTS
AGREED = {
    Role.ADMIN: {MANAGE, TYPE, READ},
    Role.COORDINATION: {MANAGE, TYPE, READ},
    Role.LITERACY: {MANAGE, TYPE, READ},
    Role.WRITER: {TYPE, READ},
    Role.LIVED_EXPERIENCE: {TYPE, READ},
    Role.COMMITTEE: {READ},
}
CASES = [(role, verb) for role in Role for verb in Verb]


@pytest.mark.parametrize(("role", "verb"), CASES, ids=[f"{role.value} {verb.value}" for role, verb in CASES])
def test_a_role_gives_what_the_team_agreed_on_and_nothing_else(person, role, verb):
    assert can(person(role), verb) is (verb in AGREED.get(role, set()))


def test_those_who_manage_tests_are_those_who_keep_the_groups_of_readers(person):
    from lilith.accounts.selectors import can as may
    from lilith.instruments.models import ReadingPanel

    for role in Role:
        assert may(person(role), ReadingPanel.edited_with) is (MANAGE in TABLE.get(role, frozenset()))


@pytest.mark.django_db
def test_a_writer_cannot_prepare_open_or_close_a_test(person, readings, opened):
    writer = person(Role.WRITER)
    for verb in (
        lambda: services.create_test(subject=readings.text.uuid, by=writer, now=NOW),
        lambda: services.open_test(test_id=opened.pk, by=writer, now=NOW),
        lambda: services.close_test(test_id=opened.pk, by=writer, now=NOW),
        lambda: services.delete_draft(test_id=opened.pk, by=writer),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_a_text_that_is_not_public_cannot_be_tested(readings):
    with pytest.raises(ValidationError, match="n’est pas en ligne"):
        services.create_test(subject=uuid4(), by=readings.by, now=NOW)


def test_asking_twice_for_a_draft_gives_the_same_one(readings):
    assert readings.draft().pk == readings.draft().pk
    assert ComprehensionTest.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"choices": ("Vous",)}, "Question 2.*de 2 à 4 réponses"),
        ({"choices": ("A", "B", "C", "D", "E")}, "Question 2.*de 2 à 4 réponses"),
        ({"choices": ("Oui", " oui ")}, "deux réponses sont les mêmes"),
        ({"right": -1}, "quelle réponse est la bonne"),
        ({"right": 2}, "quelle réponse est la bonne"),
        ({"question": " "}, "écrivez la question"),
    ],
)
def test_a_wrong_question_is_named_and_nothing_is_kept(readings, fault, message):
    draft = readings.draft(QUESTIONS)
    wrong = [QUESTIONS[0], replace(QUESTIONS[1], **fault), *QUESTIONS[2:]]
    with pytest.raises(ValidationError) as refused:
        services.write_items(test_id=draft.pk, items=wrong, revision=draft.revision, by=readings.by)
    assert re.search(message, " ".join(refused.value.messages))
    assert selectors.item_drafts(instrument=draft) == QUESTIONS


def test_six_questions_are_too_many(readings):
    draft = readings.draft()
    with pytest.raises(ValidationError, match="5 au plus"):
        services.write_items(test_id=draft.pk, items=[QUESTIONS[0]] * 6, revision=draft.revision, by=readings.by)


def test_the_database_keeps_no_second_right_answer(readings):
    item = Item.objects.create(instrument=readings.draft(), order=1, question="Qui ?")
    Choice.objects.create(item=item, order=1, text="Vous", is_right=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Choice.objects.create(item=item, order=2, text="Nous", is_right=True)


def test_of_two_editors_of_the_same_draft_the_second_is_told(readings):
    draft = readings.draft()
    services.write_items(test_id=draft.pk, items=QUESTIONS, revision=draft.revision, by=readings.by)
    with pytest.raises(ValidationError, match="Quelqu’un a changé ce test"):
        services.write_items(test_id=draft.pk, items=QUESTIONS[:3], revision=draft.revision, by=readings.by)
    assert len(selectors.item_drafts(instrument=draft)) == 4


def test_a_test_opens_with_three_questions_and_keeps_the_text_of_that_day(readings):
    draft = readings.draft(QUESTIONS[:2])
    with pytest.raises(ValidationError, match="2 questions.*il en faut de 3 à 5"):
        services.open_test(test_id=draft.pk, by=readings.by, now=NOW)
    services.write_items(test_id=draft.pk, items=QUESTIONS[:3], revision=draft.revision, by=readings.by)
    test = services.open_test(test_id=draft.pk, by=readings.by, now=NOW)
    readings.publish("Tout autre chose.")
    test.refresh_from_db()
    assert test.state == ComprehensionState.OPEN
    assert "Vous gardez vos choix" in test.text


def test_the_questions_of_an_open_test_do_not_change(readings, opened):
    with pytest.raises(ValidationError, match="ne changent plus"):
        services.write_items(test_id=opened.pk, items=QUESTIONS, revision=opened.revision, by=readings.by)
    with pytest.raises(ValidationError, match="il reste, avec ses résultats"):
        services.delete_draft(test_id=opened.pk, by=readings.by)


def test_a_text_of_a_megabyte_is_refused_with_its_length(readings):
    draft = readings.draft(QUESTIONS)
    readings.publish("Une phrase simple. " * 55_000)
    with pytest.raises(ValidationError, match="c’est trop pour un test. 3000 mots au plus"):
        services.open_test(test_id=draft.pk, by=readings.by, now=NOW)
    assert ComprehensionTest.objects.get().state == ComprehensionState.DRAFT


def test_a_text_without_words_is_refused(readings):
    draft = readings.draft(QUESTIONS)
    type(readings.text).objects.filter(pk=readings.text.pk).update(live=False)
    with pytest.raises(ValidationError, match="n’est plus en ligne"):
        services.open_test(test_id=draft.pk, by=readings.by, now=NOW)


def test_an_edit_of_more_than_a_tenth_opens_the_gate_again_and_putting_the_text_back_closes_it(readings, opened):
    for _ in range(5):
        reads(opened)
    readings.publish(DEFINITION.replace("Un toit d’abord.", "Un toit, enfin."))
    assert selectors.printed(subject=readings.text.uuid).gate.state == GateState.UNDERSTOOD
    readings.publish("Un autre texte. " + DEFINITION[: len(DEFINITION) // 2])
    gate = selectors.printed(subject=readings.text.uuid).gate
    assert (gate.state, gate.readers, gate.right_in_100) == (GateState.TO_RETEST, 5, 100)
    assert gate.changed_on is not None
    readings.publish(DEFINITION)
    assert selectors.printed(subject=readings.text.uuid).gate.state == GateState.UNDERSTOOD


def test_the_site_says_how_much_of_a_text_may_change(readings, opened, settings):
    settings.LILITH = {**settings.LILITH, "COMPREHENSION": {**settings.LILITH["COMPREHENSION"], "CHANGED_IN_100": 90}}
    readings.publish(DEFINITION[: len(DEFINITION) // 2])
    opened.refresh_from_db()
    assert opened.changed_on is None
    assert 0.3 < opened.changed_share < 0.6


def test_the_day_a_text_changed_is_the_first_one(readings, opened):
    text = selectors.plain_text(subject=readings.text.uuid)
    for day in (TODAY, TODAY.replace(day=25)):
        services.follow_text(text=replace(text, text="Autre chose."), today=day)
    opened.refresh_from_db()
    assert opened.changed_on == TODAY


def test_publishing_a_text_of_a_megabyte_is_followed_too(readings, opened):
    readings.publish("Une phrase simple. " * 55_000)
    opened.refresh_from_db()
    assert opened.changed_share > 0.9


def test_a_new_version_takes_the_questions_over_closes_the_old_one_and_leaves_it_its_score(readings, opened):
    for _ in range(5):
        reads(opened)
    readings.publish("Un texte tout neuf.")
    draft = readings.draft()
    assert (draft.version, selectors.item_drafts(instrument=draft)) == (2, QUESTIONS)
    services.open_test(test_id=draft.pk, by=readings.by, now=NOW)
    opened.refresh_from_db()
    assert opened.state == ComprehensionState.CLOSED
    assert selectors.results_of(test=opened).gate.readers == 5
    assert selectors.printed(subject=readings.text.uuid).gate.state == GateState.TOO_FEW


def test_closing_twice_changes_nothing(readings, opened):
    services.close_test(test_id=opened.pk, by=readings.by, now=NOW)
    services.close_test(test_id=opened.pk, by=readings.by, now=NOW.replace(year=2027))
    opened.refresh_from_db()
    assert opened.closed_at == NOW


def test_the_database_keeps_one_open_test_a_text(opened):
    twin = {"subject": opened.subject, "state": "ouvert", "text": "x", "text_digest": "x", "opened_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        ComprehensionTest.objects.create(kind="comprehension", title="x", created_at=NOW, code="autre", **twin)


def test_results_say_how_each_question_was_answered_and_leave_demonstration_out(readings, opened):
    reads(opened, right=4)
    reads(opened, right=2)
    reads(opened, right=0, is_demo=True)
    results = selectors.results_of(test=opened)
    assert (results.gate.readers, results.gate.answers, results.gate.right, results.demonstration) == (2, 8, 6, 1)
    assert [item.right_in_100 for item in results.items] == [100, 100, 50, 50]
    assert [(choice.text, choice.count) for choice in results.items[1].choices] == [("À l’hôpital", 0), ("Chez vous", 2)]
    assert results.groups == [("sur le site", 2, 75)]


def test_an_instrument_of_another_kind_fits_the_same_tables(db):
    from lilith.instruments.models import Instrument

    scale = Instrument.objects.create(kind="comprehension", title="Échelle", created_at=NOW)
    item = Item.objects.create(instrument=scale, order=1, question="À quel point ?")
    Choice.objects.bulk_create([Choice(item=item, order=rank, text=str(rank)) for rank in range(1, 6)])
    assert selectors.item_drafts(instrument=scale) == [ItemDraft("À quel point ?", ("1", "2", "3", "4", "5"), -1)]
