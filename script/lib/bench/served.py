"""The site as it is served: throughput of kept pages against nginx with the same bytes, waiting times, memory.

Pages are asked for as browsers do, with « Accept-Encoding: gzip », and nginx has the same compressed bytes in a file.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import machines
from common import PYTHON, ROOT, Stop, say

from bench.table import Table

SECONDS = 3
ROUNDS = 5
NGINX = """worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.error; {user}
events {{ worker_connections 512; }}
http {{
  include /etc/nginx/mime.types; keepalive_requests 10000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s;
  {site}
  server {{ listen 127.0.0.1:{port}; root {folder}/www; access_log off; sendfile on; tcp_nopush on; gzip_static on; }}
}}
"""


@dataclass
class Run:
    """One run of wrk: requests a second, and the waiting time of 99 of 100 requests in milliseconds."""

    rate: float
    p99: float
    errors: str


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Status and body of one page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def load(port: int, path: str, encoding: str = "") -> Run:
    """Sixteen connections for a few seconds, on the loopback."""
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}", "--latency"]
    if encoding:
        command += ["-H", f"Accept-Encoding: {encoding}"]
    done = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise Stop(f"wrk s’est arrêté (code {done.returncode}). {done.stderr.strip()}")
    out = done.stdout
    wait = re.search(r"99%\s+([\d.]+)(us|ms|s)", out)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    errors = re.search(r"(Non-2xx.*)", out)
    assert wait is not None
    assert rate is not None
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[wait[2]]
    return Run(float(rate[1]), float(wait[1]) * unit, errors[1] if errors else "")


def measure(table: Table, *, port: int, data: Path, folder: Path, pages: dict[str, str]) -> None:
    """Fill in the part of kept pages. `pages`: name → path."""
    table.title(f"Pages gardées : {ROUNDS} tours de {SECONDS} s, 16 connexions, rapports des médianes du même tour")
    (folder / "www").mkdir()
    front, static = machines.free_port(), machines.free_port()
    conf = subprocess.run(  # noqa: S603
        [str(PYTHON), "manage.py", "nginx_conf", "--server-name", "127.0.0.1", "--listen", f"127.0.0.1:{front}", "--upstream",
         f"127.0.0.1:{port}", "--cache", str(folder / "microcache")],
        cwd=ROOT, env=os.environ | {"LILITH_DATA_DIR": str(data)}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (folder / "lilith.conf").write_text(conf, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    text = NGINX.format(folder=folder, user=user, port=static, site=f"include {folder}/lilith.conf;")
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    for name, path in pages.items():
        for suffix, encoding in (("", "identity"), (".gz", "gzip")):
            status, body = get(port, path, {"Accept-Encoding": encoding})
            assert status == 200, f"{path}: {status}"
            (folder / "www" / f"{name}.html{suffix}").write_bytes(body)
    with ExitStack() as stack:
        command = ["/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else "nginx", "-c", str(folder / "nginx.conf")]
        stack.enter_context(machines.program(command, static, log=folder / "nginx.log"))
        for name, path in pages.items():
            say(f"  {name}…")
            sizes = [(folder / "www" / f"{name}.html{suffix}").stat().st_size // 1024 for suffix in ("", ".gz")]
            _compare(table, f"{name} ({sizes[0]} Ko, {sizes[1]} envoyés)", path, name=name, ports=(static, port, front))


def _compare(table: Table, title: str, path: str, *, name: str, ports: tuple[int, int, int]) -> None:
    """One page by nginx alone, by the embedded server, and by it behind nginx."""
    targets = dict(zip(("nginx", "lilith", "devant"), zip(ports, (f"/{name}.html", path, path), strict=True), strict=True))
    runs: dict[str, list[Run]] = {key: [] for key in targets}
    plain: dict[str, list[Run]] = {"nginx": [], "lilith": []}
    for _ in range(ROUNDS):
        for key, (port, address) in targets.items():
            runs[key].append(load(port, address, "gzip"))
    for _ in range(2):
        for key, group in plain.items():
            group.append(load(*targets[key]))
    wrong = [run.errors for group in runs.values() for run in group if run.errors]
    if wrong:
        table.missing(title, wrong[0])
        return
    rate = {key: statistics.median(run.rate for run in group) for key, group in runs.items()}
    table.fact(f"{title} : nginx, fichier", f"{rate['nginx']:,.0f}/s".replace(",", "\u00a0"))
    table.fact(f"{name} : serveur embarqué", f"{rate['lilith']:,.0f}/s".replace(",", "\u00a0"))
    table.at_least(f"{name} : embarqué ÷ nginx", rate["lilith"] / rate["nginx"], 0.4)
    table.at_least(f"{name} : nginx de production ÷ nginx", rate["devant"] / rate["nginx"], 0.8)
    whole = [statistics.median(run.rate for run in plain[key]) for key in ("lilith", "nginx")]
    table.fact(f"{name} : embarqué ÷ nginx, sans compression", f"{whole[0] / whole[1]:.2f}")
    noise = statistics.median(run.p99 for run in runs["nginx"])
    table.fact(f"{name} : p99 de nginx, fichier (bruit de la machine)", f"{noise:.1f} ms")
    table.at_most(f"{name} : p99 embarqué", statistics.median(run.p99 for run in runs["lilith"]), 10, " ms")
    table.at_most(f"{name} : p99 nginx de production", statistics.median(run.p99 for run in runs["devant"]), 10, " ms")


def memory(table: Table, supervisor: int) -> None:
    """Resident memory of the web server and of the worker, in megabytes."""
    table.title("Mémoire")
    sizes: dict[str, float] = {"web": 0.0, "tâches": 0.0}
    for pid in _descendants(supervisor):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        size = int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024  # type: ignore[index]
        sizes["web" if "granian" in command else "tâches"] += size
    for name, size in sizes.items():
        table.fact(f"{name}, mémoire résidente", f"{size:.0f} Mo")
    table.at_most("web + tâches", round(sum(sizes.values())), 400, " Mo")


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_descendants(int(child))]
    return found
