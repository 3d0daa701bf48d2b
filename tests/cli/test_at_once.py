"""Pieces of a filling side by side: all of them, in their order; and none goes on where one has failed."""

import threading

import pytest
from django.db import connection
from django.db.utils import OperationalError

from tongban.cli.city_scale.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def asleep(told: list[str], all_there: threading.Barrier) -> None:
    """Wait for longer than any test, and tell when that was cancelled."""
    all_there.wait()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(3600)")
    except OperationalError:
        told.append("cancelled")
        raise


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)


class TestAtOnce:
    def test_returns_what_each_returned_in_their_order(self) -> None:
        assert at_once([lambda place=place: place * place for place in range(9)]) == [  # type: ignore[misc]
            place * place for place in range(9)
        ]

    def test_that_fails_cancels_what_the_others_are_at_and_begins_no_more(self) -> None:
        told: list[str] = []

        all_there = threading.Barrier(2)

        def fail() -> None:
            all_there.wait()
            raise ValueError("this one")

        with pytest.raises(ValueError, match="this one"):
            at_once([lambda: asleep(told, all_there), fail, lambda: told.append("begun")])

        assert told == ["cancelled"]

    def test_that_is_interrupted_cancels_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[str] = []
        all_there = threading.Barrier(3)

        def interrupted(begun: object, **how: object) -> object:
            monkeypatch.undo()
            all_there.wait()
            raise KeyboardInterrupt

        monkeypatch.setattr("tongban.cli.city_scale.at_once.wait", interrupted)

        with pytest.raises(KeyboardInterrupt):
            at_once([lambda: asleep(told, all_there), lambda: asleep(told, all_there)])

        assert told == ["cancelled", "cancelled"]
