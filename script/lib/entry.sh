# shellcheck shell=bash
# Finds a Python that can run Lilith, then hands the command over to script/lib/main.py.
# Sourced by script/server, manage, test and bench: `lilith_command NAME "$@"`.

lilith_command() {
  set -eu
  local root candidate found="" without_venv=""
  root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
  for candidate in "${LILITH_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if [ -z "$candidate" ] || ! command -v "$candidate" >/dev/null 2>&1; then continue; fi
    if ! "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then continue; fi
    if "$candidate" -c 'import ensurepip, sqlite3, ssl, venv' >/dev/null 2>&1; then
      found="$candidate"
      break
    fi
    without_venv="$candidate"
  done
  if [ -z "$found" ] && [ -n "$without_venv" ]; then
    echo "Lilith : $("$without_venv" -V 2>&1) n’a pas le module venv. Sur Debian et Ubuntu : apt install python3-venv." >&2
    exit 1
  fi
  if [ -z "$found" ]; then
    echo "Lilith : il faut Python 3.11 ou plus récent ; trouvé : $(python3 -V 2>&1 || echo aucun)." >&2
    echo "Sur Debian et Ubuntu : apt install python3 python3-venv. Un autre Python : LILITH_PYTHON=/chemin/python3.12." >&2
    exit 1
  fi
  exec "$found" -u "$root/script/lib/main.py" "$@"
}
