"""The jobs of the house, in this process and in workers that are killed."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction

from tests.parties.factories import AT, make_account, make_person
from tongban.kernel import outbox
from tongban.kernel.models import Announcement
from tongban.kernel.outbox import announce, on, waiting
from tongban.kernel.sealing.ring import look_again, ring_file
from tongban.notices.actions import Recipient, send, set_preference
from tongban.notices.models import Dispatch, Message
from tongban.parties.queries import actor_of
from tongban.worker import tasks

# Ten seconds are what `./tongban bench faults` measures; a test must not fail because a machine is busy.
RECOVERY_SECONDS = 300.0
Row = dict[str, Any]


class Broken(Exception):
    """What goes wrong around a job."""


def jobs() -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(job) FROM procrastinate_jobs job ORDER BY id")
        found = [row for (row,) in cursor.fetchall()]
    return [{name: each[name] for name in ("task_name", "status", "attempts", "args")} for each in found]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The keys that the only two handlers have heard."""
    keys: list[int] = []
    monkeypatch.setattr(outbox, "_handlers", {})

    @on("errand.*")
    def hear(topic: str, key: int, payload: Row) -> None:
        keys.append(key)

    @on("errand.done")
    def hear_too(topic: str, key: int, payload: Row) -> None:
        keys.append(-key)

    return keys


def job(name: str, key: int, topic: str = "errand.done") -> Row:
    args = {"name": f"{__name__}.{name}", "topic": topic, "key": key, "payload": {"n": key}}
    return {"task_name": "handle", "status": "todo", "attempts": 0, "args": args}


@pytest.mark.django_db
class TestForward:
    def test_queues_one_job_for_each_handler(self, heard: list[int]) -> None:
        announce("errand.done", {1: {"n": 1}})
        announce("errand.begun", {2: {"n": 2}})
        announce("unheard.of", {3: {}})

        tasks.forward(timestamp=0)

        assert jobs() == [job("hear", 1), job("hear_too", 1), job("hear", 2, "errand.begun")]
        assert waiting() == 0
        assert heard == []

    def test_leaves_no_job_when_the_transaction_fails(self, heard: list[int]) -> None:
        announce("errand.done", {1: {}})

        with pytest.raises(Broken), transaction.atomic():
            tasks.forward(timestamp=0)
            assert len(jobs()) == 2
            raise Broken

        assert jobs() == []
        assert waiting() == 1

    def test_forwards_all_that_waits_however_much(self, heard: list[int]) -> None:
        announce("errand.begun", {key: {} for key in range(1, 1202)})

        tasks.forward(timestamp=0)

        assert [each["args"]["key"] for each in jobs()] == list(range(1, 1202))


@pytest.mark.django_db
class TestHandle:
    def test_calls_the_handler(self, heard: list[int]) -> None:
        tasks.handle(**job("hear_too", 7)["args"])

        assert heard == [-7]

    def test_repeated_sends_no_second_message(self, monkeypatch: pytest.MonkeyPatch) -> None:
        person = make_person()
        monkeypatch.setattr(outbox, "_handlers", {})

        @on("errand.*")
        def write(topic: str, key: int, payload: Row) -> None:
            send(to=[Recipient(person_id=person.pk)], subject="办结", body="", at=AT, once_key=f"errand:{key}")

        for key in (1, 1, 2):
            tasks.handle(**job("write", key)["args"])

        assert list(Message.objects.order_by("id").values_list("once_key", flat=True)) == ["errand:1", "errand:2"]
        assert Announcement.objects.count() == 2


@pytest.mark.django_db
class TestRetryStalled:
    def _worker(self, silent: float) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
                [dt.timedelta(seconds=silent)],
            )
            (worker,) = cursor.fetchone()
        return int(worker)

    def _job(self, task: str, status: str, worker: int | None, attempts: int = 0) -> None:
        queueing_lock = None if task == "handle" else task
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name, status, worker_id, attempts, queueing_lock)"
                " VALUES (%s, %s, %s::procrastinate_job_status, %s, %s, %s)",
                [task, tasks.QUEUE, status, worker, attempts, queueing_lock],
            )

    def _failed(self, task: str, timestamp: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
                " VALUES ('house', %s, jsonb_build_object('timestamp', %s), 'failed') RETURNING id",
                [task, timestamp],
            )
            (made,) = cursor.fetchone()
        return int(made)

    def _deferred(self, task: str, timestamp: int, job_id: int | None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id) VALUES (%s, %s, %s)",
                [task, timestamp, job_id],
            )

    def _left(self) -> list[tuple[str, str, int]]:
        return [(each["task_name"], each["status"], each["attempts"]) for each in jobs()]

    def test_takes_up_the_jobs_of_the_silent_and_leaves_those_of_the_living(self) -> None:
        self._job("handle", "doing", self._worker(silent=60))
        self._job("handle", "doing", None)
        self._job("handle", "doing", self._worker(silent=2))

        async_to_sync(tasks.retry_stalled.func)(0)

        assert self._left() == [("handle", "todo", 1), ("handle", "todo", 1), ("handle", "doing", 0)]

    def test_clears_away_a_periodic_job_whose_successor_waits(self) -> None:
        dead = self._worker(silent=60)
        self._job("forward", "doing", dead)
        self._job("forward", "todo", None)
        self._job("handle", "doing", dead)

        async_to_sync(tasks.retry_stalled.func)(0)

        assert self._left() == [("forward", "todo", 0), ("handle", "todo", 1)]

    def test_forgets_a_periodic_job_that_failed_once_a_later_one_went_well(self) -> None:
        overtaken = self._failed("forward", 100)
        self._deferred("forward", 102, None)
        newest = self._failed("sweep_days", 100)
        self._deferred("sweep_days", 100, newest)
        self._job("handle", "failed", None, attempts=10)

        async_to_sync(tasks.retry_stalled.func)(0)

        assert self._left() == [("sweep_days", "failed", 0), ("handle", "failed", 10)]
        assert overtaken < newest

    def test_gives_up_a_job_that_was_tried_often_enough(self) -> None:
        self._job("handle", "doing", self._worker(silent=60), attempts=9)

        async_to_sync(tasks.retry_stalled.func)(0)

        assert self._left() == [("handle", "failed", 10)]

    def test_leaves_what_was_given_up_to_people_who_take_it_up_again(self) -> None:
        self._job("handle", "failed", None, attempts=10)
        self._failed("sweep_days", 100)

        assert tasks.retry_failed() == 1

        assert self._left() == [("handle", "todo", 0), ("sweep_days", "failed", 0)]


@pytest.fixture
def start(transactional_db: None, tmp_path: pathlib.Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start workers on the test's database by the command that people use, in a home of their own."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {
        **os.environ,
        "DATABASE_URL": address.geturl(),
        "TONGBAN_HOME": str(tmp_path),
        # Addresses are sealed: what the test writes, its workers have to read.
        "TONGBAN_SEALING_KEYS_FILE": str(ring_file()),
        "TONGBAN_SUPERVISOR": str(os.getpid()),
    }
    look_again()  # makes the keys where no test sealed anything before
    _empty_queue()
    started: list[subprocess.Popen[bytes]] = []

    def worker() -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("ab") as log:
            made = subprocess.Popen(
                [sys.executable, "-m", "tongban.cli", "worker"], env=environment, stdout=log, stderr=log
            )
        started.append(made)
        return made

    yield worker
    for each in started:
        each.kill()
        each.wait()
    with connection.cursor() as cursor:
        # What a worker had asked for when it was killed may be still under way.
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    _empty_queue()


def _empty_queue() -> None:
    """Empty what Django does not manage, so that the next test finds no job of this one."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def wait_until(come: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so."""
    begun = time.monotonic()
    while not come():
        assert time.monotonic() - begun < seconds, jobs()
        time.sleep(0.05)


def blocked(words: str) -> Callable[[], bool]:
    """Tell whether another connection waits for a lock with a statement that contains the words."""

    def look() -> bool:
        with connection.cursor() as cursor:
            # What a transaction has once read of the activity stays the same until it is told to look again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"
                " AND datname = current_database()",
                [f"%{words}%"],
            )
            (count,) = cursor.fetchone()
        return bool(count)

    return look


class TestKilledWorker:
    """A worker is killed in the middle of a job; the next one goes on within seconds, and nothing is done twice."""

    def test_while_it_forwards_holds_up_nothing(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        announce("errand.done", {1: {}})
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tongban.outbox'))")
            worker = start()
            wait_until(blocked("tongban.outbox"), RECOVERY_SECONDS)
            worker.kill()
            worker.wait()
            assert waiting() == 1

        start()

        wait_until(lambda: waiting() == 0, RECOVERY_SECONDS)

    def test_while_it_handles_leaves_a_job_that_is_done_once(
        self, start: Callable[[], subprocess.Popen[bytes]], tmp_path: pathlib.Path
    ) -> None:
        person = make_person(email="he@example.com")
        set_preference(channel="email", enabled=True, actor=actor_of(make_account(person=person), "web"))
        send(to=[Recipient(person_id=person.pk)], subject="办结通知", body="已办结", at=AT)
        with transaction.atomic():
            Message.objects.select_for_update().get()
            worker = start()
            wait_until(blocked("notices_message"), RECOVERY_SECONDS)
            worker.kill()
            worker.wait()

        start()

        wait_until(Dispatch.objects.exists, RECOVERY_SECONDS)
        wait_until(lambda: not [each for each in jobs() if each["task_name"] == "handle"], RECOVERY_SECONDS)
        assert Dispatch.objects.count() == 1
        (letter,) = (tmp_path / "outgoing-mail").iterdir()
        assert letter.read_text().count("Message-ID") == 1
