"""How often each page is read, counted where every reading passes. Figures only: no address, no cookie, no agent is kept."""

from __future__ import annotations

import atexit
import logging
import re
import threading
from collections import Counter, deque
from datetime import date
from functools import lru_cache

from django.db import connection, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)
FLUSH_EVERY = 10.0
BOTS = re.compile(
    r"bot|crawl|spider|slurp|archiv|scan|monitor|check|preview|fetch|validator|lighthouse|headless|python|curl|wget|java/|"
    r"go-http|okhttp|libwww|httpclient|axios|node|ruby|perl|php|feed|rss|facebookexternalhit|whatsapp|^$",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def is_bot(agent: str) -> bool:
    """True when a program reads, going by the name that it gives; a nameless one is a program."""
    return BOTS.search(agent) is not None


class UsageCounter:
    """Counts in memory and adds to `PageView` every ten seconds. Losing a process loses ten seconds of figures."""

    def __init__(self, every: float = FLUSH_EVERY) -> None:
        # Appending is atomic: no lock on the way of a reader, and no count lost between threads.
        self._read: deque[str] = deque(maxlen=2_000_000)
        self._waiting: Counter[tuple[date, str]] = Counter()
        self._every = every
        self._started = False
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def count(self, path: str) -> None:
        """One reading of the page at `path`."""
        self._read.append(path)
        if not self._started:
            self._start()

    def _start(self) -> None:
        with self._lock:
            if not self._started:
                self._started = True
                threading.Thread(target=self._loop, name="usage", daemon=True).start()
                atexit.register(self.close)

    def _loop(self) -> None:
        while not self._ended.wait(self._every):
            self.flush(today=timezone.localdate())
            connection.close()

    def close(self) -> None:
        """Write what is left; called when the process ends."""
        self._ended.set()
        self.flush(today=timezone.localdate())

    def flush(self, *, today: date) -> int:
        """Add what was read to the figures of `today`; how many readings. Kept for the next time when the database is busy."""
        fresh: Counter[str] = Counter()
        for _ in range(len(self._read)):
            fresh[self._read.popleft()] += 1
        with self._lock:
            for path, number in fresh.items():
                self._waiting[(today, path[:500])] += number
            rows = [(day, path, number) for (day, path), number in self._waiting.items()]
            if not rows:
                return 0
            try:
                add_page_views(rows)
            except Exception as error:
                logger.warning("page views wait for the database: %s", error)
                return 0
            self._waiting.clear()
        return sum(number for _, _, number in rows)


def add_page_views(rows: list[tuple[date, str, int]]) -> None:
    """Add (day, path, number) to the figures, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO foundation_pageview (day, path, count) VALUES (%s, %s, %s) "
            "ON CONFLICT (day, path) DO UPDATE SET count = foundation_pageview.count + excluded.count",
            sorted(rows),
        )
