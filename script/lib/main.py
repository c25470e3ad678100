"""`./script/server`, `./script/manage`, `./script/test`, `./script/bench`: what each does, in order."""

from __future__ import annotations

import os
import signal
import sys

import common
import stages
from common import PYTHON, ROOT, Ground, Stop, child_environment, explain, read_ground

# Commands that must not make or migrate the database first.
WITHOUT_DATABASE = {
    "help", "version", "check", "makemigrations", "migrate", "showmigrations", "restore", "prepare", "check_reading",
    "crisis_check", "compilemessages", "makemessages", "sqlmigrate", "diffsettings", "findstatic", "",
}  # fmt: skip


def server(arguments: list[str]) -> int:
    """Everything from zero, then serve until told to stop."""
    if arguments:
        raise Stop("./script/server n’a pas d’argument ; les réglages viennent de l’environnement (docs/exploitation.md).")
    from supervisor import supervise

    ground = read_ground()
    stages.check_port(ground)
    stages.check_data_folder(ground)
    with stages.server_lock(ground):
        stages.ensure_venv()
        stages.prepare_site(ground)
        return supervise(ground)


def manage(arguments: list[str]) -> int:
    """A management command on the same data; its output is its own, ours goes to standard error."""
    common.quiet = True
    ground = read_ground()
    stages.check_data_folder(ground)
    stages.ensure_venv()
    name = next((word for word in arguments if not word.startswith("-")), "")
    if name not in WITHOUT_DATABASE and "--help" not in arguments and not stages.server_is_running(ground):
        stages.prepare_site(ground, only_database=True)
    os.chdir(ROOT)
    os.execve(str(PYTHON), [str(PYTHON), "manage.py", *arguments], child_environment(ground))  # noqa: S606


def test(arguments: list[str]) -> int:
    """Every test, or those that the arguments name."""
    from testing import run_tests

    return run_tests(arguments)


def bench(arguments: list[str]) -> int:
    """The benchmarks, as one table."""
    ground = Ground(data=ROOT / "var", host="127.0.0.1", port=8000, environment="embedded")
    stages.ensure_venv()
    os.chdir(ROOT)
    env = child_environment(ground) | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "script" / "lib")])}
    os.execve(str(PYTHON), [str(PYTHON), "-m", "bench", *arguments], env)  # noqa: S606


def ci(arguments: list[str]) -> int:
    """Lint, types, contracts, then every test."""
    from checks import run_checks

    return run_checks(arguments)


def main() -> int:
    command = {"server": server, "manage": manage, "test": test, "bench": bench, "ci": ci}[sys.argv[1]]
    # SIGTERM and the loss of the terminal unwind like Ctrl-C: locks are let go and children end.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        return command(sys.argv[2:])
    except Stop as stop:
        print(f"Lilith : {stop}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Lilith : interrompu. Relancez quand vous voulez : le travail fait est gardé.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"Lilith : {explain(error)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
