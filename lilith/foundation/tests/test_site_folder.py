"""A real data folder in real processes: prepared, cut, saved and put back."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LILITH_", "DJANGO_"))}
    for name in ("DATABASE_URL", "REDIS_URL"):
        kept.pop(name, None)
    return kept | {"LILITH_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.embedded"}


def manage(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment(folder), capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def digests(folder: Path) -> dict[str, str]:
    files = [path for name in ("lilith.sqlite3", "secret_key", "media", "courriels") for path in _files(folder / name)]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(inner for inner in path.rglob("*") if inner.is_file())


def dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "lilith.sqlite3")) as database:
        return list(database.iterdump())


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A migrated site with some files, made by a process that was killed once on the way."""
    folder = tmp_path_factory.mktemp("site")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "prepare", "--only-database"],
        cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not (folder / "migration-en-cours").exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(1.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (folder / "migration-en-cours").exists(), "the migration was to be cut before its end"
    done = manage(folder, "prepare", "--only-database")
    assert done.returncode == 0, done.stderr
    assert "avait été coupée" in done.stdout
    (folder / "media" / "images").mkdir(parents=True)
    (folder / "media" / "images" / "é è.png").write_bytes(bytes(range(256)) * 500)
    (folder / "courriels").mkdir()
    (folder / "courriels" / "1.eml").write_text("Bonjour")
    return folder


@pytest.fixture
def copy(site, tmp_path):
    shutil.copytree(site, tmp_path / "copie", ignore=shutil.ignore_patterns("*.lock"))
    return tmp_path / "copie"


@pytest.fixture(scope="module")
def saved(site, tmp_path_factory):
    target = tmp_path_factory.mktemp("sauvegarde") / "site.tar"
    done = manage(site, "backup", str(target))
    assert done.returncode == 0, done.stderr
    return target


def test_a_cut_migration_leaves_a_whole_database_the_next_time(site):
    assert not (site / "migration-en-cours").exists()
    with closing(sqlite3.connect(site / "lilith.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert manage(site, "migrate", "--check").returncode == 0


def test_a_second_preparation_changes_nothing(site):
    before = dump(site)
    done = manage(site, "prepare", "--only-database")
    assert "Base de données\u00a0: à jour." in done.stdout
    assert dump(site) == before


def test_a_database_of_a_newer_version_is_refused_and_left_alone(copy):
    with closing(sqlite3.connect(copy / "lilith.sqlite3")) as database, database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('practices', '9999_later', '2027-01-01')")
    before = dump(copy)
    done = manage(copy, "prepare")
    assert done.returncode != 0
    assert "version plus récente" in done.stderr
    assert "practices.9999_later" in done.stderr
    assert dump(copy) == before


def test_an_upgrade_that_was_cut_starts_again_from_where_it_was(copy):
    shutil.copyfile(copy / "lilith.sqlite3", copy / "avant-migration.sqlite3")
    (copy / "migration-en-cours").write_text("copie")
    before = dump(copy)
    with closing(sqlite3.connect(copy / "lilith.sqlite3")) as database, database:
        database.execute("DROP TABLE foundation_pageview")
    assert manage(copy, "prepare", "--only-database").returncode == 0
    assert dump(copy) == before


def test_a_site_comes_back_byte_for_byte(site, saved, tmp_path):
    new = tmp_path / "neuf"
    done = manage(new, "restore", str(saved))
    assert done.returncode == 0, done.stderr
    with tarfile.open(saved) as archive:
        files = json.loads(archive.extractfile("manifeste.json").read())["files"]
    assert digests(new) == {name: known["sha256"] for name, known in files.items()}
    assert {name: digest for name, digest in digests(new).items() if name != "lilith.sqlite3"} == {
        name: digest for name, digest in digests(site).items() if name != "lilith.sqlite3"
    }
    assert dump(new) == dump(site)
    assert (new / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_restored_site_saved_again_gives_the_same_file(saved, tmp_path):
    new = tmp_path / "neuf"
    assert manage(new, "restore", str(saved)).returncode == 0
    assert manage(new, "backup", str(tmp_path / "encore.tar")).returncode == 0
    assert (tmp_path / "encore.tar").read_bytes() == saved.read_bytes()


def test_a_backup_is_readable_by_its_owner_only(saved):
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_site_that_holds_something_is_not_replaced_by_mistake(copy, saved):
    before = digests(copy)
    done = manage(copy, "restore", str(saved))
    assert done.returncode != 0
    assert "--force" in done.stderr
    assert digests(copy) == before
    (copy / "media" / "de-trop.txt").write_text("x")
    assert manage(copy, "restore", str(saved), "--force").returncode == 0
    assert not (copy / "media" / "de-trop.txt").exists()


def damaged(source: Path, target: Path) -> None:
    content = bytearray(source.read_bytes())
    content[content.index(bytes(range(256))) + 7] ^= 0xFF
    target.write_bytes(content)


def cut(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])


def of_something_else(source: Path, target: Path) -> None:
    target.write_text("pas une sauvegarde")


def climbing(source: Path, target: Path) -> None:
    with tarfile.open(source) as archive, tarfile.open(target, "w") as other:
        for member in archive:
            if member.name == "courriels/1.eml":
                member.name = "../../dehors"
                member.pax_headers = {}
            other.addfile(member, archive.extractfile(member))


def newer(source: Path, target: Path) -> None:
    import io

    with tarfile.open(source) as archive, tarfile.open(target, "w") as other:
        for member in archive:
            content = archive.extractfile(member).read()
            if member.name == "manifeste.json":
                manifest = json.loads(content)
                manifest["migrations"].append("practices.9999_later")
                content = json.dumps(manifest).encode()
                member.size = len(content)
            other.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (damaged, "empreinte"), (cut, "incomplète"), (of_something_else, "pas une sauvegarde"), (climbing, "inattendu"),
        (newer, "plus récente"),
    ],
)  # fmt: skip
def test_a_bad_backup_changes_nothing(copy, saved, tmp_path, harm, reason):
    harm(saved, tmp_path / "mauvaise.tar")
    before = digests(copy)
    done = manage(copy, "restore", str(tmp_path / "mauvaise.tar"), "--force")
    assert done.returncode != 0
    assert reason in done.stderr
    assert digests(copy) == before
    assert not (copy / ".restauration").exists()


def test_nothing_is_restored_under_a_running_server(copy, saved):
    import fcntl

    with (copy / "serveur.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = manage(copy, "restore", str(saved), "--force")
    assert done.returncode != 0
    assert "Arrêtez-le" in done.stderr


def test_an_exchange_that_was_cut_is_finished_at_the_next_start(copy, saved, tmp_path):
    new = tmp_path / "neuf"
    assert manage(new, "restore", str(saved)).returncode == 0
    wanted = dump(new)
    with closing(sqlite3.connect(copy / "lilith.sqlite3")) as database, database:
        database.execute("DROP TABLE foundation_pageview")
    # As a kill in the middle leaves it: the database is exchanged, the media are not yet.
    aside = copy / ".restauration"
    shutil.copytree(new / "media", aside / "media")
    (aside / ".complet").touch()
    before = copy / ".avant-restauration"
    before.mkdir()
    (copy / "lilith.sqlite3").rename(before / "lilith.sqlite3")
    shutil.copyfile(new / "lilith.sqlite3", copy / "lilith.sqlite3")
    (copy / "media" / "ancien.txt").write_text("x")
    done = manage(copy, "prepare", "--only-database")
    assert done.returncode == 0, done.stderr
    assert dump(copy) == wanted
    assert not (copy / "media" / "ancien.txt").exists()
    assert not aside.exists()
    assert not before.exists()
