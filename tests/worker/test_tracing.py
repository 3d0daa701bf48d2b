"""What is done because of a request belongs to its trace."""

import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.matters.days import days
from tests.matters.errand import ERRAND, MONDAY, authority, errand
from tests.matters.test_event_logs import TWO, bring_in
from tests.matters.test_recompute import DECEMBER, NOTICE, started
from tests.spans import CALLER
from tongban.kernel import outbox
from tongban.kernel.actions.import_notice import import_notice
from tongban.kernel.models import Announcement
from tongban.kernel.outbox import announce, on
from tongban.kernel.tracing import CARRIED, span
from tongban.matters import queries
from tongban.matters.actions.recompute import recompute
from tongban.matters.actions.sweep_lamps import sweep_lamps
from tongban.matters.events import LAMPS_TURNED
from tongban.matters.lifecycle import KINDS
from tongban.matters.models import Matter
from tongban.matters.rules.xes import read_xes
from tongban.web.tracing import TracingMiddleware
from tongban.worker import sweeps, tasks

__all__ = ["days"]

pytestmark = pytest.mark.django_db
Heard = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def heard(days: None, monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What the only handler hears of errands."""
    told: Heard = []
    monkeypatch.setitem(KINDS, ERRAND.code, ERRAND)
    queries._sql.cache_clear()
    monkeypatch.setattr(outbox, "_handlers", {})

    @on("errand.*")
    def hear(topic: str, key: int, payload: dict[str, Any]) -> None:
        told.append((topic, payload))

    return told


def take_a_step(request: HttpRequest) -> HttpResponse:
    errand(authority())
    announce("errand.counted", {1: {"n": 1}})
    return HttpResponse()


def work_off() -> None:
    """Forward what waits and do the jobs, as a worker does."""
    tasks.forward(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(job) FROM procrastinate_jobs job WHERE task_name = 'handle' ORDER BY id")
        jobs = [job for (job,) in cursor.fetchall()]
    for job in jobs:
        tasks.handle(**job["args"])


class TestJob:
    def test_goes_on_with_the_trace_of_the_request(self, exporter: InMemorySpanExporter, heard: Heard) -> None:
        request = RequestFactory().post("/", headers={"traceparent": f"00-{CALLER}-00f067aa0ba902b7-01"})
        TracingMiddleware(take_a_step)(request)

        work_off()

        served, *handled = exporter.get_finished_spans()
        assert [span.name for span in handled] == ["handle errand.begin", "handle errand.counted"]
        assert {span.context.trace_id for span in handled if span.context} == {int(CALLER, 16)}
        assert {span.parent and span.parent.span_id for span in handled} == {served.context and served.context.span_id}
        # Who handles it hears what was announced, and nothing of the trace.
        assert [sorted(payload) for _topic, payload in heard] == [["matter", "number"], ["n"]]

    def test_begins_none_where_nobody_asks_for_traces(self, monkeypatch: pytest.MonkeyPatch, heard: Heard) -> None:
        monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
        take_a_step(RequestFactory().post("/"))

        assert not Announcement.objects.filter(payload__has_key=CARRIED).exists()
        work_off()

        assert len(heard) == 2


class TestSet:
    """What is written as a set announces as a step does."""

    def test_of_a_sweep_hands_its_trace_on(self, exporter: InMemorySpanExporter, heard: Heard) -> None:
        errand(authority())
        Matter.objects.update(due_on=MONDAY.date() - dt.timedelta(days=1))

        sweeps.run(sweeps.Sweep("", sweep_lamps), MONDAY)

        assert announced() == {LAMPS_TURNED: trace_of(exporter, "sweep sweep_lamps")}

    def test_of_an_imported_log_hands_its_trace_on(self, exporter: InMemorySpanExporter, heard: Heard) -> None:
        with span("import-log"):
            bring_in(list(read_xes(io.BytesIO(TWO))), authority())

        assert set(announced().values()) == {trace_of(exporter, "import-log")}

    def test_of_moved_days_hands_its_trace_on(self, exporter: InMemorySpanExporter, heard: Heard) -> None:
        started(authority())
        with span("import-notice"):
            import_notice(NOTICE, basis="示例通知")
        with span("handle"):
            recompute(at=DECEMBER)

        found = announced()
        assert found["calendar.changed"] == trace_of(exporter, "import-notice")
        assert found["errand.recompute"] == trace_of(exporter, "handle")


def announced() -> dict[str, str]:
    """Return the trace that the announcements of each topic carry, of those that carry one."""
    said = Announcement.objects.values_list("topic", "payload")
    return {topic: payload[CARRIED].split("-")[1] for topic, payload in said if CARRIED in payload}


def trace_of(exporter: InMemorySpanExporter, name: str) -> str:
    """Return the trace of the one span of this name."""
    (found,) = [each.context for each in exporter.get_finished_spans() if each.name == name]
    assert found is not None
    return f"{found.trace_id:032x}"
