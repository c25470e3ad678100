"""`.ci/run`: what must be green before a change is kept."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from common import PYTHON, ROOT, VENV, run, say
from stages import ensure_venv
from testing import run_tests, test_environment

SHELL = ("script/lib/entry.sh", "script/server", "script/manage", "script/test", "script/bench", ".ci/run")


def run_checks(arguments: list[str]) -> int:
    """Every check, then every test; all of them run, and the end names those that failed."""
    ensure_venv(dev=True)
    os.chdir(ROOT)
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="lilith-ci-") as folder:
        for name, command, env in _steps(Path(folder)):
            say(f"\n— {name}")
            started = time.monotonic()
            code, output = run(command, env=env)
            if code != 0:
                failed.append(name)
                say(output.rstrip())
            say(f"{'ok' if code == 0 else 'ÉCHEC'} ({time.monotonic() - started:.0f} s)")
    if run_tests(arguments) != 0:
        failed.append("tests")
    say("")
    say("Tout est vert." if not failed else f"ÉCHEC : {', '.join(failed)}")
    return 1 if failed else 0


def _steps(folder: Path) -> list[tuple[str, list[str], dict[str, str]]]:
    env = test_environment(folder)
    embedded = env | {"DJANGO_SETTINGS_MODULE": "config.settings.embedded"}
    production = env | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "LILITH_ENV": "production",
        "LILITH_BASE_URL": "https://lilith.example",
        "LILITH_ALLOWED_HOSTS": "lilith.example",
        "DATABASE_URL": "postgres://lilith@127.0.0.1/lilith",
    }
    bin_folder = VENV / "bin"
    rooms = sorted((ROOT / "lilith").glob("*/services.py")) + sorted((ROOT / "lilith").glob("*/selectors.py"))
    rooms += sorted((ROOT / "lilith").glob("*/services/*.py")) + sorted((ROOT / "lilith").glob("*/selectors/*.py"))
    python = str(PYTHON)
    steps = [
        ("scripts", ["bash", "-n", *SHELL], env),
        ("ruff", [str(bin_folder / "ruff"), "check", "."], env),
        ("ruff format", [str(bin_folder / "ruff"), "format", "--check", "."], env),
        ("djlint", [str(bin_folder / "djlint"), "--lint", "lilith"], env),
        ("mypy", [python, "-m", "mypy", "--follow-imports=silent", *(str(path.relative_to(ROOT)) for path in rooms)], env),
        ("import-linter", [str(bin_folder / "lint-imports"), "--no-cache"], env | {"PYTHONPATH": str(ROOT)}),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"], env),
        ("check", [python, "manage.py", "check", "--fail-level", "WARNING"], env),
        ("check --deploy", [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], production),
    ]
    if (ROOT / "lilith" / "launch" / "management" / "commands" / "check_reading.py").exists():
        steps.append(("check_reading", [python, "manage.py", "check_reading"], embedded))
    return steps
