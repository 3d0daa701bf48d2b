"""Two workers on one job: both do it at once, or one that was thought dead goes on; what they do is done once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.faults.harness.clients import Crew
from tests.faults.harness.faults import Fault
from tests.faults.harness.house import city_home, environment, prepare, run
from tests.faults.harness.ordeal import Outcome, check, ordeal
from tests.faults.harness.site import PATIENCE_SECONDS, WORKER, Site
from tongban.cli.environment import REPOSITORY
from tongban.settings import WORKER_STALLED_SECONDS

# So often are clients answered before what they left to be done is done.
ANSWERS = 90
# Twice, and ten times in the long set.
FREEZES = 10 if "TONGBAN_KILLS" in os.environ else 2
HELD_BY_NOBODY = """
SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))
"""


@dataclass(frozen=True, slots=True)
class Freeze:
    """The site's job worker stands still for so long that the other takes up its jobs, then goes on with them."""

    name: str = "frozen worker"

    def strike(self, site: Site, chance: random.Random) -> bool:
        """Stop it in the middle of a job, and let it go on when it is thought dead and its jobs are the other's."""
        found = site.pids_of(WORKER)
        if not found or site.ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") in ((), (0,)):
            return False
        os.kill(found[0], signal.SIGSTOP)
        try:
            time.sleep(WORKER_STALLED_SECONDS + 1)
            # Where it holds a lock that the other waits for, nobody takes up its jobs before it goes on.
            give_up = time.monotonic() + WORKER_STALLED_SECONDS
            while site.ask(HELD_BY_NOBODY, WORKER_STALLED_SECONDS) != (0,) and time.monotonic() < give_up:
                time.sleep(0.1)
        finally:
            os.kill(found[0], signal.SIGCONT)
        return True


@pytest.fixture(scope="module")
def twice() -> Iterator[tuple[Outcome, int]]:
    """Cases that were carried while no job was done, then every job done by two workers side by side."""
    with city_home() as home:
        script, outcome = prepare(home), Outcome()
        with Site(home, "--no-worker") as site:
            with Crew(site.address, script, seed=7) as crew:
                site.wait_until(lambda: crew.in_trouble or crew.answered >= ANSWERS, "answers")
            crew.wait_until_done()
            outcome.clients += crew.clients
            overlapped = int(run("tests.faults.harness.twins", home))
            outcome.verdict = check(home, outcome)
            yield outcome, overlapped


@pytest.fixture(scope="module")
def frozen() -> Iterator[Outcome]:
    """Work with two workers, one of which is frozen again and again."""
    with city_home() as home, Site(home) as site:
        second = subprocess.Popen(
            [sys.executable, "-m", "tongban.cli", "worker", "--home", str(home)],
            cwd=REPOSITORY,
            env=environment(home),
        )
        try:
            faults: list[Fault] = [Freeze()] * FREEZES
            yield ordeal(site, faults, seed=5)
        finally:
            second.terminate()
            try:
                second.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                second.kill()
                second.wait()


@pytest.mark.slow
class TestTwoWorkers:
    def test_who_do_the_same_job_at_once_do_it_once(self, twice: tuple[Outcome, int]) -> None:
        outcome, overlapped = twice

        assert overlapped > 0
        assert outcome.wrong == []
        assert outcome.verdict["letters"] > 0

    def test_one_of_whom_was_thought_dead_do_it_once(self, frozen: Outcome) -> None:
        assert frozen.wrong == []
        assert len(frozen.struck) == FREEZES
