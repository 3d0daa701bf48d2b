"""One application, asked for with the same key again and again from several sides, while web processes are killed.

`TONGBAN_RETRIES=10000 ./tongban test tests/faults/test_same_key.py` is the long set.
"""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.faults.harness.faults import KILLS
from tests.faults.harness.house import city_home, prepare
from tests.faults.harness.site import WEB, Site

MANY = int(os.environ.get("TONGBAN_RETRIES", "600"))
CALLERS = 4
KEY = "the-one-key-of-all"
# A web process is killed each time that so many answers more have come.
ANSWERS_A_KILL = 250


class Callers:
    """Some threads that ask for the same thing with the same key until so many answers have come."""

    def __init__(self, site: Site, script: dict[str, Any], many: int) -> None:
        self.site, self.many = site, many
        self.body = {name: script[name] for name in ("item", "organisation", "answers")}
        self.headers = {"Authorization": f"Bearer {script['tokens']['applicant']}", "Idempotency-Key": KEY}
        self.answers: Counter[tuple[int, bytes]] = Counter()
        self.broken = 0
        self._lock = threading.Lock()

    def ask(self, **other: Any) -> httpx.Response:
        body = {**self.body, **other}
        return httpx.post(f"{self.site.address}/api/v1/applications", json=body, headers=self.headers, timeout=60)

    def run(self) -> None:
        """Ask from all threads at once, and kill a web process now and then."""
        threads = [threading.Thread(target=self._go_on, daemon=True) for _ in range(CALLERS)]
        for thread in threads:
            thread.start()
        chance = random.Random(1)
        of_web = [kill for kill in KILLS if kill.name in (WEB, "web process")]
        for wanted in range(ANSWERS_A_KILL // 5, self.many, ANSWERS_A_KILL):
            self.site.wait_until(lambda w=wanted: self.answers.total() >= w, "an answer")  # type: ignore[misc]
            kill = chance.choice(of_web)
            self.site.wait_until(lambda k=kill: k.strike(self.site, chance), kill.name)  # type: ignore[misc]
        for thread in threads:
            thread.join()

    def _go_on(self) -> None:
        with httpx.Client(base_url=self.site.address, headers=self.headers, timeout=60) as http:
            while self.answers.total() < self.many:
                try:
                    answer = http.post("/api/v1/applications", json=self.body)
                except httpx.TransportError:
                    self._is_refused()
                    continue
                if answer.status_code in (500, 503):
                    self._is_refused()
                    continue
                with self._lock:
                    self.answers[answer.status_code, answer.content] += 1

    def _is_refused(self) -> None:
        with self._lock:
            self.broken += 1
        # Who comes back has to be let: callers in a tight round would keep the machine from it.
        time.sleep(0.05)


@pytest.fixture(scope="module")
def callers() -> Iterator[Callers]:
    """All that was asked, answered; the site still stands."""
    with city_home() as home:
        script = prepare(home)
        with Site(home) as site:
            asking = Callers(site, script, MANY)
            asking.run()
            site.wait_until(site.is_ready, "the site")
            yield asking


def _applications(site: Site) -> tuple[object, ...]:
    return site.ask("SELECT count(*), max(version) FROM matters_matter WHERE kind = 'case'")


@pytest.mark.slow
class TestSameKey:
    def test_makes_one_application_however_often_it_is_sent(self, callers: Callers) -> None:
        assert callers.answers.total() >= MANY
        assert callers.broken > 0
        assert _applications(callers.site) == (1, 1)

    def test_gets_the_same_answer_to_the_last_byte(self, callers: Callers) -> None:
        assert [status for status, _body in callers.answers] == [201]

    def test_is_refused_for_another_request_which_changes_nothing(self, callers: Callers) -> None:
        kept = callers.site.ask("SELECT count(*) FROM kernel_idempotent_answer")

        refused = callers.ask(answers={})

        assert refused.status_code == 422
        assert "Idempotency-Key" in refused.text
        assert _applications(callers.site) == (1, 1)
        assert callers.site.ask("SELECT count(*) FROM kernel_idempotent_answer") == kept
