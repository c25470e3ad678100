import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from lilith.foundation import scheduler, slots
from lilith.foundation.models import ScheduledRun
from lilith.foundation.scheduler import run_due_work
from lilith.foundation.slots import ScheduledWork

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def jobs(monkeypatch):
    monkeypatch.setattr(slots, "_scheduled", {})
    done = []

    def add(name, every=HOUR, run=None):
        slots.register_scheduled_work(
            ScheduledWork(name, every, run or (lambda now: done.append((name, now)) or f"{name} fait"))
        )

    add.done = done
    return add


def test_a_new_job_runs_at_once_and_says_what_it_did(jobs):
    jobs("relances")
    assert run_due_work(now=NOON) == ["relances\u00a0: relances fait"]
    assert ScheduledRun.objects.get().report == "relances fait"


def test_a_job_waits_for_its_time(jobs):
    jobs("relances")
    run_due_work(now=NOON)
    assert run_due_work(now=NOON + timedelta(minutes=30)) == []
    run_due_work(now=NOON + HOUR)
    assert [now for _, now in jobs.done] == [NOON, NOON + HOUR]


def test_a_tick_that_comes_a_second_early_does_not_lose_a_turn(jobs):
    jobs("relances", every=timedelta(minutes=1))
    run_due_work(now=NOON)
    run_due_work(now=NOON + timedelta(seconds=59))
    assert len(jobs.done) == 2


def test_a_job_that_fails_leaves_the_others_alone_and_runs_again_soon(jobs):
    def fails(now):
        raise ValueError("boom")

    jobs("a-casse", every=timedelta(days=1), run=fails)
    jobs("b-marche", every=timedelta(days=1))
    assert run_due_work(now=NOON) == ["a-casse\u00a0: échec (ValueError)", "b-marche\u00a0: b-marche fait"]
    assert run_due_work(now=NOON + timedelta(minutes=5)) == []
    assert len(run_due_work(now=NOON + timedelta(minutes=11))) == 1


def test_a_job_that_was_cut_short_runs_again(jobs):
    jobs("relances", every=timedelta(days=1))
    ScheduledRun.objects.create(name="relances", started_at=NOON - timedelta(minutes=20), finished_at=None)
    run_due_work(now=NOON)
    assert len(jobs.done) == 1


def test_two_ticks_at_once_do_the_work_once(jobs, settings):
    jobs("relances")
    if connection.vendor == "postgresql":
        pytest.skip("the lock of PostgreSQL is held by a connection, not by a file")
    hold = (
        "import fcntl, os, sys; fd = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT); fcntl.flock(fd, fcntl.LOCK_EX);"
        "print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", hold, str(settings.DATA_DIR / "tick.lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout.readline() == b"held\n"
    assert run_due_work(now=NOON) == ["un autre passage est en cours"]
    other.kill()
    other.wait()
    assert len(run_due_work(now=NOON)) == 1


def test_the_command_says_what_it_did(jobs):
    jobs("relances")
    out = StringIO()
    call_command("tick", stdout=out)
    call_command("tick", stdout=out)
    assert out.getvalue() == "relances\u00a0: relances fait\n"


def test_the_lock_is_let_go_after_an_error(jobs):
    with pytest.raises(ZeroDivisionError), scheduler.only_one("x"):
        raise ZeroDivisionError
    with scheduler.only_one("x") as free:
        assert free
