"""`./script/server` as a person meets it: what it refuses, with a sentence, having made nothing."""

import fcntl
import os
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASH = "/bin/bash"


def server(*arguments, **env):
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("LILITH_", "DJANGO_")) and name != "PORT"
    }
    return subprocess.run(
        [BASH, str(ROOT / "script" / "server"), *arguments],
        env=inherited | env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def fake_python(folder: Path, version: str, has_venv: bool) -> str:
    path = folder / "python3"
    old = version < "3.11"
    path.write_text(
        f'#!/bin/sh\ncase "$*" in\n  -V) echo "Python {version}";;\n  *version_info*) exit {int(old)};;\n'
        f"  *ensurepip*) exit {int(not has_venv)};;\n  *) exit 9;;\nesac\n"
    )
    path.chmod(0o755)
    return str(path)


def test_a_python_that_is_too_old_is_named(tmp_path):
    done = server(LILITH_PYTHON=fake_python(tmp_path, "3.09", has_venv=True), LILITH_DATA_DIR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert "il faut Python 3.11" in done.stderr
    assert "Python 3.09" in done.stderr
    assert not (tmp_path / "var").exists()


def test_a_python_without_venv_says_what_to_install(tmp_path):
    done = server(LILITH_PYTHON=fake_python(tmp_path, "3.12", has_venv=False))
    assert done.returncode == 1
    assert "python3-venv" in done.stderr


def test_a_port_that_is_taken_is_seen_first(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        done = server(PORT=str(port), LILITH_DATA_DIR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert f"Le port {port} est déjà pris" in done.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["abc", "0", "70000", "80a", "-1", "²"])
def test_a_port_that_is_no_port_is_refused(tmp_path, port):
    done = server(PORT=port, LILITH_DATA_DIR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert "PORT doit être un nombre" in done.stderr


def test_an_address_of_another_machine_is_refused(tmp_path, free_port):
    done = server(PORT=free_port, LILITH_HOST="203.0.113.1", LILITH_DATA_DIR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert "n’est pas une adresse de cette machine" in done.stderr


def test_a_data_folder_that_is_a_file_is_refused(tmp_path, free_port):
    (tmp_path / "var").write_text("")
    done = server(PORT=free_port, LILITH_DATA_DIR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert "n’est pas un dossier" in done.stderr


def test_a_second_server_on_the_same_data_is_refused(tmp_path, free_port):
    with (tmp_path / "serveur.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4242\n")
        lock.flush()
        done = server(PORT=free_port, LILITH_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "processus 4242" in done.stderr


def test_demonstration_in_production_is_refused(free_port):
    done = server(PORT=free_port, LILITH_ENV="production", LILITH_DEMO="1")
    assert done.returncode == 1
    assert "démonstration" in done.stderr


def test_an_unknown_environment_is_refused(free_port):
    done = server(PORT=free_port, LILITH_ENV="prod")
    assert done.returncode == 1
    assert "embedded ou production" in done.stderr


def test_an_argument_is_refused():
    assert server("--port", "8080").returncode == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path, free_port):
    (tmp_path / "var").mkdir(mode=0o500)
    done = server(PORT=free_port, LILITH_DATA_DIR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert "l’écriture est refusée" in done.stderr
