"""Settling goes on as long as something waits, whatever it waits behind."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.faults.harness.settle import settle
from tongban.kernel import outbox
from tongban.kernel.models import Announcement
from tongban.worker.tasks import enqueue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Handlers of their own: the first thing that is done is announced in turn, and so is that at its second try."""
    heard: list[str] = []

    def first(topic: str, key: int, payload: dict[str, object]) -> None:
        heard.append(topic)
        Announcement.objects.create(topic="second.said", key=key)

    def second(topic: str, key: int, payload: dict[str, object]) -> None:
        heard.append(topic)
        if heard.count(topic) == 1:
            raise RuntimeError("not at the first try")
        Announcement.objects.create(topic="third.said", key=key)

    monkeypatch.setattr(outbox, "_handlers", {"first": ("first.*", first), "second": ("second.*", second)})
    yield heard
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


class TestSettle:
    def test_goes_on_where_only_jobs_are_left_and_they_announce_more(self, heard: list[str]) -> None:
        enqueue([{"name": "first", "topic": "first.said", "key": 1, "payload": {}}])

        settle()

        assert heard == ["first.said", "second.said", "second.said"]
        assert outbox.waiting() == 0
