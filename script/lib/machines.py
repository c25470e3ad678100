"""Other programs that tests and benchmarks need: found, installed on Debian when we may, and run for a moment."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from common import Stop, die_with_parent, run, say

ACCOUNT = "postgres"


@dataclass(frozen=True)
class Tool:
    """A program, the Debian packages that bring it, and how to know that it is there."""

    name: str
    packages: tuple[str, ...]

    def is_there(self) -> bool:
        if self.name == "postgresql":
            return postgresql_folder() is not None
        if self.name == "chromium":
            return chromium_path() is not None
        return shutil.which(self.name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is not None


CHROMIUM = Tool("chromium", ("chromium",))
POSTGRESQL = Tool("postgresql", ("postgresql", "postgresql-client"))
NGINX = Tool("nginx", ("nginx",))
REDIS = Tool("redis-server", ("redis-server",))
WRK = Tool("wrk", ("wrk",))


def chromium_path() -> str | None:
    """The browser of this machine, or the one that LILITH_CHROMIUM names."""
    chosen = os.environ.get("LILITH_CHROMIUM")
    if chosen:
        return chosen if os.access(chosen, os.X_OK) else None
    return next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


def postgresql_folder() -> Path | None:
    """The folder of `initdb` and `postgres`, of the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4].split(".")[0]))
    if found:
        return found[-1].parent
    path = shutil.which("postgres")
    return Path(path).resolve().parent if path else None


def ensure(tools: list[Tool]) -> list[str]:
    """Install what is missing when this is Debian or Ubuntu and we are root; one line for each tool still missing."""
    missing = [tool for tool in tools if not tool.is_there()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [package for tool in missing for package in tool.packages]
        say(f"Installation de {', '.join(tool.name for tool in missing)}…")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        code, _ = run([*install, *packages], env=env)
        if code != 0:
            run(["apt-get", "update", "-qq"], env=env)
            for tool in missing:
                code, _ = run([*install, *tool.packages], env=env)
                if code != 0:
                    run([*install, tool.packages[0]], env=env)
    return [
        f"{tool.name} manque. Sur Debian et Ubuntu : apt install {' '.join(tool.packages)}"
        for tool in missing
        if not tool.is_there()
    ]


def free_port() -> int:
    """A port of the loopback that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 30.0) -> None:
    """Return when something listens on `port`. Raises Stop when the process ends first or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Stop(f"{process.args[0]} ne démarre pas.")  # type: ignore[index]


@contextmanager
def program(command: list[str], port: int, *, log: Path, user: str | None = None) -> Iterator[None]:
    """Run a server on `port` for a moment. It dies with us."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, user=user, group=user,
            extra_groups=[] if user else None, preexec_fn=die_with_parent(signal.SIGQUIT), start_new_session=True,
        )  # fmt: skip
    try:
        try:
            wait_for_port(port, process)
        except Stop as stop:
            raise Stop(f"{stop}\n{log.read_text(errors='replace')[-1500:]}") from None
        yield
    finally:
        process.send_signal(signal.SIGQUIT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def postgresql(*, fast: bool = True) -> Iterator[str]:
    """A PostgreSQL of our own in a temporary folder: its address, without a database name. `fast`: nothing is safe on disk."""
    binaries = postgresql_folder()
    if binaries is None:
        raise Stop("PostgreSQL manque. Sur Debian et Ubuntu : apt install postgresql")
    user = ACCOUNT if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="lilith-pg-"))
    try:
        if user:
            account = pwd.getpwnam(user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        made = subprocess.run(  # noqa: S603
            [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            user=user, group=user, extra_groups=[] if user else None, cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode != 0:
            raise Stop(f"PostgreSQL n’a pas pu préparer son dossier.\n{made.stderr[-800:]}")
        port = free_port()
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder), "max_connections": "60"}
        if fast:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with program(command, port, log=folder / "log", user=user):
            yield f"postgres://postgres@127.0.0.1:{port}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
