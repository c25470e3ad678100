import os
import socket
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from lilith.foundation import worker
from lilith.foundation.worker import RetryingWorker, is_gone, prune_results, take_back_abandoned, worker_name

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
calls: list[int] = []


@task()
def works(number: int) -> int:
    calls.append(number)
    return number * 2


@task()
def fails() -> None:
    raise ValueError("boom")


@pytest.fixture(autouse=True)
def _database_tasks(settings):
    calls.clear()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def row(status=TaskResultStatus.RUNNING, *, workers=(), started=NOW, path="works", finished=None):
    return DBTaskResult.objects.create(
        id=uuid.uuid4(), status=status, args_kwargs={"args": [3], "kwargs": {}}, task_path=f"{__name__}.{path}",
        worker_ids=list(workers), backend_name="default", run_after=get_date_max(), started_at=started, finished_at=finished,
        exception_class_path="", traceback="",
    )  # fmt: skip


def run_once():
    one = RetryingWorker(every=3600, tick=lambda now: [])
    one.batch = True
    one.run()


def test_a_task_in_the_queue_is_done():
    works.enqueue(21)
    run_once()
    assert calls == [21]
    assert DBTaskResult.objects.get().return_value == 42


def test_a_task_that_fails_goes_back_in_the_queue_for_later():
    fails.enqueue()
    run_once()
    result = DBTaskResult.objects.get()
    assert result.status == TaskResultStatus.READY
    assert result.run_after > result.started_at + timedelta(seconds=55)


def test_pauses_grow_and_the_fifth_failure_is_the_last():
    pauses = [worker.backoff_after(attempts) for attempts in (1, 2, 3, 4, 5)]
    assert pauses == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), None]
    last = row(TaskResultStatus.FAILED, workers=["a"] * 5)
    assert worker.retry_later(last, now=NOW) is False
    last.refresh_from_db()
    assert last.status == TaskResultStatus.FAILED


def test_a_task_whose_worker_was_killed_is_done_again():
    row(workers=[f"{socket.gethostname()[:30]}:999999:1"])
    run_once()
    assert calls == [3]


def test_a_task_that_is_running_is_left_alone():
    row(workers=[worker_name()])
    assert take_back_abandoned(now=NOW) == 0


def test_a_task_of_another_machine_is_taken_back_after_an_hour():
    row(workers=["ailleurs:1:1"], started=NOW - timedelta(minutes=50))
    assert take_back_abandoned(now=NOW) == 0
    assert take_back_abandoned(now=NOW + timedelta(minutes=11)) == 1


def test_a_task_that_kills_its_worker_five_times_is_given_up():
    killer = row(workers=[f"{socket.gethostname()[:30]}:999999:1"] * 5)
    assert take_back_abandoned(now=NOW) == 0
    killer.refresh_from_db()
    assert killer.status == TaskResultStatus.FAILED


def test_a_number_given_again_to_another_process_is_not_the_same_worker():
    assert not is_gone(worker_name())
    assert is_gone(f"{socket.gethostname()[:30]}:{os.getpid()}:1")


def test_old_results_are_forgotten_and_recent_ones_kept():
    row(TaskResultStatus.SUCCESSFUL, finished=NOW - timedelta(days=31))
    recent = row(TaskResultStatus.SUCCESSFUL, finished=NOW - timedelta(days=29))
    waiting = row(TaskResultStatus.READY)
    assert prune_results(NOW) == "1 tâche(s) ancienne(s) oubliée(s)"
    assert set(DBTaskResult.objects.all()) == {recent, waiting}
