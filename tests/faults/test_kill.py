"""`kill -9` of each part of the site while clients work, over HTTP: CI's short set, or as many as are asked for.

`TONGBAN_KILLS=1000 ./tongban test tests/faults` is the long set.
"""

import os
from collections.abc import Iterator

import pytest

from tests.faults.harness.faults import KILLS, kills
from tests.faults.harness.house import city_home
from tests.faults.harness.ordeal import Outcome, ordeal
from tests.faults.harness.site import Site

MANY = int(os.environ.get("TONGBAN_KILLS", "12"))


@pytest.fixture(scope="module")
def outcome() -> Iterator[Outcome]:
    """The ordeal, suffered once for all that is asked of it."""
    with city_home() as home, Site(home) as site:
        yield ordeal(site, kills(MANY))


@pytest.mark.slow
class TestKill:
    def test_hits_every_part_in_the_middle_of_work(self, outcome: Outcome) -> None:
        assert outcome.wrong == []
        assert len(outcome.struck) == MANY
        assert {struck.what for struck in outcome.struck} == {kill.name for kill in KILLS}
        assert len(outcome.answers) > MANY
        assert outcome.retried > 0

    def test_loses_no_acknowledged_step(self, outcome: Outcome) -> None:
        assert outcome.troubles == []
        assert outcome.verdict["lost"] == []

    def test_does_nothing_twice(self, outcome: Outcome) -> None:
        assert outcome.verdict["doubled"] == []

    def test_answers_a_key_as_it_did_before(self, outcome: Outcome) -> None:
        assert outcome.replayed > 0
        assert outcome.changed == []

    def test_delivers_every_letter_once_and_gives_up_no_job(self, outcome: Outcome) -> None:
        assert outcome.verdict["letters"] > 0
        assert outcome.verdict["jobs"] == []

    def test_leaves_due_days_that_follow_from_their_facts(self, outcome: Outcome) -> None:
        assert outcome.verdict["days"] == []

    def test_leaves_a_journal_that_proves_itself(self, outcome: Outcome) -> None:
        assert outcome.verdict["findings"] == []
        assert outcome.verdict["entries"] > MANY
