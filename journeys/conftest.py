"""The site under test, started once with `./script/server` on a data folder of its own, and browsers to visit it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TRACES = ROOT / "journeys" / ".traces"
START_SECONDS = 600
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chromium_path() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.fail("Chromium manque : sur Debian, « apt install chromium ».")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lilith") / "var"


@pytest.fixture(scope="session")
def site(data_dir: Path) -> Iterator[str]:
    """The address of the running site, without a final slash. `LILITH_JOURNEYS_URL` names one that runs already."""
    if running := os.environ.get("LILITH_JOURNEYS_URL"):
        yield running.rstrip("/")
        return
    port = free_port()
    log = data_dir.parent / "server.log"
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("LILITH_", "DJANGO_", "DATABASE_URL"))}
    environment = {**keep, "LILITH_DATA_DIR": str(data_dir), "PORT": str(port)}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(ROOT / "script" / "server")],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            deadline = time.monotonic() + START_SECONDS
            while "Lilith: http" not in log.read_text(encoding="utf-8", errors="replace"):
                if server.poll() is not None or time.monotonic() > deadline:
                    pytest.fail("./script/server did not start:\n" + log.read_text(encoding="utf-8", errors="replace")[-3000:])
                time.sleep(0.3)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open a browser context of one's own: `visit(width=360, js=False, dark=True)` gives a page; a failure leaves a trace."""
    contexts: list[BrowserContext] = []

    def open_page(*, width: int = 1366, height: int = 768, js: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": height}, java_script_enabled=js,
            color_scheme="dark" if dark else "light", locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(10_000)
        context.tracing.start(screenshots=True, snapshots=True)
        contexts.append(context)
        return context.new_page()

    failures = request.session.testsfailed
    yield open_page
    failed = request.session.testsfailed > failures or getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        if failed:
            TRACES.mkdir(exist_ok=True)
            context.tracing.stop(path=TRACES / f"{request.node.name}-{number}.zip")
        context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule, number of places, first place."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']} ×{len(rule['nodes'])}: {rule['nodes'][0]['html'][:160]}" for rule in found]


def read(site: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers (lower case) and text of an address, without a browser and without following redirects."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: object, **kwargs: object) -> None:
            return None

    opener = urllib.request.build_opener(Stay)
    asked = urllib.request.Request(site + path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        answer = opener.open(asked, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        body = answer.read().decode("utf-8", "replace")
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, body
