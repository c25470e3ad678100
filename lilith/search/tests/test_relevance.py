"""Are the right records first? On the launch content, against judged questions, on the engine of the day."""

import pytest

from lilith.search import selectors, services
from lilith.search.tests import content_documents, relevance


@pytest.fixture(scope="module")
def launch_index(django_db_setup, django_db_blocker):
    """The index of the launch content, made once for this module and undone after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        services.set_concepts(source="glossary", concepts=content_documents.glossary_concepts(), wait=True)
        services.set_word_mappings(rows=content_documents.word_rows())
        services.index(content_documents.documents())
        yield
        transaction.set_rollback(True)


def _keys(query):
    return [f"{result.kind}:{result.key}" for result in selectors.search(query=query, limit=10).results]


def _mean(values):
    values = list(values)
    return sum(values) / len(values)


def test_the_right_records_come_first(launch_index, record_property):
    rows = relevance.judge(_keys)
    assert len(rows) >= 80
    tuned = _mean(score for score, question, _ in rows if not relevance.is_held_out(question))
    held_out = _mean(score for score, question, _ in rows if relevance.is_held_out(question))
    overall = _mean(score for score, _, _ in rows)
    record_property("ndcg", f"all {overall:.3f}, tuned {tuned:.3f}, held out {held_out:.3f}")
    worst = sorted(rows, key=lambda row: row[0])[:5]
    assert overall >= 0.90, [(round(score, 2), question["query"], found) for score, question, found in worst]
    # Questions that nobody looked at while tuning are answered about as well.
    assert held_out >= tuned - 0.05


def test_no_question_is_left_without_an_answer(launch_index):
    assert [question["query"] for question in relevance.questions() if not _keys(question["query"])] == []


def test_every_judged_record_exists(launch_index):
    known = {f"{document.kind}:{document.key}" for document in content_documents.documents()}
    judged = {key for question in relevance.questions() for key in question["relevant"]}
    assert judged - known == set()
