"""One token for "what the public sees": a kept page is good while the token is the one it was made under.

The token is shared by every process: eight bytes of a file mapped in memory (one machine), or a Redis key.
"""

from __future__ import annotations

import fcntl
import logging
import mmap
import os
import secrets
import struct
import threading
import time
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)
REDIS_KEY = "lilith:generation"
# An edit is public within two seconds: this, plus one second of nginx, plus the making of the page.
REDIS_READ_EVERY = 0.5


class Generation(Protocol):
    """Where the token is kept."""

    def read(self) -> bytes | None:
        """The token now; None when it cannot be known, and then nothing kept may be served."""

    def bump(self) -> None:
        """Change the token: all that was kept is out of date, in every process."""


class FileGeneration:
    """Eight bytes in the data folder, read from memory at each hit (about 60 ns)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._map: mmap.mmap | None = None
        self._lock = threading.Lock()

    def _open(self) -> mmap.mmap:
        with self._lock:
            if self._map is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
                try:
                    fcntl.flock(fd, fcntl.LOCK_EX)
                    if os.fstat(fd).st_size < 8:
                        os.pwrite(fd, struct.pack("<Q", time.time_ns()), 0)
                    self._map = mmap.mmap(fd, 8)
                finally:
                    # The map keeps a copy of the descriptor, and with it the lock: closing is not enough.
                    fcntl.flock(fd, fcntl.LOCK_UN)
                    os.close(fd)
            return self._map

    def read(self) -> bytes | None:
        if self._map is None:
            try:
                self._open()
            except OSError as error:
                logger.error("the page cache is off: %s", error)
                return None
        return self._map[:8]  # type: ignore[index]

    def bump(self) -> None:
        self._open()
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            before = os.pread(fd, 8, 0)
            last = struct.unpack("<Q", before)[0] if len(before) == 8 else 0
            # Never a number seen before, even if the clock of the machine goes back.
            os.pwrite(fd, struct.pack("<Q", max(last + 1, time.time_ns())), 0)
        finally:
            os.close(fd)


class RedisGeneration:
    """A Redis key, read at most twice a second in each process."""

    def __init__(self, url: str) -> None:
        import redis

        self._redis = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._errors = (redis.RedisError, OSError)
        self._token: bytes | None = None
        self._failed = False
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def read(self) -> bytes | None:
        now = time.monotonic()
        # One thread asks; the others go on with an answer that is half a second old at most.
        if now - self._read_at >= REDIS_READ_EVERY and self._lock.acquire(blocking=self._token is None):
            try:
                if time.monotonic() - self._read_at >= REDIS_READ_EVERY:
                    self._token = self._ask()
                    self._read_at = time.monotonic()
            finally:
                self._lock.release()
        return self._token

    def _ask(self) -> bytes | None:
        try:
            if self._failed:
                # An edit may have failed to say so meanwhile.
                self._redis.set(REDIS_KEY, self._fresh())
            token = self._redis.get(REDIS_KEY)
            if token is None:
                self._redis.set(REDIS_KEY, self._fresh(), nx=True)
                token = self._redis.get(REDIS_KEY)
        except self._errors as error:
            if not self._failed:
                logger.error("the page cache is off, Redis does not answer: %s", error)
            self._failed = True
            return None
        self._failed = False
        return token if isinstance(token, bytes) else None

    @staticmethod
    def _fresh() -> str:
        # Random, so that a Redis that was emptied never comes back to a token already used.
        return f"{time.time_ns()}-{secrets.token_hex(4)}"

    def bump(self) -> None:
        self._redis.set(REDIS_KEY, self._fresh())
        self._read_at = float("-inf")


@cache
def generation() -> Generation:
    """The token of this site, as the settings say."""
    if settings.REDIS_URL:
        return RedisGeneration(settings.REDIS_URL)
    return FileGeneration(settings.DATA_DIR / "generation")


def bump_on_commit() -> None:
    """Put every kept page out of date once the transaction under way is committed."""
    transaction.on_commit(_bump, robust=True)


def _bump() -> None:
    try:
        generation().bump()
    except Exception as error:
        # The change is committed: the public must see it, however long the other side is away.
        logger.error("the page cache could not be told of a change, trying again: %s", error)
        threading.Thread(target=_bump_until_done, name="bump", daemon=True).start()


def _bump_until_done(tries: int = 600) -> None:
    for _ in range(tries):
        time.sleep(1)
        try:
            generation().bump()
        except Exception:  # noqa: S112
            continue
        return
