"""A running demo city and a real browser, for every journey."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.looking import Walker
from tongban.cli.chromium import find_chromium, font_settings
from tongban.cli.environment import REPOSITORY
from tongban.cli.story.play import Play
from tongban.cli.story.script import PASSWORD, Script

CITY = REPOSITORY / "demo" / "guiyang"
START_SECONDS = 120
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("demo-home")


@pytest.fixture(scope="session")
def site(home: pathlib.Path) -> Iterator[str]:
    """The demo city served by the same command that people use, without its story."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TONGBAN_HOME")}
    with (home / "site.log").open("wb") as log:
        site = subprocess.Popen(
            [sys.executable, "-m", "tongban.cli", "demo", "--no-story", "--port", str(port), "--home", str(home)],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, site, home)
            yield address
        finally:
            site.terminate()
            site.wait(30)


def _wait(address: str, site: subprocess.Popen[bytes], home: pathlib.Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and site.poll() is None:
        try:
            if httpx.get(f"{address}/readyz", timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"the site did not come up:\n{(home / 'site.log').read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], home: pathlib.Path) -> dict[str, Any]:
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium: ./tongban test installs it as root, or name one in TONGBAN_CHROMIUM")
    return {
        **browser_type_launch_args,
        "executable_path": found,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        "env": {**os.environ, "FONTCONFIG_FILE": str(font_settings(home / "fonts"))},
    }


@pytest.fixture
def walk(browser: Browser, site: str) -> Iterator[Callable[..., Walker]]:
    """Open a browser for a role, at the desk or on a telephone, with or without script."""
    opened: list[BrowserContext] = []

    def walker(role: str = "", *, phone: bool = False, script: bool = True) -> Walker:
        context = browser.new_context(
            base_url=site,
            viewport=PHONE if phone else DESKTOP,
            java_script_enabled=script,
            is_mobile=phone,
            has_touch=phone,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        opened.append(context)
        page: Page = context.new_page()
        walking = Walker(page, script=script)
        if role:
            walking.sign_in(Script.read(CITY).username(role), PASSWORD)
        return walking

    yield walker
    for context in opened:
        context.close()


@pytest.fixture
def story(site: str, home: pathlib.Path) -> Iterator[Play]:
    """The story's own program, to bring a case to the stage at which a journey begins; today is today."""
    yield Play(site, Script.read(CITY), StandingDays(), say=lambda line: None)


class StandingDays:
    """Days that do not pass: the journeys happen today."""

    def __init__(self) -> None:
        import datetime as dt

        from tongban.kernel.clock import ZONE

        self.day = dt.datetime.now(dt.UTC).astimezone(ZONE).date()

    def pass_(self, working_days: int) -> Any:
        return self.day
