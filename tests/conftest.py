"""What every test stands on: a real PostgreSQL, started here unless DATABASE_URL names one.

This happens while pytest loads us, before the settings are read, so that `pytest` works straight away
and the conftest files of the apps may import models.
"""

import gc
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from tests.journey_watch import JourneyWatch
from tests.side_by_side import SideBySide, refuse_namesakes
from tongban.cli import postgres
from tongban.cli.chromium import find_chromium, font_settings
from tongban.cli.messages import compile_messages
from tongban.cli.postgres import EmbeddedPostgres

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
JOURNEYS = REPOSITORY / "tests" / "journeys"

os.environ.setdefault("TONGBAN_HOME", str(REPOSITORY / "var" / "test-home"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
os.environ.setdefault("TONGBAN_TEST_DATA", str(REPOSITORY.parent / "shared" / "data"))
# A proxy that the machine has for the world outside is not asked for the servers that tests start.
for _name in ("NO_PROXY", "no_proxy"):
    os.environ[_name] = ",".join(filter(None, [os.environ.get(_name), "localhost,127.0.0.1,::1"]))

# On a machine busy with tests a server may answer later than an operator would care to wait for.
postgres.ANSWER_SECONDS = 180.0
_database: EmbeddedPostgres | None = None
if not os.environ.get("DATABASE_URL"):
    _database = EmbeddedPostgres(pathlib.Path(os.environ["TONGBAN_HOME"]), durable=False).join()
    os.environ["DATABASE_URL"] = _database.url

compile_messages()

# A busy machine is no failure: neither an example nor the making of one is timed. Examples are the same in every run,
# but in the long set, which looks for others.
hypothesis.settings.register_profile(
    "patient",
    hypothesis.settings(),
    deadline=None,
    derandomize=os.environ.get("TONGBAN_LONG_TESTS") != "1",
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("patient")

import django  # noqa: E402

django.setup()

from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402

# As their database (durable=False), what tests write into files need survive no power failure.
os.fsync = lambda _: None

# A password is hashed a million times to cost whoever guesses as much; here it would cost each who signs in.
PBKDF2PasswordHasher.iterations = 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skipped-journeys",
        action="store_true",
        help="a browser journey that is skipped counts as failed, and so does a run without any",
    )


def pytest_unconfigure() -> None:
    if _database is not None:
        _database.leave()


@pytest.fixture(scope="session", autouse=True)
def what_is_kept_stays() -> None:
    """Let what the process keeps for half a minute stay, so that a count of statements never meets its end."""
    from tongban.cases.queries import reading
    from tongban.kernel import queries as kernel
    from tongban.matters import queries
    from tongban.web import context

    queries.RULES_KEPT_SECONDS = reading.AUTHORITY_KEPT_SECONDS = 10**9
    context._KEPT_SECONDS = kernel.CALENDAR_SECONDS = kernel.PARAMETER_SECONDS = 1e9


@pytest.fixture(scope="session", autouse=True)
def a_trial_may_wait() -> None:
    """Give a template on trial the time that a busy machine takes; the processor's time still ends it."""
    from tongban.kernel import pdf_trial

    pdf_trial.MOST_SECONDS = 60.0


@pytest.fixture(autouse=True)
def what_was_read_is_of_this_test(what_is_kept_stays: None) -> Iterator[None]:
    """Let no test know calendars and parameters from rows that another one had."""
    from tongban.kernel import queries

    calendars, parameters = dict(queries._calendars), queries._parameters
    yield
    queries._calendars.clear()
    queries._calendars.update(calendars)
    queries._parameters = parameters


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's Chromium, with our Chinese font at hand."""
    fonts = font_settings(pathlib.Path(os.environ["TONGBAN_HOME"]))
    return {
        **browser_type_launch_args,
        "executable_path": find_chromium(),
        "env": {**os.environ, "FONTCONFIG_FILE": str(fonts)},
    }


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SideBySide | None:
    return SideBySide(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--no-skipped-journeys"):
        config.pluginmanager.register(JourneyWatch(JOURNEYS))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Walk the journeys last: the browser's driver keeps an event loop, beside which Django refuses to work.

    What they left in the logs is looked at after all of them.
    """
    refuse_namesakes(item.nodeid for item in items)
    items.sort(key=lambda item: (JOURNEYS in item.path.parents, item.path == JOURNEYS / "test_what_was_logged.py"))


def pytest_collection_finish() -> None:
    """Spare the thousands of tests that were collected from being looked through for garbage at every turn."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Let tests that commit empty the tables after them; what is append-only refuses TRUNCATE elsewhere."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger"
            " WHERE tgname LIKE '%\\_no\\_truncate' AND NOT tgisinternal"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
