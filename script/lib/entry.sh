# shellcheck shell=bash
# Finds a Python that can run Lilith, then hands the command over to script/lib/main.py.
# Sourced by script/server, manage, test and bench: `lilith_command NAME "$@"`.

lilith_command() {
  set -eu
  local root candidate seen="" without_venv=""
  local candidates=(python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3)
  root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
  # A Python that was chosen by hand is the only one tried.
  if [ -n "${LILITH_PYTHON:-}" ]; then candidates=("$LILITH_PYTHON"); fi
  for candidate in "${candidates[@]}"; do
    if ! command -v "$candidate" >/dev/null 2>&1; then continue; fi
    seen="${seen:-$("$candidate" -V 2>&1 || true)}"
    if ! "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then continue; fi
    if "$candidate" -c 'import ensurepip, sqlite3, ssl, venv' >/dev/null 2>&1; then
      exec "$candidate" -u "$root/script/lib/main.py" "$@"
    fi
    without_venv="$("$candidate" -V 2>&1)"
  done
  if [ -n "$without_venv" ]; then
    echo "Lilith : il manque le module venv à ${without_venv}. Sur Debian et Ubuntu : apt install python3-venv." >&2
  else
    echo "Lilith : il faut Python 3.11 ou plus récent ; trouvé : ${seen:-aucun Python}." >&2
    echo "Sur Debian et Ubuntu : apt install python3 python3-venv. Un autre Python : LILITH_PYTHON=/chemin/python3.12." >&2
  fi
  exit 1
}
