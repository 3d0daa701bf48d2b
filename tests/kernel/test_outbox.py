"""Announcements: forwarded exactly once with all that follows from them, or not at all."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.db import transaction

from tests.matters.test_two_at_once import race
from tongban.kernel import outbox
from tongban.kernel.models import Announcement
from tongban.kernel.outbox import Announced, announce, forward, handle, on, tap, waiting

ROUNDS = 30
Job = dict[str, Any]


class Broken(Exception):
    """What goes wrong in a tap, a queue or a handler."""


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test registers its own handlers and taps."""
    monkeypatch.setattr(outbox, "_handlers", {})
    monkeypatch.setattr(outbox, "_taps", [])


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int, Job]]]:
    """What the handler of all errands has heard; it is registered under the name `HEARER`."""
    said: list[tuple[str, int, Job]] = []

    @on("errand.*")
    def hear(topic: str, key: int, payload: Job) -> None:
        said.append((topic, key, payload))

    return said


HEARER = f"{__name__}.hear"


def announced() -> list[tuple[str, int, Job]]:
    return [(a.topic, a.key, a.payload) for a in Announcement.objects.order_by("id")]


@pytest.mark.django_db
class TestAnnounce:
    def test_says_each_payload_under_its_key(self) -> None:
        announce("errand.done", {7: {"number": "E7", "面": [1, None]}, 8: {}})

        assert sorted(announced()) == [("errand.done", 7, {"number": "E7", "面": [1, None]}), ("errand.done", 8, {})]

    def test_of_nothing_says_nothing(self) -> None:
        announce("errand.done", {})

        assert waiting() == 0

    def test_is_taken_back_with_the_transaction(self) -> None:
        with pytest.raises(Broken), transaction.atomic():
            announce("errand.done", {7: {}})
            raise Broken

        assert waiting() == 0


@pytest.mark.django_db
class TestForward:
    def test_queues_a_job_for_each_handler_of_the_topic_and_forgets_the_announcement(
        self, heard: list[tuple[str, int, Job]]
    ) -> None:
        @on("errand.done")
        def file_it(topic: str, key: int, payload: Job) -> None: ...

        announce("errand.started", {1: {"n": 1}})
        announce("errand.done", {2: {"n": 2}})
        announce("errands.done", {3: {}})
        jobs: list[Job] = []

        count = forward(jobs.extend)

        assert count == 3
        assert jobs == [
            {"name": HEARER, "topic": "errand.started", "key": 1, "payload": {"n": 1}},
            {"name": HEARER, "topic": "errand.done", "key": 2, "payload": {"n": 2}},
            {"name": f"{__name__}.file_it", "topic": "errand.done", "key": 2, "payload": {"n": 2}},
        ]
        assert waiting() == 0

    def test_forwards_once_and_in_the_order_said(self, heard: list[tuple[str, int, Job]]) -> None:
        for key in (9, 4, 6, 5):
            announce("errand.done", {key: {}})
        jobs: list[Job] = []

        counts = [forward(jobs.extend, limit=3) for _ in range(3)]

        assert counts == [3, 1, 0]
        assert [job["key"] for job in jobs] == [9, 4, 6, 5]

    def test_queues_nothing_when_nobody_listens(self) -> None:
        announce("errand.done", {1: {}})

        def queue(jobs: list[Job]) -> None:
            raise Broken

        assert forward(queue) == 1
        assert waiting() == 0

    def test_shows_the_batch_to_each_tap_once(self) -> None:
        seen: list[Announced] = []

        def watch(batch: Sequence[Announced]) -> None:
            seen.extend(batch)

        tap(watch)
        tap(watch)
        announce("errand.done", {1: {"n": 1}})

        forward(lambda jobs: None)

        assert [(a.topic, a.key, a.payload) for a in seen] == [("errand.done", 1, {"n": 1})]

    @pytest.mark.parametrize("breaks", ["tap", "queue"])
    def test_leaves_everything_as_it_was_when_a_part_fails(
        self, breaks: str, heard: list[tuple[str, int, Job]]
    ) -> None:
        def write(batch: Sequence[Announced]) -> None:
            announce("written.by.tap", {len(batch): {}})

        def fail(_: object) -> None:
            announce("written.by.failing", {1: {}})
            raise Broken

        tap(write)
        if breaks == "tap":
            tap(fail)
        announce("errand.done", {1: {"n": 1}, 2: {"n": 2}})
        before = announced()

        with pytest.raises(Broken):
            forward(fail if breaks == "queue" else lambda jobs: None)

        assert announced() == before
        outbox._taps.clear()
        jobs: list[Job] = []
        assert forward(jobs.extend) == 2
        assert [job["key"] for job in jobs] == [1, 2]


class TestHandle:
    def test_calls_the_handler_by_its_name(self, heard: list[tuple[str, int, Job]]) -> None:
        handle(HEARER, "errand.done", 7, {"n": 1})

        assert heard == [("errand.done", 7, {"n": 1})]

    def test_raises_what_the_handler_raises_so_that_the_job_is_tried_again(self) -> None:
        @on("errand.*")
        def fail(topic: str, key: int, payload: Job) -> None:
            raise Broken

        with pytest.raises(Broken):
            handle(f"{__name__}.fail", "errand.done", 7, {})

    def test_knows_no_other_handler(self) -> None:
        with pytest.raises(KeyError):
            handle("tongban.nowhere.nothing", "errand.done", 7, {})


@pytest.mark.django_db(transaction=True)
class TestForwardersAtOnce:
    def test_forward_each_announcement_once(self, heard: list[tuple[str, int, Job]]) -> None:
        jobs: list[int] = []
        lock = threading.Lock()

        def queue(batch: list[Job]) -> None:
            with lock:
                jobs.extend(job["key"] for job in batch)

        def forwarder() -> Callable[[], int]:
            return lambda: forward(queue, limit=2)

        for turn in range(ROUNDS):
            announce("errand.done", {turn * 3 + place: {} for place in range(3)})

            counts = race(forwarder(), forwarder())

            assert sorted(counts, key=str) == [1, 2]
        assert sorted(jobs) == list(range(ROUNDS * 3))
        assert waiting() == 0

    def test_does_not_see_what_is_not_committed(self) -> None:
        with transaction.atomic():
            announce("errand.done", {1: {}})
            (count,) = race(lambda: forward(lambda jobs: None))

        assert count == 0
        assert waiting() == 1
