"""Two who act on the same matter at once, on two connections, hundreds of times: exactly one succeeds."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from tests.matters.errand import MONDAY, authority, clerk, errand
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.models import Announcement
from tongban.matters.actions.hold import hold
from tongban.matters.actions.step import Stepped, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.matters.models import JournalEntry, Matter
from tongban.matters.queries import read
from tongban.parties.models import Authority
from tongban.parties.rules.actor import Actor

ROUNDS = 200


@retried
def act(*, number: str, verb: str, actor: Actor) -> Stepped:
    return step(read(number, actor=actor), verb, actor=actor, at=MONDAY)


Race = Callable[..., list[object]]


@contextlib.contextmanager
def racers(count: int = 2) -> Iterator[Race]:
    """Give what runs so many at the same moment, and returns what each got or raised.

    Each has a thread and a connection of its own, which stay for all the rounds.
    """
    # Nobody passes before all are there, so that each of the threads takes one.
    gate = threading.Barrier(count, timeout=600)

    def run(runner: Callable[[], object]) -> object:
        gate.wait()
        try:
            return runner()
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as threads:

        def race(*runners: Callable[[], object]) -> list[object]:
            return [each.result(600) for each in [threads.submit(run, runner) for runner in runners]]

        try:
            yield race
        finally:
            # Each thread its own: what it does not close stays until it is collected, and counts until then.
            assert race(*[lambda: connections["default"].close()] * count) == [None] * count


def race(*runners: Callable[[], object]) -> list[object]:
    """Run all at the same moment, once."""
    with racers(len(runners)) as once:
        return once(*runners)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_exactly_one_succeeds_and_the_other_is_told_who_was_first(self) -> None:
        load_calendar()
        owner = authority()
        with racers() as race:
            for _round in range(ROUNDS):
                number = errand(owner).number

                results = race(
                    lambda number=number: act(number=number, verb="start", actor=clerk(owner, "甲")),
                    lambda number=number: act(number=number, verb="start", actor=clerk(owner, "丙")),
                )

                won = [r for r in results if isinstance(r, Stepped)]
                lost = [r for r in results if isinstance(r, NotAllowedNow)]
                assert (len(won), len(lost)) == (1, 1), results
                first = JournalEntry.objects.get(matter__number=number, verb="start").actor["name"]
                assert first in lost[0].reason
        assert Matter.objects.filter(version=2).count() == ROUNDS
        assert JournalEntry.objects.count() == Announcement.objects.count() == 2 * ROUNDS

    def test_steps_that_do_not_exclude_each_other_all_succeed(self) -> None:
        load_calendar()
        owner = authority()
        number = errand(owner).number
        act(number=number, verb="start", actor=clerk(owner))

        results = race(*[lambda: act(number=number, verb="note", actor=clerk(owner))] * 4)

        assert all(isinstance(r, Stepped) for r in results), results
        assert list(JournalEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
class TestCostOfAStep:
    """What a step may cost the database, counted, not timed."""

    def _started(self) -> tuple[str, Authority]:
        load_calendar()
        owner = authority()
        number = errand(owner).number
        act(number=number, verb="start", actor=clerk(owner))
        return number, owner

    def test_is_one_commit_and_within_the_write_ahead_log_allowed(self) -> None:
        number, owner = self._started()
        steps = 20
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            act(number=number, verb="note", actor=clerk(owner))
            before = self._written(cursor)
            with CaptureQueriesContext(connection) as said:
                for _ in range(steps):
                    with transaction.atomic():
                        act(number=number, verb="note", actor=clerk(owner))
            after = self._written(cursor)

        assert [each["sql"] for each in said if each["sql"] in ("BEGIN", "COMMIT")] == ["BEGIN", "COMMIT"] * steps
        assert (after - before) / steps <= 2560

    def _written(self, cursor) -> int:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        # Since 18 a session knows its own; before, what others write to the same server at once is in it.
        alone = connection.pg_version >= 180000
        wal = "pg_stat_get_backend_wal(pg_backend_pid())" if alone else "pg_stat_wal"
        cursor.execute(f"SELECT wal_bytes - wal_fpi * 8192 FROM {wal}")
        return int(cursor.fetchone()[0])

    def test_what_is_held_is_moved_by_nobody_else_until_the_transaction_ends(self) -> None:
        load_calendar()
        owner = authority()
        number = errand(owner).number
        seen: list[str] = []
        held = threading.Event()

        def keep() -> None:
            with transaction.atomic():
                hold(number)
                held.set()
                time.sleep(0.3)
                seen.append(Matter.objects.get(number=number).state)

        def move() -> Stepped:
            held.wait(120)
            return act(number=number, verb="start", actor=clerk(owner, "甲"))

        race(keep, move)

        assert seen == ["open"]
        assert Matter.objects.get(number=number).state == "running"
