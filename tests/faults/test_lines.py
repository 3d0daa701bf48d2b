"""Lines that end, lose answers or fall silent, to the database and to the clients: what was acknowledged stays so."""

import os
import random
from collections.abc import Iterator

import pytest

from tests.faults.harness.faults import Fault
from tests.faults.harness.house import city_home
from tests.faults.harness.lines import bad_lines
from tests.faults.harness.ordeal import Outcome, ordeal
from tests.faults.harness.proxy import Proxy
from tests.faults.harness.site import Site
from tongban.cli.postgres import DATABASE, PORT, EmbeddedPostgres
from tongban.cli.postgres_cluster import SUPERUSER

# Each sort once, and ten times in the long set.
ROUNDS = 10 if "TONGBAN_KILLS" in os.environ else 1


@pytest.fixture(scope="module")
def outcome() -> Iterator[Outcome]:
    """All that lines do, to the database and to the clients."""
    with city_home() as home:
        socket = EmbeddedPostgres(home).places.sockets / f".s.PGSQL.{PORT}"
        with Proxy(str(socket)) as database:
            url = f"postgresql://{SUPERUSER}@127.0.0.1:{database.port}/{DATABASE}"
            with Site(home, DATABASE_URL=url) as site, Proxy(("127.0.0.1", site.port)) as clients:
                faults: list[Fault] = [*bad_lines(database), *bad_lines(clients)] * ROUNDS
                random.Random(1).shuffle(faults)
                yield ordeal(site, faults, address=f"http://127.0.0.1:{clients.port}")
                assert database.treated > 0
                assert clients.treated > 0


@pytest.mark.slow
class TestLines:
    def test_leave_everything_as_it_was_acknowledged(self, outcome: Outcome) -> None:
        assert outcome.wrong == []
        assert outcome.retried > 0
        assert len(outcome.answers) > len(outcome.struck)

    def test_are_told_to_clients_as_a_failure_that_may_be_tried_again(self, outcome: Outcome) -> None:
        statuses = {status for client in outcome.clients for status, _text in client.refused}

        assert statuses
        assert statuses <= {500, 503}
        assert all("urn:tongban:problem" in text for client in outcome.clients for _status, text in client.refused)
