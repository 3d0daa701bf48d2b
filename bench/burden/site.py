"""The demo city served from a home of its own, with its database open here, and a browser in front of it."""

from __future__ import annotations

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
from playwright.sync_api import Page, sync_playwright

from tests.ports import free_port
from tongban.cli.chromium import find_chromium, font_settings
from tongban.cli.environment import REPOSITORY, start_django
from tongban.cli.postgres import EmbeddedPostgres

START_SECONDS = 400.0
PATIENCE_MS = 20_000


@contextlib.contextmanager
def opened(home: pathlib.Path) -> Iterator[tuple[str, Page]]:
    """Serve the demo city, connect to its database, and yield its address and a page of a Chinese browser."""
    chromium = find_chromium()
    if chromium is None:
        raise RuntimeError("no Chromium: `./tongban test` installs it as root, or name one in TONGBAN_CHROMIUM")
    address = f"http://127.0.0.1:{free_port()}"
    with (home / "site.log").open("wb") as log:
        site = subprocess.Popen(
            [
                *(sys.executable, "-m", "tongban.cli", "demo", "--no-story", "--home", str(home)),
                *("--port", address.rpartition(":")[2]),
            ],
            cwd=REPOSITORY,
            env={**os.environ, "TONGBAN_HOME": str(home)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(address, site, home)
            with _database(home), sync_playwright() as driver:
                browser = driver.chromium.launch(
                    executable_path=chromium,
                    args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
                    env={**os.environ, "FONTCONFIG_FILE": str(font_settings(home / "fonts"))},
                )
                page = browser.new_context(locale="zh-CN").new_page()
                page.set_default_timeout(PATIENCE_MS)
                yield address, page
                browser.close()
        finally:
            site.send_signal(signal.SIGINT)
            site.wait(30)


@contextlib.contextmanager
def _database(home: pathlib.Path) -> Iterator[None]:
    database = EmbeddedPostgres(home).join()
    os.environ["DATABASE_URL"] = database.url
    # The browser's driver keeps an event loop in this thread, beside which Django refuses to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        start_django()
        yield
    finally:
        database.leave()


def _wait(address: str, site: subprocess.Popen[bytes], home: pathlib.Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and site.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/readyz", timeout=2).status_code == httpx.codes.OK:
                return
        time.sleep(0.2)
    raise RuntimeError(f"the site did not come up:\n{(home / 'site.log').read_text()[-3000:]}")
