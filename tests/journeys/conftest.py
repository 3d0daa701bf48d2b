"""A running demo city and a real browser, for every journey.

While writing a journey, keep one demo running and name it: TONGBAN_JOURNEY_SITE is its address, TONGBAN_JOURNEY_HOME
its home.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.faults.harness.house import home_of_its_own
from tests.journeys.days import PassingDays, StandingDays
from tests.journeys.looking import DESKTOP, PATIENCE_MS, PHONE, Walker
from tests.journeys.stages import Stages
from tests.ports import free_port
from tongban.cli.chromium import find_chromium, font_settings
from tongban.cli.environment import REPOSITORY
from tongban.cli.story.play import WORKING_DAYS, Play
from tongban.cli.story.script import Script
from tongban.cli.story.visitor import Visitor

CITY = REPOSITORY / "demo" / "guiyang"
# Long, because a busy machine is no failure.
START_SECONDS = 1200
RUNNING = "TONGBAN_JOURNEY_SITE"
# One process for all pages: each more costs a second on a small machine.
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-features=site-per-process,IsolateOrigins",
    "--renderer-process-limit=1",
]
NOT_PASSED_ON = ("DATABASE_URL", "TONGBAN_HOME", RUNNING)
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pathlib.Path]:
    """The folder of the demo's database, files, mail and clock; of ours, the site's log is kept."""
    if running := os.environ.get("TONGBAN_JOURNEY_HOME"):
        yield pathlib.Path(running)
        return
    with home_of_its_own() as home:
        yield home
        if (home / "site.log").exists():
            shutil.copy(home / "site.log", tmp_path_factory.mktemp("demo-home"))


@pytest.fixture(scope="session")
def site(home: pathlib.Path) -> Iterator[str]:
    """The demo city served by the same command that people use, without its story."""
    if running := os.environ.get(RUNNING):
        yield running
        return
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
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
            try:
                site.wait(120)
            except subprocess.TimeoutExpired:
                site.kill()
                site.wait()


def _wait(address: str, site: subprocess.Popen[bytes], home: pathlib.Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and site.poll() is None:
        try:
            if httpx.get(f"{address}/readyz", timeout=15).status_code == httpx.codes.OK:
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
        "timeout": 2 * PATIENCE_MS,
        "args": CHROMIUM,
        "env": {**os.environ, "FONTCONFIG_FILE": str(font_settings(home / "fonts"))},
    }


@pytest.fixture(scope="session")
def cast(site: str) -> dict[str, Visitor]:
    """Who has signed in already: everybody signs in once, whether with a browser or without."""
    return {}


@pytest.fixture(scope="session")
def today(site: str, home: pathlib.Path) -> Iterator[StandingDays]:
    """The working day on which the journeys happen."""
    standing = StandingDays(home)
    yield standing
    standing.leave()


@pytest.fixture
def story(site: str, cast: dict[str, Visitor], today: StandingDays) -> Play:
    """The story's own program, to bring a case to the stage at which a journey begins."""
    return Play(site, Script.read(CITY), today, say=lambda line: None, people=cast)


@pytest.fixture
def stages(story: Play) -> Stages:
    """A case that can be brought to any stage."""
    return Stages(story)


@pytest.fixture
def days(home: pathlib.Path, today: StandingDays) -> Iterator[PassingDays]:
    """Working days that pass, of the length of the story, and end on the day of the other journeys."""
    passing = PassingDays(home, WORKING_DAYS)
    yield passing
    passing.end()


@pytest.fixture
def walk(browser: Browser, site: str, story: Play) -> Iterator[Callable[..., Walker]]:
    """Open a browser for a role, signed in, at the desk or on a telephone, with or without script."""
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
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        if role:
            signed_in = story.visitor(role).client.cookies.jar
            context.add_cookies([{"name": each.name, "value": each.value or "", "url": site} for each in signed_in])
        return Walker(context.new_page(), script=script)

    yield walker
    for context in opened:
        context.close()
