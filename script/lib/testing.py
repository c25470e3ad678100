"""`./script/test`: every test, in the order that fails soonest."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import machines
from common import PYTHON, ROOT, VENV, Stop, run, say
from stages import ensure_venv

SKIP = "LILITH_TEST_SKIP"
# The journeys can visit a site that already runs.
JOURNEYS_URL = "LILITH_JOURNEYS_URL"
PARTS = ("sqlite", "postgresql", "journeys")


def test_environment(data: Path, **more: str) -> dict[str, str]:
    """A closed environment: no setting of the person who runs the tests gets in."""
    closed = ("LILITH_", "DJANGO_", "PYTEST_")
    env = {name: value for name, value in os.environ.items() if name == JOURNEYS_URL or not name.startswith(closed)}
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PORT"):
        env.pop(name, None)
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', '/usr/bin:/bin')}"
    browser = machines.chromium_path()
    if browser:
        env["LILITH_CHROMIUM"] = browser
    return env | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "LILITH_DATA_DIR": str(data)} | more


def run_tests(arguments: list[str]) -> int:
    """Run everything, or hand the arguments to pytest. The exit code is 0 when all that had to run passed."""
    ensure_venv(dev=True)
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="lilith-test-") as folder:
        if arguments:
            more = {"DATABASE_URL": os.environ["DATABASE_URL"]} if os.environ.get("DATABASE_URL") else {}
            env = test_environment(Path(folder), **more)
            code, _ = run([str(PYTHON), "-m", "pytest", *arguments], env=env, live=True)
            return code
        return _everything(Path(folder))


def _everything(folder: Path) -> int:
    skipped = {part for part in os.environ.get(SKIP, "").split(",") if part}
    if skipped - set(PARTS):
        raise Stop(f"{SKIP} : parties connues : {', '.join(PARTS)}.")
    wanted = [part for part in PARTS if part not in skipped]
    tools = [tool for tool, part in ((machines.POSTGRESQL, "postgresql"), (machines.CHROMIUM, "journeys")) if part in wanted]
    lacking = machines.ensure(tools)
    results: list[tuple[str, bool, float]] = []
    for part in wanted:
        say(f"\n— Tests : {part}")
        started = time.monotonic()
        try:
            passed = {"sqlite": _sqlite, "postgresql": _postgresql, "journeys": _journeys}[part](folder)
        except Stop as stop:
            say(str(stop))
            passed = False
        results.append((part, passed, time.monotonic() - started))
    say("")
    for line in lacking:
        say(f"{line} (ou {SKIP}=postgresql,journeys pour s’en passer)")
    for part, passed, seconds in results:
        say(f"{'réussi' if passed else 'ÉCHEC '}  {part}  ({seconds:.0f} s)")
    return 0 if all(passed for _, passed, _ in results) else 1


def _pytest(folder: Path, *arguments: str, **env: str) -> bool:
    code, _ = run([str(PYTHON), "-m", "pytest", *arguments], env=test_environment(folder, **env), live=True)
    return code == 0


def _unit(folder: Path, *arguments: str, **env: str) -> bool:
    # By file: what is dear to make (a data folder, a loaded site) is made once.
    return _pytest(folder, "-n", "auto", "--dist", "loadfile", *arguments, "lilith", "config", **env)


def _sqlite(folder: Path) -> bool:
    return _unit(folder)


def _postgresql(folder: Path) -> bool:
    with machines.postgresql() as address:
        # Some tests end by emptying every table, and nothing puts back there what the migrations wrote: a run of their own.
        passed = _unit(folder, "--tables=kept", DATABASE_URL=f"{address}/lilith")
        return _pytest(folder, "--tables=emptied", "lilith", "config", DATABASE_URL=f"{address}/lilith") and passed


def _journeys(folder: Path) -> bool:
    if not any((ROOT / "journeys").glob("**/test_*.py")):
        say("Aucun parcours à jouer.")
        return True
    if machines.chromium_path() is None:
        raise Stop("Le navigateur chromium manque.")
    return _pytest(folder, "journeys")
