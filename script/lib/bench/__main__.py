"""The run: a new site in a temporary folder, measured, grown, measured again. About six minutes."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import machines
from common import PYTHON, ROOT, Stop, die_with_parent, say

from bench import served
from bench.table import Table

HOME = "/"
LISTS = ("/pratiques/", "/glossaire/", "/publications/", "/parcours-de-vie/", "/parcours-de-vie/logement/", "/plan-du-site/")
PRACTICE = "/pratiques/un-chez-soi-d-abord/"
SEARCH = "/recherche/?q=logement"
PARTS = ("served", "uncached", "words", "search", "growth")
GROWN = (5_000, 50_000)
# The whole run stays under eight minutes: the last part is left out when the others took this long (seconds).
LONGEST_BEFORE_LAST = 330


def main() -> int:
    parser = argparse.ArgumentParser(prog="./script/bench", description="Mesure le site et imprime un tableau.")
    parser.add_argument("--strict", action="store_true", help="code 1 quand un objectif n’est pas atteint")
    parser.add_argument("--only", choices=PARTS, action="append", help="seulement cette partie")
    options = parser.parse_args()
    parts = set(options.only or PARTS)
    lacking = machines.ensure([machines.NGINX, machines.WRK] if "served" in parts else [])
    if lacking:
        raise Stop("\n".join(lacking))
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    started, table = time.monotonic(), Table()
    folder = Path(tempfile.mkdtemp(prefix="lilith-bench-"))
    try:
        folder.chmod(0o755)
        _run(table, folder, parts)
    except (Stop, KeyboardInterrupt) as stop:
        # What was measured before is worth printing.
        table.title(f"Arrêt avant la fin : {str(stop) or 'interrompu'}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    table.title(
        f"Charge de la machine : {os.getloadavg()[0]:.1f} pour {os.cpu_count()} cœurs. Durée : {time.monotonic() - started:.0f} s"
    )
    print(f"{table}\n")
    if table.missed:
        print(f"Objectifs non atteints : {', '.join(table.missed)}")
    return 1 if options.strict and table.missed else 0


def _run(table: Table, folder: Path, parts: set[str]) -> None:
    started = time.monotonic()
    data = folder / "site"
    port = machines.free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LILITH_", "DJANGO_"))}
    for name in ("DATABASE_URL", "REDIS_URL"):
        env.pop(name, None)
    env |= {
        "LILITH_DATA_DIR": str(data),
        "LILITH_DEMO": "0",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
    }
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "script" / "lib")])
    os.environ.clear()
    os.environ.update(env)
    say("Un site neuf…")
    log = folder / "serveur.log"
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, str(ROOT / "script" / "lib" / "main.py"), "server"], cwd=ROOT, stdout=output, stderr=output,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )  # fmt: skip
    try:
        seconds = _wait_ready(server, log)
        table.title("Démarrage")
        table.fact("premier démarrage, dépendances déjà là", f"{seconds:.0f} s")
        if "served" in parts:
            table.fact("tâches de fond du premier démarrage", f"{_wait_idle(data):.0f} s de plus")
            say("Pages gardées…")
            pages = {"accueil": HOME, "pratique": PRACTICE}
            pages = {name: path for name, path in pages.items() if served.get(port, path)[0] == 200}
            served.measure(table, port=port, data=data, folder=folder, pages=pages)
            served.memory(table, server.pid)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
    before: dict[str, dict[str, float]] = {}
    if parts & {"uncached", "growth"}:
        say("Pages faites à neuf…")
        before = _uncached([HOME, PRACTICE, *LISTS, SEARCH])
        table.title("Pages faites à neuf (une page à la fois)")
        _fill_uncached(table, before)
    if "words" in parts:
        _words(table)
    if "growth" in parts:
        say(f"Un site de {GROWN[0]} pratiques et {GROWN[1]} pages…")
        made = _python("-m", "bench.growth", *map(str, GROWN))
        say(f"  {made.strip()}")
        after = _uncached([path for path, known in before.items() if known["status"] == 200])
        table.title(f"Croissance : du contenu de lancement à {GROWN[0]} pratiques et {GROWN[1]} pages (calcul, requêtes)")
        for path, known in after.items():
            was = before[path]
            words = f"{was['work']:.0f} → {known['work']:.0f} ms, {was['queries']:.0f} → {known['queries']:.0f} requêtes"
            table.fact(path, words)
    if "search" in parts:
        say("Recherche…")
        _search(table, started)


def _wait_ready(server: subprocess.Popen[bytes], log: Path) -> float:
    started = time.monotonic()
    while time.monotonic() - started < 240:
        if "Lilith: http" in log.read_text(errors="replace"):
            return time.monotonic() - started
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise Stop(f"Le site ne démarre pas.\n{log.read_text(errors='replace')[-2000:]}")


def _wait_idle(data: Path) -> float:
    """Wait for the worker to have done what the loading left for later; at most two minutes."""
    started = time.monotonic()
    say("Fin des tâches de fond…")
    while time.monotonic() - started < 120:
        with closing(sqlite3.connect(data / "lilith.sqlite3", timeout=20)) as database:
            sql = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
            if database.execute(sql).fetchone()[0] == 0:
                break
        time.sleep(1)
    return time.monotonic() - started


def _python(*arguments: str) -> str:
    done = subprocess.run([str(PYTHON), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise Stop(f"{' '.join(arguments[:2])} a échoué (code {done.returncode}).\n{done.stderr[-2000:]}")
    return done.stdout


def _uncached(paths: list[str]) -> dict[str, dict[str, float]]:
    return json.loads(_python("-m", "bench.uncached", *paths).strip().splitlines()[-1])


def _fill_uncached(table: Table, found: dict[str, dict[str, float]]) -> None:
    for path, known in found.items():
        if known["status"] != 200:
            table.missing(path, f"réponse {known['status']:.0f}")
        elif path == PRACTICE:
            table.at_most("une pratique, p50", known["p50"], 60, " ms")
            table.fact("une pratique, dont calcul", f"{known['work']:.1f} ms")
            table.at_most("une pratique, requêtes", known["queries"], 15)
        elif path == HOME:
            table.fact("accueil, p50", f"{known['p50']:.1f} ms")
            table.at_most("accueil, requêtes", known["queries"], 12)
        else:
            table.fact(path, f"{known['p50']:.1f} ms, {known['queries']:.0f} requêtes")


def _words(table: Table) -> None:
    table.title("Aide à l’écriture")
    try:
        found = json.loads(_python("-m", "bench.wording").strip().splitlines()[-1])
    except Stop as stop:
        table.missing("Relecture des mots", str(stop).splitlines()[-1][:70])
        return
    if found["words"] < 5_000:
        table.missing("Relecture des mots", f"le contenu n’a que {found['words']} mots")
        return
    table.at_most("Relecture des mots, 5 000 mots", found["p50_ms"], 50, " ms")
    table.fact("Relecture des mots, dont calcul", f"{found['work']:.1f} ms")


def _search(table: Table, started: float) -> None:
    table.title("Recherche (p95)")
    if not (ROOT / "lilith" / "search" / "bench.py").exists():
        table.missing("recherche", "pas encore de mesure")
        return
    _search_on(table, "SQLite", {})
    lacking = machines.ensure([machines.POSTGRESQL])
    if lacking:
        table.missing("PostgreSQL", lacking[0])
        return
    if time.monotonic() - started > LONGEST_BEFORE_LAST:
        table.missing("PostgreSQL", "pas mesuré : la machine est trop occupée (./script/bench --only search)")
        return
    with machines.postgresql() as address:
        _search_on(table, "PostgreSQL", {"DATABASE_URL": f"{address}/postgres"})


def _search_on(table: Table, engine: str, env: dict[str, str]) -> None:
    saved = dict(os.environ)
    os.environ.update(env)
    try:
        if env:
            _python("manage.py", "prepare")
        found = json.loads(_python("-m", "bench.searching").strip().splitlines()[-1])
    except Stop as stop:
        table.missing(engine, str(stop).splitlines()[-1][:70])
        return
    finally:
        os.environ.clear()
        os.environ.update(saved)
    table.at_most(f"{engine}, {found['launch']['documents']} documents du lancement", found["launch"]["p95_ms"], 25, " ms")
    large = found["large"]
    table.at_most(f"{engine}, {large['documents']} documents", large["p95_ms"], 80, " ms")
    table.fact(f"{engine}, indexation de {large['documents']} documents", f"{large['index_seconds']:.0f} s")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as stop:
        print(f"Lilith : {stop}", file=sys.stderr)
        sys.exit(1)
