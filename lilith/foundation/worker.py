"""The background worker: the library's loop, with what it lacks: retries, and tasks that a dead worker left behind."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)
ATTEMPTS = 5
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# Longer than any task may take: a task that runs since then on another machine was cut short.
ABANDONED_AFTER = timedelta(hours=1)


def worker_name() -> str:
    """`host:pid:start`, enough to tell later whether this very process is still alive."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{_start_of(os.getpid())}"


def _start_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


def is_gone(name: str) -> bool:
    """True when the worker of that name ran on this machine and its process has ended."""
    host, _, rest = name.partition(":")
    pid, _, start = rest.partition(":")
    if host != socket.gethostname()[:30] or not pid.isdigit():
        return False
    return _start_of(int(pid)) != start


def backoff_after(attempts: int) -> timedelta | None:
    """How long a task that failed for the `attempts`-th time waits; None when it is given up."""
    return BACKOFF[attempts - 1] if attempts < ATTEMPTS else None


def retry_later(result: DBTaskResult, *, now: datetime) -> bool:
    """Put a failed task back in the queue after a pause, or leave it failed after the last attempt. True: put back."""
    pause = backoff_after(len(result.worker_ids))
    if pause is None:
        logger.error("task %s failed for good after %d attempts", result.task_path, len(result.worker_ids))
        return False
    DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=now + pause, finished_at=None
    )
    logger.warning("task %s failed (attempt %d), again in %s", result.task_path, len(result.worker_ids), pause)
    return True


def take_back_abandoned(*, now: datetime) -> int:
    """Put back tasks whose worker was killed in the middle; the number of them. A task that keeps killing is given up."""
    count = 0
    with transaction.atomic():
        for result in DBTaskResult.objects.running().select_for_update():
            gone = not result.worker_ids or is_gone(result.worker_ids[-1])
            if not gone and result.started_at and result.started_at > now - ABANDONED_AFTER:
                continue
            pause = backoff_after(len(result.worker_ids)) if result.worker_ids else timedelta()
            if pause is None:
                result.set_failed(RuntimeError("the worker was killed each time"))
                continue
            result.status, result.run_after = TaskResultStatus.READY, now
            result.save(update_fields=["status", "run_after"])
            count += 1
    return count


class RetryingWorker(Worker):
    """Runs tasks one by one, and the scheduler beside them in a thread of the same process."""

    def __init__(self, *, every: float, tick: Callable[[datetime], list[str]]) -> None:
        super().__init__(
            queue_names=["*"], interval=1, batch=False, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=worker_name(), excluded_queue_names=[],
        )  # fmt: skip
        self.every = every
        self.tick = tick
        self.ended = threading.Event()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            retry_later(db_task_result, now=timezone.now())

    def run(self) -> None:
        take_back_abandoned(now=timezone.now())
        clock = threading.Thread(target=self._ticks, name="tick", daemon=True)
        clock.start()
        try:
            super().run()
        finally:
            self.ended.set()

    def _ticks(self) -> None:
        while not self.ended.is_set():
            close_old_connections()
            try:
                now = timezone.now()
                for line in self.tick(now):
                    logger.info("tick: %s", line)
                take_back_abandoned(now=now)
            except Exception:
                logger.exception("tick failed")
            finally:
                connection.close()
            self.ended.wait(self.every)


def prune_results(now: datetime) -> str:
    """Scheduled work: forget tasks that ended more than 30 days ago."""
    days: Any = settings.LILITH.get("TASK_RESULTS_DAYS", 30)
    limit = now - timedelta(days=days)
    count, _ = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED], finished_at__lt=limit
    ).delete()
    return f"{count} tâche(s) ancienne(s) oubliée(s)"
