"""After all journeys: nothing that was logged, counted, queued or journalled on the way tells of anybody."""

from __future__ import annotations

import concurrent.futures
import json
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest

from tests.privacy.values import (
    ADDRESS,
    CODE,
    EMAIL,
    NUMBER,
    PASSWORD,
    PHONE,
    SESSION,
    found_in,
    personal_values,
)
from tongban.cli.postgres import EmbeddedPostgres
from tongban.cli.story.script import PASSWORD as DEMO_PASSWORD
from tongban.kernel.sealing.ring import look_again

# In what is kept for good, a case says whose it is by name; the rest has no place there either.
NOT_NAMED = (NUMBER, PHONE, EMAIL, ADDRESS, SESSION, PASSWORD, CODE)
# What this many lines ask of people is nothing: an empty log would prove nothing.
LEAST_REQUESTS = 50


@pytest.fixture(scope="module")
def walked(request: pytest.FixtureRequest, home: pathlib.Path) -> pathlib.Path:
    """The home in which journeys were walked; there is nothing to look at without one."""
    if not (home / "site.log").exists():
        pytest.skip("no journey was walked before this, or on a site whose log is elsewhere")
    return home


@pytest.fixture(scope="module")
def database(walked: pathlib.Path) -> Iterator[psycopg.Connection[Any]]:
    """The database of the journeys, beside the site that runs on it."""
    with psycopg.connect(EmbeddedPostgres(walked).url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def values(walked: pathlib.Path, database: psycopg.Connection[Any]) -> dict[str, str]:
    """Everything personal of everybody, opened with the keys of the journeys' home."""
    from django.conf import settings
    from django.test import override_settings

    assert walked != settings.HOME

    def read() -> dict[str, str]:
        with override_settings(HOME=walked):
            look_again()
            return personal_values(database.cursor())

    # The browser's driver keeps an event loop in this thread, beside which Django refuses to work.
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        found = beside.submit(read).result()
    look_again()
    assert sum(kind == NUMBER for kind in found.values()) > 10
    return {**found, DEMO_PASSWORD: PASSWORD}


def asked(query: str) -> Callable[[psycopg.Connection[Any]], str]:
    """What a query tells, a line for each row."""
    return lambda database: "\n".join(str(row[0]) for row in database.execute(query).fetchall())  # type: ignore[arg-type]


KEPT = {
    "jobs of the queue": asked("SELECT args::text FROM procrastinate_jobs"),
    "announcements": asked("SELECT key || ' ' || topic || ' ' || payload::text FROM kernel_announcement"),
    "facts of the journal": asked("SELECT facts::text FROM matters_journal_entry"),
    "actors of the journal": asked("SELECT actor::text FROM matters_journal_entry"),
    "alerts": asked("SELECT facts::text FROM matters_alert"),
    "events of parties": asked("SELECT subject || ' ' || facts::text FROM parties_partyevent"),
}


class TestLogs:
    @pytest.mark.parametrize("name", ["site.log", "database.log"])
    def test_tell_of_nobody(self, name: str, walked: pathlib.Path, values: dict[str, str]) -> None:
        written = (walked / name).read_text(errors="replace")

        lines = [line for line in written.splitlines() if DEMO_PASSWORD not in line]

        assert {kind: value for value, kind in found_in("\n".join(lines), values).items()} == {}

    def test_of_the_site_are_those_of_the_journeys(self, walked: pathlib.Path, site: str) -> None:
        figures = httpx.get(f"{site}/metrics", timeout=60).text

        counted = sum(
            float(line.rpartition(" ")[2])
            for line in figures.splitlines()
            if line.startswith("tongban_http_requests_total")
        )
        assert counted > LEAST_REQUESTS

    def test_of_figures_name_nobody(self, walked: pathlib.Path, site: str, values: dict[str, str]) -> None:
        assert found_in(httpx.get(f"{site}/metrics", timeout=60).text, values) == {}


class TestWhatIsKept:
    @pytest.mark.parametrize("what", KEPT)
    def test_tells_of_nobody(self, what: str, database: psycopg.Connection[Any], values: dict[str, str]) -> None:
        written = KEPT[what](database)

        assert found_in(json.dumps(written, ensure_ascii=False), values, *NOT_NAMED) == {}
