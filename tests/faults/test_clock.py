"""Clocks that leap while people work, forwards and back: no step is lost, no day is wrong, and work goes on."""

import datetime as dt
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.faults.harness.clock import DAY, HOUR, Leap, house_clock, machine_clock
from tests.faults.harness.house import city_home, prepare
from tests.faults.harness.ordeal import Outcome, ordeal
from tests.faults.harness.prepare import TOKEN_DAYS
from tests.faults.harness.site import WORKER, Site

# A worker comes to the queue every second; a busy one may take so long.
PAUSE_SECONDS = 10
# The officials of the city are in service from the day on which it was made, so nothing goes back before that.
LEAPS = (2 * HOUR, 0, 9 * DAY, 6 * DAY, 20 * DAY, 3 * HOUR, 1 * DAY, 0)


@dataclass(frozen=True, slots=True)
class Noticed:
    """A leap, and the time until the job worker has noticed it and is at work again."""

    leap: Leap
    name: str = "clock"

    def strike(self, site: Site, chance: random.Random) -> bool:
        """Let the clock leap when a worker is at work, and wait for the next."""
        if not site.pids_of(WORKER) or not site.has_forwarded(time.time() - PAUSE_SECONDS):
            return False
        before = _noticed(site)
        self.leap.strike(site, chance)
        site.wait_until(lambda: _noticed(site) > before, "that it is noticed")
        site.wait_until(lambda s=time.time(): site.has_forwarded(s), "its work")  # type: ignore[misc]
        return True


@pytest.fixture(scope="module")
def of_the_house() -> Iterator[tuple[Outcome, Site]]:
    """The house's clock leaps while clients work."""
    with city_home() as home:
        said, move = house_clock(home)
        with Site(home, **said) as site:
            # Between two leaps there is work, or none of it would see the clock go back.
            yield ordeal(site, [Leap("clock", move, seconds) for seconds in LEAPS], seed=11, breath=1), site


@pytest.fixture(scope="module")
def of_the_machine() -> Iterator[tuple[Outcome, Site]]:
    """The clock of everything but the database leaps a day on and back again, while clients work."""
    with city_home() as home:
        said, move = machine_clock(home)
        with Site(home, **said) as site:
            yield ordeal(site, [Noticed(Leap("clock", move, seconds)) for seconds in (DAY, 0)], seed=12), site


def _noticed(site: Site) -> int:
    return (site.home / "serve.log").read_text().count("clock was set by")


def _status(site: Site) -> int:
    token = prepare(site.home)["tokens"]["clerk"]
    answer = httpx.get(f"{site.address}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=60)
    return answer.status_code


@pytest.mark.slow
class TestHouseClock:
    def test_loses_nothing_and_leaves_days_that_follow_from_their_facts(
        self, of_the_house: tuple[Outcome, Site]
    ) -> None:
        outcome, site = of_the_house

        assert outcome.wrong == []
        assert len(outcome.struck) == len(LEAPS)
        # Some entry was recorded earlier than the one before it, and is proved nevertheless.
        assert site.ask(
            "SELECT EXISTS (SELECT FROM matters_journal_entry a JOIN matters_journal_entry b"
            " ON b.matter_id = a.matter_id AND b.sequence > a.sequence AND b.recorded_at < a.recorded_at)"
        ) == (True,)

    def test_ends_tokens_when_their_time_has_come_and_not_before(self, of_the_house: tuple[Outcome, Site]) -> None:
        _outcome, site = of_the_house
        _said, move = house_clock(site.home)

        seen = []
        for days in (0, TOKEN_DAYS - 1, TOKEN_DAYS + 1, 0):
            move(dt.timedelta(days=days).total_seconds())
            seen.append(_status(site))

        assert seen == [200, 200, 401, 200]


@pytest.mark.slow
class TestMachineClock:
    def test_loses_nothing_and_work_goes_on(self, of_the_machine: tuple[Outcome, Site]) -> None:
        outcome, site = of_the_machine
        told = (site.home / "serve.log").read_text()

        assert outcome.wrong == []
        assert len(outcome.struck) == 2
        # Else the queue would start nothing for a day, and nobody would get a letter.
        assert "clock was set by +86400" in told
        assert "clock was set by -86400" in told
