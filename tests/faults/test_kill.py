"""`kill -9` of the web server, the worker and the database while clients work: ten times, over HTTP, for real."""

import pathlib
import shutil
import tempfile
from collections.abc import Iterator

import pytest

from bench.faults.ordeal import PARTS, Outcome, ordeal
from tongban.cli.postgres import EmbeddedPostgres

KILLS = 10
PATIENCE_SECONDS = 90.0


@pytest.fixture(scope="module")
def outcome() -> Iterator[Outcome]:
    """The ordeal, suffered once for all that is asked of it."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="tongban-faults-"))
    home.chmod(0o755)
    yield ordeal(home, kills=KILLS)
    places = EmbeddedPostgres(home).places
    for folder in (places.sockets, home):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
class TestKill:
    def test_hits_every_part_in_the_middle_of_work(self, outcome: Outcome) -> None:
        assert len(outcome.kills) == KILLS
        assert {kill.what for kill in outcome.kills} == set(PARTS)
        assert [client.trouble for client in outcome.clients] == [""] * len(outcome.clients)
        assert outcome.acknowledged > KILLS
        assert outcome.retried > 0

    def test_loses_no_acknowledged_step(self, outcome: Outcome) -> None:
        assert outcome.verdict["lost"] == []

    def test_does_nothing_twice(self, outcome: Outcome) -> None:
        assert outcome.verdict["doubled"] == []

    def test_answers_a_key_as_it_did_before(self, outcome: Outcome) -> None:
        assert outcome.replayed > 0
        assert [changed for client in outcome.clients for changed in client.changed] == []

    def test_delivers_every_letter_once(self, outcome: Outcome) -> None:
        assert outcome.verdict["letters"] > 0

    def test_leaves_a_journal_that_proves_itself(self, outcome: Outcome) -> None:
        assert outcome.verdict["findings"] == []
        assert outcome.verdict["entries"] > KILLS

    def test_is_back_each_time(self, outcome: Outcome) -> None:
        # Ten seconds are what `./tongban bench faults` measures; a test must not fail because a machine is busy.
        assert outcome.worst_restart <= PATIENCE_SECONDS, outcome.kills
