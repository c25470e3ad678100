"""The clock of the site: runs the jobs that rooms registered when they are due."""

from __future__ import annotations

import fcntl
import logging
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from lilith.foundation.models import ScheduledRun
from lilith.foundation.slots import ScheduledWork, scheduled_work

logger = logging.getLogger(__name__)
# A job that failed or was cut short waits this long at most before it runs again.
RETRY_AFTER = timedelta(minutes=10)
# Ticks come every minute and never on the dot: a job due in a few seconds is due.
TOLERANCE = timedelta(seconds=5)


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """True inside when no other process of this site does `name` now; the hold dies with the process."""
    if connection.vendor == "postgresql":
        number = zlib.crc32(f"lilith:{name}".encode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            held = bool(cursor.fetchone()[0])
        try:
            yield held
        finally:
            if held:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
        return
    fd = os.open(settings.DATA_DIR / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(fd)


def is_due(work: ScheduledWork, run: ScheduledRun | None, *, now: datetime) -> bool:
    """True when the job never ran, ran `every` ago, or began and never ended."""
    if run is None:
        return True
    if run.finished_at is None:
        return run.started_at + min(work.every, RETRY_AFTER) <= now + TOLERANCE
    return run.started_at + work.every <= now + TOLERANCE


def run_due_work(*, now: datetime) -> list[str]:
    """Run every job that is due at `now`; one line a job says what it did, in French.

    A job that fails is logged, leaves the others alone, and runs again within ten minutes. Safe to call twice and to
    kill: a job is noted as begun before it runs and as done after.
    """
    with only_one("tick") as free:
        if not free:
            return ["un autre passage est en cours"]
        return [_run(work, now=now) for work in scheduled_work() if _claim(work, now=now)]


def _claim(work: ScheduledWork, *, now: datetime) -> bool:
    run = ScheduledRun.objects.filter(name=work.name).first()
    if not is_due(work, run, now=now):
        return False
    ScheduledRun.objects.update_or_create(name=work.name, defaults={"started_at": now, "finished_at": None})
    return True


def _run(work: ScheduledWork, *, now: datetime) -> str:
    try:
        report = work.run(now) or "fait"
    except Exception as error:
        logger.exception("scheduled work %s failed", work.name)
        report = f"échec ({type(error).__name__})"
        ScheduledRun.objects.filter(name=work.name).update(report=report)
    else:
        ScheduledRun.objects.filter(name=work.name).update(report=report, finished_at=timezone.now())
    return f"{work.name}\u00a0: {report}"
