"""The steps from nothing to a site that can be served. Each is skipped when what it depends on has not changed, and can be
cut at any point and run again."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common import PYTHON, ROOT, VENV, Ground, Stop, child_environment, digest_of, is_locked, lock, run, say, write_whole

BASE = ROOT / "requirements" / "base.txt"
DEV = ROOT / "requirements" / "dev.txt"
UNFINISHED = VENV / ".lilith-unfinished"
STAMP = VENV / ".lilith-stamp"
SPACE_FOR_DATA = 150 * 1024 * 1024
SPACE_FOR_VENV = 900 * 1024 * 1024


def check_port(ground: Ground) -> None:
    """Raise Stop when another program already listens where the site must."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            ground.host, ground.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        raise Stop(f"LILITH_HOST={ground.host} n’est pas une adresse de cette machine.") from None
    except PermissionError:
        raise Stop(
            f"Le port {ground.port} est réservé au système. Choisissez-en un autre : PORT=8080 ./script/server"
        ) from None
    except OSError as error:
        if error.errno == 99:
            raise Stop(f"LILITH_HOST={ground.host} n’est pas une adresse de cette machine.") from None
        other = ground.port + 1 if ground.port < 65535 else 8001
        raise Stop(
            f"Le port {ground.port} est déjà pris par un autre programme. Choisissez-en un autre : PORT={other} ./script/server"
        ) from None


def check_data_folder(ground: Ground) -> None:
    """Make the data folder; raise Stop or OSError when it cannot be written or has no room left."""
    if ground.data.exists() and not ground.data.is_dir():
        raise Stop(f"LILITH_DATA_DIR={ground.data} n’est pas un dossier.")
    ground.data.mkdir(parents=True, exist_ok=True)
    probe = ground.data / f".essai.{os.getpid()}"
    try:
        probe.write_bytes(b"x" * 4096)
    finally:
        probe.unlink(missing_ok=True)
    check_space(ground.data, SPACE_FOR_DATA)


def check_space(folder: Path, needed: int) -> None:
    """Raise Stop when the disk of `folder` has less than `needed` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Stop(
            f"Il reste {free // 2**20} Mo sur le disque de {folder} ; il en faut {needed // 2**20}. "
            "Libérez de la place, puis relancez : rien n’est perdu."
        )


@contextmanager
def server_lock(ground: Ground) -> Iterator[None]:
    """Be the only server of this data folder."""
    with lock(
        ground.data / "serveur.lock",
        wait=False,
        busy=lambda pid: (
            f"Un autre serveur utilise déjà le dossier {ground.data} (processus {pid or 'inconnu'}). Arrêtez-le d’abord."
        ),
    ):
        yield


def server_is_running(ground: Ground) -> bool:
    """True while a server holds this data folder."""
    return is_locked(ground.data / "serveur.lock")


def _venv_python_works() -> bool:
    if not PYTHON.exists():
        return False
    try:
        answer = subprocess.run(  # noqa: S603
            [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def ensure_venv(*, dev: bool = False) -> None:
    """Have `.venv` hold exactly the locked dependencies (with those of the tests when `dev`).

    A marker stands while packages are written: an environment that was cut short is made again from nothing, and an
    environment that another checkout or another Python made is too.
    """
    place = f"{VENV} {sys.version_info[0]}.{sys.version_info[1]}"
    wanted = {"base": digest_of([BASE], place), "dev": digest_of([BASE, DEV], place)}
    names = ["base", "dev"] if dev else ["base"]

    def done() -> bool:
        try:
            stamps = json.loads(STAMP.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return not UNFINISHED.exists() and PYTHON.exists() and all(stamps.get(name) == wanted[name] for name in names)

    if done():
        return
    # The lock is on a file of the checkout, not in the folder that may be made again.
    with _checkout_lock():
        if done():
            return
        new = not VENV.exists()
        check_space(ROOT, SPACE_FOR_VENV if new or UNFINISHED.exists() else 50 * 1024 * 1024)
        if UNFINISHED.exists() or not _venv_python_works():
            if not new:
                say("Environnement Python inachevé ou d’une autre version : il est refait.")
            new = True
            shutil.rmtree(VENV, ignore_errors=True)
            say("Création de l’environnement Python…")
            VENV.mkdir()
            UNFINISHED.touch()
            try:
                venv.EnvBuilder(with_pip=True, symlinks=True, clear=False).create(VENV)
            except (Exception, KeyboardInterrupt):
                shutil.rmtree(VENV, ignore_errors=True)
                raise
        say("Installation des dépendances" + (" des tests" if dev else "") + " (une à trois minutes la première fois)…")
        _install(["-r", str(BASE), *(["-r", str(DEV)] if dev else [])], new=new)
        try:
            kept = json.loads(STAMP.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        kept = {name: digest for name, digest in kept.items() if wanted.get(name) == digest}
        write_whole(STAMP, json.dumps(kept | {name: wanted[name] for name in names}))
        UNFINISHED.unlink(missing_ok=True)


@contextmanager
def _checkout_lock() -> Iterator[None]:
    import fcntl

    with BASE.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Une autre commande prépare l’environnement Python : attente…")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _install(arguments: list[str], *, new: bool) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    if not new:
        # Ask first whether anything is missing: an environment that is already right is never opened for writing.
        code, _ = run([*pip, "--dry-run", "--no-index", "--no-deps", "--require-hashes", *arguments])
        if code == 0:
            return
    UNFINISHED.touch()
    code, output = run([*pip, "--require-hashes", *arguments])
    if code == 0:
        return
    reason = _why_pip_failed(output)
    if new:
        shutil.rmtree(VENV, ignore_errors=True)
    raise Stop(reason)


def _why_pip_failed(output: str) -> str:
    if "No space left" in output or "Disk quota" in output:
        return "Le disque est plein : les dépendances n’ont pas pu être installées. Libérez de la place, puis relancez."
    if "Read-only file system" in output or "Permission denied" in output:
        return f"Le dossier {VENV} ne peut pas être écrit : les dépendances n’ont pas pu être installées."
    if "DO NOT MATCH THE HASHES" in output:
        return "Un paquet reçu n’a pas l’empreinte attendue : rien n’a été installé.\n" + _tail(output)
    signs = (
        "Temporary failure in name resolution", "Name or service not known", "Network is unreachable", "Connection refused",
        "NewConnectionError", "Max retries exceeded", "ConnectTimeout", "Read timed out", "Could not find a version",
        "No matching distribution", "ProxyError", "SSLError",
    )  # fmt: skip
    if any(sign in output for sign in signs):
        return (
            "Les dépendances n’ont pas pu être téléchargées. Vérifiez le réseau (ou la configuration de pip), puis relancez : "
            "rien n’a été installé à moitié.\n" + _tail(output)
        )
    return "L’installation des dépendances a échoué.\n" + _tail(output)


def _tail(output: str, lines: int = 6) -> str:
    told = [line for line in output.strip().splitlines() if "WARNING: Retrying" not in line]
    return "\n".join("  " + line for line in told[-lines:])


def migrations_digest(ground: Ground) -> str:
    """Changes when the database may have to be migrated: our migrations, the dependencies, or the database itself."""
    return digest_of([BASE, *ROOT.glob("lilith/*/migrations/*.py")], ground.database_url)


def prepare_site(ground: Ground, *, only_database: bool = False) -> None:
    """Database, content, demonstration, static files: what changed and nothing else. Raises Stop when a step fails."""
    stamp = ground.data / ".base-prete"
    wanted = migrations_digest(ground)
    if only_database and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and _database_is_there(ground):
        return
    with lock(
        ground.data / "preparation.lock",
        wait=True,
        busy=lambda pid: "",
        waiting="Une autre commande prépare ce dossier de données : attente…",
    ):
        command = [str(PYTHON), "manage.py", "prepare", *(["--only-database"] if only_database else [])]
        code, output = run(command, env=child_environment(ground), live=True)
        if code != 0:
            if "No space left" in output or "database or disk is full" in output:
                raise Stop("Le disque est plein. Libérez de la place, puis relancez : rien n’est perdu.")
            raise Stop(
                "La préparation du site a échoué ; la raison est juste au-dessus. "
                "Rien n’est à moitié fait : relancez après correction."
            )
        write_whole(stamp, wanted)


def _database_is_there(ground: Ground) -> bool:
    return bool(os.environ.get("DATABASE_URL")) or (ground.data / "lilith.sqlite3").exists()
