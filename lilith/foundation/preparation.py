"""From a data folder to a site that can be served: each step runs when what it depends on has changed, and may be cut."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from lilith.foundation import schema
from lilith.foundation.backup import finish_restoration
from lilith.foundation.migrating import migrate_whole, repair_cut_migration
from lilith.foundation.models import PreparedStage
from lilith.foundation.page_cache.generation import generation

Say = Callable[[str], None]
# Names of unknown migrations that a message shows.
SHOWN = 3


def digest_of(paths: Iterable[Path], *words: str) -> str:
    """Digest of the names and bytes of files, whatever the order they come in, and of some words."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for path in sorted(paths):
        digest.update(str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path).encode())
        digest.update(b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path, *endings: str) -> list[Path]:
    skipped = {"__pycache__", "tests"}
    found = (path for path in folder.rglob("*") if path.is_file() and not skipped & set(path.parts))
    return [path for path in found if not endings or path.suffix in endings]


def _lock_file() -> list[Path]:
    path = settings.BASE_DIR / "requirements" / "base.txt"
    return [path] if path.exists() else []


@cache
def code_digest() -> str:
    """Digest of the code, templates and locked dependencies: a new release."""
    return digest_of(
        [*_files(settings.BASE_DIR / "lilith", ".py", ".html", ".txt", ".svg", ".json", ".yaml", ".csv"), *_lock_file()]
    )


def content_digest() -> str:
    """Digest of the launch content and of the code that reads it."""
    return digest_of(_files(settings.CONTENT_DIR), code_digest())


def search_digest() -> str:
    """Digest of what decides how texts are analysed."""
    folder = settings.BASE_DIR / "lilith" / "search"
    return digest_of(
        [path for path in _files(folder, ".py", ".csv", ".txt", ".json") if "management" not in path.parts] + _lock_file()
    )


def static_digest() -> str:
    """Digest of our static files, of the dependencies that bring theirs, and of the templates of the fixed error pages."""
    folders = [path for path in (settings.BASE_DIR / "lilith").glob("*/static") if path.is_dir()]
    pages = (settings.BASE_DIR / "lilith" / "foundation" / "templates").glob("5*.html")
    return digest_of([*(file for folder in folders for file in _files(folder)), *pages, *_lock_file()], settings.STATIC_URL)


def prepare(*, say: Say, only_database: bool = False) -> None:
    """Bring the database up to date and, unless `only_database`, content, demonstration and static files.

    Raises CommandError, in French, when a step cannot be done; steps already done stay done.
    """
    if finish_restoration():
        say("Restauration coupée\u00a0: elle est terminée.")
    _migrate(say)
    if only_database:
        return
    commands = get_commands()
    wants_demo = settings.DEMO and "load_demo" in commands
    if wants_demo and not PreparedStage.objects.filter(name="content").exists():
        # Only a new folder gets the demonstration: a site already in use never does. An empty digest says "to do".
        PreparedStage.objects.get_or_create(name="demo", defaults={"digest": "", "done_at": timezone.now()})
    changed = _once("content", content_digest(), say, "Contenu de lancement", lambda: call_command("load_content"))
    if wants_demo and PreparedStage.objects.filter(name="demo").exists():
        changed |= _once("demo", content_digest(), say, "Démonstration", lambda: call_command("load_demo"))
    if "search_rebuild" in commands:
        # Loading has indexed what it wrote; a new way to analyse texts writes the whole index again.
        known = PreparedStage.objects.filter(name="search").exists()
        changed |= _once(
            "search", search_digest(), say, "Index de la recherche", lambda: call_command("search_rebuild", tout=known)
        )
    if changed and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
    _collect_static(say)
    # A new start is a new code perhaps: nothing that was kept before it is served.
    generation().bump()


def _migrate(say: Say) -> None:
    if repair_cut_migration():
        say("Base de données\u00a0: la dernière migration avait été coupée, son point de départ est remis.")
    unknown = schema.unknown_migrations()
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:SHOWN])
        raise CommandError(
            "La base de données vient d’une version plus récente de Lilith "
            f"({len(unknown)} migration(s) inconnue(s)\u00a0: {names}…). "
            "Installez cette version, ou restaurez une sauvegarde\u00a0: rien n’a été changé."
        )
    pending = schema.pending_migrations()
    if pending:
        say(f"Base de données\u00a0: {len(pending)} migration(s) à appliquer…")
        migrate_whole()
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", verbosity=0)
    say("Base de données\u00a0: à jour.")


def _once(name: str, digest: str, say: Say, label: str, step: Callable[[], None]) -> bool:
    """Run a step unless it was done from the same digest; True when it ran."""
    if PreparedStage.objects.filter(name=name, digest=digest).exists():
        say(f"{label}\u00a0: à jour.")
        return False
    say(f"{label}\u00a0: chargement…")
    step()
    PreparedStage.objects.update_or_create(name=name, defaults={"digest": digest, "done_at": timezone.now()})
    return True


def _collect_static(say: Say) -> None:
    """Collect beside the served folder, then swap: a site never serves half of its files."""
    root = settings.DATA_DIR / "static"
    stamp, wanted = ".lilith-digest", static_digest()
    try:
        if (root / stamp).read_text(encoding="ascii") == wanted:
            say("Fichiers statiques\u00a0: à jour.")
            return
    except OSError:
        pass
    say("Fichiers statiques\u00a0: préparation…")
    part, old = root.with_name("static.part"), root.with_name("static.old")
    for leftover in (part, old):
        shutil.rmtree(leftover, ignore_errors=True)
    # In a process of its own: the storage reads its folder once, when it is first used.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=settings.BASE_DIR, env={**os.environ, "LILITH_STATIC_ROOT": str(part)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        shutil.rmtree(part, ignore_errors=True)
        raise CommandError(f"Les fichiers statiques n’ont pas pu être préparés\u00a0: {done.stderr.strip()[-1500:]}")
    if root.exists():
        root.rename(old)
    part.rename(root)
    shutil.rmtree(old, ignore_errors=True)
    _write_fixed_pages(root / "erreurs")
    (root / stamp).write_text(wanted, encoding="ascii")


def _write_fixed_pages(folder: Path) -> None:
    """The pages that a reverse proxy shows when the site does not answer."""
    if hasattr(staticfiles_storage, "load_manifest"):  # names of the files just collected, not of those before
        staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()
    folder.mkdir(exist_ok=True)
    for status in (500, 503):
        (folder / f"{status}.html").write_text(render_to_string(f"{status}.html"), encoding="utf-8")
