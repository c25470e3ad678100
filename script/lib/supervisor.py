"""Keeps the web server and the worker alive, and ends them all together."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field

from common import PYTHON, ROOT, Ground, Stop, child_environment, die_with_parent, say

READY_WITHIN = 90.0
STOP_WITHIN = 8.0
STEADY_AFTER = 60.0
LONGEST_PAUSE = 30.0


@dataclass
class Child:
    """One supervised process, in a group of its own so that nothing of it stays behind."""

    name: str
    command: list[str]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    not_before: float = 0.0
    group: int = field(default=0)

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
        )
        self.group = self.process.pid
        self.started = time.monotonic()

    def signal(self, number: int) -> None:
        """Signal the process and whatever it started."""
        if self.group:
            try:
                os.killpg(self.group, number)
            except ProcessLookupError:
                self.group = 0

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def group_alive(self) -> bool:
        if not self.group:
            return False
        try:
            os.killpg(self.group, 0)
        except ProcessLookupError:
            self.group = 0
        except PermissionError:
            return True
        return bool(self.group)


def children_of(ground: Ground) -> list[Child]:
    """The processes of a site: one web server, one worker which also holds the scheduler."""
    env = child_environment(ground) | {"LILITH_SUPERVISED": "1"}
    # glibc opens one memory arena a thread; two are enough here and save tens of megabytes.
    env.setdefault("MALLOC_ARENA_MAX", "2")
    workers = os.environ.get("LILITH_WEB_WORKERS") or "1"
    threads = os.environ.get("LILITH_WEB_THREADS") or "4"
    for name, value in (("LILITH_WEB_WORKERS", workers), ("LILITH_WEB_THREADS", threads)):
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 64:
            raise Stop(f"{name} doit être un nombre de 1 à 64, pas « {value} ».")
    web = [
        str(PYTHON), "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws",
        "--host", ground.host, "--port", str(ground.port),
        "--workers", workers, "--blocking-threads", threads, "--workers-kill-timeout", "5",
        "--http1-header-read-timeout", "15000", "--http1-buffer-size", "65536",
        "--respawn-failed-workers", "--log-level", "warning", "config.wsgi:application",
    ]  # fmt: skip
    worker = [str(PYTHON), "manage.py", "work"]
    return [Child("web", web, env), Child("tâches", worker, env)]


def answers(ground: Ground) -> bool:
    """True when /healthz says 200."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(ground.host, ground.host)  # noqa: S104
    allowed = [
        name for name in os.environ.get("LILITH_ALLOWED_HOSTS", "").split(",") if name and not name.startswith((".", "*"))
    ]
    connection = http.client.HTTPConnection(host, ground.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": allowed[0] if allowed else f"127.0.0.1:{ground.port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def supervise(ground: Ground) -> int:
    """Run the children until SIGINT or SIGTERM; start again, with growing pauses, one that falls.

    Raises Stop when the site does not answer in time or its web server keeps falling before it ever answered.
    """
    stopping: list[int] = []

    def ask_to_stop(number: int, _frame: object) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    children = children_of(ground)
    failure = ""
    say("Démarrage du serveur…")
    try:
        for child in children:
            child.start()
        begun = time.monotonic()
        ready = False
        while not stopping:
            if not ready and answers(ground):
                ready = True
                say(f"Lilith: {ground.url}")
            if not ready and time.monotonic() - begun > READY_WITHIN:
                failure = f"Le site ne répond pas après {READY_WITHIN:.0f} secondes ; voyez les messages au-dessus."
                break
            if not ready and children[0].falls >= 3:
                failure = "Le serveur web s’arrête dès son démarrage ; voyez les messages au-dessus."
                break
            for child in children:
                _watch(child)
            time.sleep(0.2 if ready else 0.1)
    finally:
        _stop_all(children, stopping)
    if failure:
        raise Stop(failure)
    say("Lilith est arrêtée.")
    return 0


def _watch(child: Child) -> None:
    now = time.monotonic()
    if child.alive():
        if child.falls and now - child.started > STEADY_AFTER:
            child.falls = 0
        return
    if child.process is not None:
        code = child.process.returncode
        child.signal(signal.SIGKILL)
        child.process = None
        child.falls += 1
        pause = min(2.0 ** (child.falls - 1), LONGEST_PAUSE)
        child.not_before = now + pause
        say(f"Le processus « {child.name} » s’est arrêté (code {code}) ; il repart dans {pause:.0f} s.")
    elif now >= child.not_before:
        child.start()


def _stop_all(children: list[Child], stopping: list[int]) -> None:
    asked = len(stopping)
    for child in children:
        # The main process passes the word on to its own children and waits for the requests under way.
        if child.alive() and child.process is not None:
            child.process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    while time.monotonic() < deadline and len(stopping) <= max(asked, 1):
        for child in children:
            child.alive()  # reaps
        if not any(child.alive() or child.group_alive() for child in children):
            return
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
