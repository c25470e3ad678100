"""What every command shares: places, environment, messages, locks, child processes. Standard library only."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Stop(Exception):  # noqa: N818
    """The command cannot go on; the text says why and what to do, in French."""


@dataclass(frozen=True)
class Ground:
    """Where and how the site runs, read once from the environment."""

    data: Path
    host: str
    port: int
    environment: str

    @property
    def database_url(self) -> str:
        return os.environ.get("DATABASE_URL") or f"sqlite:///{self.data / 'lilith.sqlite3'}"

    @property
    def url(self) -> str:
        """Address to open on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        if ":" in host and not host.startswith("["):
            host = f"[{host}]"
        return f"http://{host}:{self.port}"


def read_ground() -> Ground:
    """The environment as a Ground. Raises Stop when a variable makes no sense."""
    raw_port = os.environ.get("PORT") or "8000"
    if not raw_port.isascii() or not raw_port.isdigit() or not 0 < int(raw_port) < 65536:
        raise Stop(f"PORT doit être un nombre de 1 à 65535, pas « {raw_port} ».")
    environment = os.environ.get("LILITH_ENV") or "embedded"
    if not (ROOT / "config" / "settings" / f"{environment}.py").is_file() or environment == "base":
        raise Stop(f"LILITH_ENV doit être embedded ou production, pas « {environment} ».")
    demo = (os.environ.get("LILITH_DEMO") or "").lower()
    if demo not in {"", "0", "1", "true", "false", "oui", "non", "yes", "no", "on", "off"}:
        raise Stop(f"LILITH_DEMO doit être 0 ou 1, pas « {demo} ».")
    if environment == "production" and demo in {"1", "true", "oui", "yes", "on"}:
        raise Stop("Les données de démonstration sont refusées avec LILITH_ENV=production.")
    data = Path(os.environ.get("LILITH_DATA_DIR") or ROOT / "var").expanduser().absolute()
    return Ground(data=data, host=os.environ.get("LILITH_HOST") or "127.0.0.1", port=int(raw_port), environment=environment)


def child_environment(ground: Ground) -> dict[str, str]:
    """The environment of our Python processes: same settings and same data for all of them."""
    env = dict(os.environ)
    env.pop("PYTHONHOME", None)
    env.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{ground.environment}")
    env.update(LILITH_DATA_DIR=str(ground.data), LILITH_ENV=ground.environment, PORT=str(ground.port), PYTHONUNBUFFERED="1")
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', '/usr/bin:/bin')}"
    return env


quiet = False


def say(text: str) -> None:
    """One line of progress: standard output, or standard error for commands whose output is data."""
    print(text, file=sys.stderr if quiet else sys.stdout, flush=True)


def explain(error: OSError) -> str:
    """A system error as one French sentence."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"le disque est plein{where}. Libérez de la place, puis relancez : rien n’est perdu."
    if error.errno == errno.EROFS:
        return f"le disque est en lecture seule{where}. Choisissez un autre dossier avec LILITH_DATA_DIR."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"l’écriture est refusée{where}. Choisissez un autre dossier avec LILITH_DATA_DIR, ou changez ses droits."
    return f"erreur du système : {error.strerror or error}{where}."


def digest_of(paths: Iterable[Path], *words: str) -> str:
    """Digest of the names and bytes of files, in order, and of some words."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for path in sorted(paths):
        digest.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def lock(path: Path, *, wait: bool, busy: Callable[[str], str], waiting: str = "") -> Iterator[None]:
    """Hold the lock file `path`, which dies with the process. `busy` makes the message from what the holder wrote in it."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise Stop(busy(os.pread(fd, 40, 0).decode(errors="replace").strip())) from None
            say(waiting)
            fcntl.flock(fd, fcntl.LOCK_EX)
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(fd)


def is_locked(path: Path) -> bool:
    """True while another process holds the lock file `path`."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


def die_with_parent(sig: int = signal.SIGKILL) -> Callable[[], None]:
    """A preexec_fn: the child gets `sig` when we die, even of kill -9 (Linux)."""
    parent = os.getpid()

    def preexec() -> None:
        if _libc is not None:
            _libc.prctl(1, int(sig), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return preexec


def run(command: list[str], *, env: dict[str, str] | None = None, live: bool = False, cwd: Path = ROOT) -> tuple[int, str]:
    """Run a step and give its code and its output, which is also shown as it comes when `live`."""
    process = subprocess.Popen(  # noqa: S603
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=die_with_parent(),  # noqa: PLW1509
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if live:
                say(line.rstrip("\n"))
        code = process.wait()
    except BaseException:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
    return code, "".join(lines[-400:])
