"""The whole of a site in one file, and back: database, media, outbox and secret key."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import connection

from lilith.foundation import schema
from lilith.foundation.page_cache.generation import generation

FORMAT = 1
MANIFEST = "manifeste.json"
SQLITE_NAME = "lilith.sqlite3"
POSTGRESQL_NAME = "base.sql"
FOLDERS = ("media", "courriels")
FILES = ("secret_key",)
CHUNK = 1024 * 1024


class BackupError(Exception):
    """The backup or the restoration cannot be done; the text says why, in French. Nothing was changed."""


def write_backup(target: Path) -> int:
    """Write the site to `target`, a tar file, while it runs; its size in bytes.

    The database is copied as it is at one moment. The file appears whole or not at all, readable by its owner only: it
    holds the secret key. Raises BackupError or OSError.
    """
    target = target.absolute()
    draft = target.with_name(f".{target.name}.part")
    digests: dict[str, dict[str, Any]] = {}
    try:
        with _private(draft) as raw, tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
            with _database_copy(draft.with_suffix(".base")) as (name, path):
                _add(archive, path, name, digests, mtime=0)
            for name in FILES:
                if (settings.DATA_DIR / name).is_file():
                    _add(archive, settings.DATA_DIR / name, name, digests)
            for folder in FOLDERS:
                for path in sorted((settings.DATA_DIR / folder).rglob("*")):
                    if path.is_file() and not path.is_symlink():
                        _add(archive, path, path.relative_to(settings.DATA_DIR).as_posix(), digests)
            manifest = {
                "format": FORMAT,
                "engine": connection.vendor,
                "migrations": [".".join(key) for key in sorted(schema.migrations_of_the_database())],
                "files": digests,
            }
            # Last: an archive that was cut has none, and is refused.
            content = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
            info = tarfile.TarInfo(MANIFEST)
            info.size, info.mode = len(content), 0o600
            archive.addfile(info, io.BytesIO(content))
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def restore_backup(source: Path, *, force: bool = False) -> int:
    """Put the site of `source` in the place of this one; the number of files.

    Every digest is checked before anything is replaced. Refused when the server runs, and, without `force`, when the site
    is not empty. Cut in the middle of the exchange, it is finished by `finish_restoration`. Raises BackupError or OSError.
    """
    with _no_server():
        manifest = _read_manifest(source)
        if manifest["engine"] != connection.vendor:
            raise BackupError(f"La sauvegarde vient de {manifest['engine']} et ce site utilise {connection.vendor}.")
        newer = set(manifest["migrations"]) - {".".join(key) for key in schema.migrations_of_the_code()}
        if newer:
            raise BackupError("La sauvegarde vient d’une version plus récente de Lilith. Installez-la d’abord.")
        if not force and _is_in_use():
            raise BackupError("Ce site contient déjà des données. Ajoutez --force pour les remplacer.")
        aside = settings.DATA_DIR / ".restauration"
        shutil.rmtree(aside, ignore_errors=True)
        try:
            _extract(source, aside, manifest)
            if connection.vendor == "postgresql":
                _load_postgresql(aside / POSTGRESQL_NAME)
                (aside / POSTGRESQL_NAME).unlink()
            else:
                _check_sqlite(aside / SQLITE_NAME)
            connection.close()
            (settings.DATA_DIR / ".base-prete").unlink(missing_ok=True)
            (aside / ".complet").touch()
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        finish_restoration()
        generation().bump()
    return len(manifest["files"])


def finish_restoration() -> bool:
    """Exchange what a restoration has prepared with what stands; True when there was something to do. Safe to repeat."""
    aside, before = settings.DATA_DIR / ".restauration", settings.DATA_DIR / ".avant-restauration"
    if not (aside / ".complet").exists():
        return False
    before.mkdir(exist_ok=True)
    names = [*FOLDERS, *FILES]
    if connection.vendor == "sqlite":
        names += [SQLITE_NAME, f"{SQLITE_NAME}-wal", f"{SQLITE_NAME}-shm"]
    for name in names:
        new, place, old = aside / name, settings.DATA_DIR / name, before / name
        if (name in FILES and not new.exists()) or (old.exists() and not new.exists()):
            continue
        if place.exists() and not old.exists():
            place.rename(old)
        if new.exists():
            if place.is_dir():
                shutil.rmtree(place)
            new.rename(place)
    shutil.rmtree(aside)
    shutil.rmtree(before)
    return True


# Writing


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        yield handle


@contextmanager
def _database_copy(draft: Path) -> Iterator[tuple[str, Path]]:
    """(name in the archive, file) of the database as it is now."""
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        if connection.vendor == "postgresql":
            _run(["pg_dump", "--no-owner", "--no-privileges", "--file", str(draft)], "pg_dump")
            yield POSTGRESQL_NAME, draft
        else:
            with closing(sqlite3.connect(connection.settings_dict["NAME"])) as origin, closing(sqlite3.connect(draft)) as copy:
                origin.backup(copy)
            yield SQLITE_NAME, draft
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


class _Digesting(io.RawIOBase):
    """Reads a file and digests what it read, so that the digest is that of the bytes in the archive."""

    def __init__(self, handle: IO[bytes]) -> None:
        self.handle = handle
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.handle.read(size)
        self.digest.update(data)
        return data


def _add(
    archive: tarfile.TarFile, path: Path, name: str, digests: dict[str, dict[str, Any]], *, mtime: int | None = None
) -> None:
    with path.open("rb") as handle:
        stat = os.fstat(handle.fileno())
        info = tarfile.TarInfo(name)
        info.size, info.mode = stat.st_size, stat.st_mode & 0o777
        info.mtime = int(stat.st_mtime) if mtime is None else mtime
        reader = _Digesting(handle)
        archive.addfile(info, reader)  # type: ignore[arg-type]
    digests[name] = {"size": info.size, "sha256": reader.digest.hexdigest()}


# Reading


def _read_manifest(source: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:") as archive:
            member = archive.extractfile(MANIFEST)
            manifest = json.loads(member.read()) if member else None
    except FileNotFoundError:
        raise BackupError(f"Le fichier {source} n’existe pas.") from None
    except (tarfile.TarError, KeyError, ValueError, EOFError):
        raise BackupError(f"{source} n’est pas une sauvegarde de Lilith, ou elle est incomplète.") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupError(f"{source} a un format de sauvegarde inconnu.")
    return manifest


def _is_expected(name: str, engine: str) -> bool:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return False
    database = POSTGRESQL_NAME if engine == "postgresql" else SQLITE_NAME
    return name in {*FILES, database} or (len(path.parts) > 1 and path.parts[0] in FOLDERS)


def _extract(source: Path, aside: Path, manifest: dict[str, Any]) -> None:
    """Write the files of the archive under `aside`, each checked against the manifest."""
    missing = set(manifest["files"])
    with tarfile.open(source, "r:") as archive:
        for member in archive:
            if member.name == MANIFEST:
                continue
            known = manifest["files"].get(member.name)
            if known is None or not member.isfile() or not _is_expected(member.name, manifest["engine"]):
                raise BackupError(f"La sauvegarde contient un élément inattendu : {member.name}.")
            place = aside / member.name
            place.parent.mkdir(parents=True, exist_ok=True)
            reader = archive.extractfile(member)
            assert reader is not None
            digest = hashlib.sha256()
            with place.open("wb") as handle:
                while data := reader.read(CHUNK):
                    digest.update(data)
                    handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            if digest.hexdigest() != known["sha256"]:
                raise BackupError(f"La sauvegarde est abîmée : {member.name} n’a pas l’empreinte attendue.")
            place.chmod(0o600 if member.name in FILES else member.mode & 0o777)
            if member.mtime:
                os.utime(place, (member.mtime, member.mtime))
            missing.discard(member.name)
    if missing:
        raise BackupError(f"La sauvegarde est incomplète : il manque {', '.join(sorted(missing)[:3])}.")


def _check_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as database:
        try:
            healthy = database.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            healthy = False
    if not healthy:
        raise BackupError("La base de données de la sauvegarde est abîmée.")


def _is_in_use() -> bool:
    if any(next((settings.DATA_DIR / folder).rglob("*"), None) for folder in FOLDERS):
        return True
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    return bool(connection.introspection.table_names())


def _load_postgresql(dump: Path) -> None:
    """Replace the content of the database by the dump, in one transaction."""
    whole = dump.with_name("tout.sql")
    with whole.open("wb") as handle, dump.open("rb") as inner:
        handle.write(
            b"SET client_min_messages TO warning;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
            b"COMMENT ON SCHEMA public IS 'standard public schema';\n"
        )
        shutil.copyfileobj(inner, handle)
    connection.close()
    try:
        _run(
            ["psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--file", str(whole)], "psql"
        )
    finally:
        whole.unlink()


def _run(command: list[str], tool: str) -> None:
    if shutil.which(tool) is None:
        raise BackupError(f"Il manque l’outil {tool}. Sur Debian et Ubuntu : apt install postgresql-client.")
    wanted = connection.settings_dict
    env = dict(os.environ)
    for name, key in (
        ("PGHOST", "HOST"),
        ("PGPORT", "PORT"),
        ("PGUSER", "USER"),
        ("PGPASSWORD", "PASSWORD"),
        ("PGDATABASE", "NAME"),
    ):
        if wanted.get(key):
            env[name] = str(wanted[key])
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise BackupError(f"{tool} a échoué : {done.stderr.strip()[-800:]}")


@contextmanager
def _no_server() -> Iterator[None]:
    """Hold the place of the server: none runs on this data folder and none starts meanwhile."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    fd = os.open(settings.DATA_DIR / "serveur.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("Le serveur utilise ce dossier de données. Arrêtez-le avant de restaurer.") from None
        yield
    finally:
        os.close(fd)
