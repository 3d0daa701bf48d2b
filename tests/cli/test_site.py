"""The watch over a site outlives what passes, and who serves learns when there is no watch any more."""

import errno
import pathlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tongban.cli import site as site_module
from tongban.cli.children import Child
from tongban.cli.environment import CommandTrouble, House, PostgresTrouble
from tongban.cli.site import Site

SLEEP = ["-c", "import time; time.sleep(600)"]


class Database:
    """A database that fails as it is told to, then runs."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)

    def ensure(self) -> bool:
        if self.failures:
            raise self.failures.pop(0)
        return False


@pytest.fixture
def watched(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Site]]:
    """Make sites whose web server is a sleeper, and end them."""
    monkeypatch.setattr(site_module, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(site_module, "TROUBLE_SECONDS", 0.01)
    made: list[Site] = []

    def make(*failures: Exception) -> Site:
        database: Any = Database(*failures)
        site = Site(House(home=tmp_path, url="", database=database), jobs=False)
        site.web = Child("sleeper", SLEEP, {})
        site.start()
        made.append(site)
        return site

    yield make
    for site in made:
        site.stop()


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


class TestWatch:
    def test_goes_on_after_a_full_disk_and_a_database_that_does_not_start(self, watched: Callable[..., Site]) -> None:
        site = watched(
            OSError(errno.ENOSPC, "No space left on device"),
            PostgresTrouble("the database ended at once"),
            psycopg.OperationalError("the server closed the connection"),
        )

        _until(lambda: site.web.process is not None)

        assert site.web.process is not None
        assert site.web.process.poll() is None

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
    def test_that_has_ended_ends_who_serves(self, watched: Callable[..., Site]) -> None:
        site = watched(KeyError("nobody expected this"))

        with pytest.raises(CommandTrouble, match="the watch over the site has ended"):
            site.run()
