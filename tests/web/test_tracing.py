"""Traces: what a span says, what it never says, and that nothing is there where nobody asks for it."""

import json
import logging

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch, resolve
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.spans import CALLER
from tongban.api.problems import NOT_FOUND, problem
from tongban.kernel import tracing
from tongban.kernel.tracing import TraceFilter, span, trace_id
from tongban.web.tracing import TracingMiddleware

NAME, NUMBER = "王小明", "520102199001011234"


def answer(request: HttpRequest) -> HttpResponse:
    match: ResolverMatch = resolve(request.path_info)
    request.resolver_match = match
    with connection.execute_wrapper(tracing._statement), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM parties_person WHERE name = %s", [NAME])
    return problem(NOT_FOUND, "没有")


class TestSpan:
    def test_names_the_route_and_goes_on_with_the_callers_trace(self, db: None, exporter: InMemorySpanExporter) -> None:
        request = RequestFactory().get(
            f"/my/cases/{NUMBER}/?q={NAME}", headers={"traceparent": f"00-{CALLER}-00f067aa0ba902b7-01"}
        )

        response = TracingMiddleware(answer)(request)

        statement, served = exporter.get_finished_spans()
        assert served.name == "GET my/cases/<str:number>/"
        assert statement.name == "SELECT"
        assert served.context.trace_id == statement.context.trace_id == int(CALLER, 16)
        assert served.attributes is not None
        assert served.attributes["http.response.status_code"] == 404
        assert json.loads(response.content)["trace_id"] == CALLER

    def test_says_nothing_of_anybody(self, db: None, exporter: InMemorySpanExporter) -> None:
        TracingMiddleware(answer)(RequestFactory().get(f"/my/cases/{NUMBER}/?q={NAME}"))

        told = "".join(each.to_json() for each in exporter.get_finished_spans())
        assert "FROM parties_person WHERE name = %s" in told
        assert NUMBER not in told
        assert NAME not in told
        assert json.dumps(NAME)[1:-1] not in told

    def test_keeps_what_a_failure_says_to_itself(self, exporter: InMemorySpanExporter) -> None:
        with pytest.raises(ValueError, match=NUMBER), span("handle case.submit"):
            raise ValueError(f"{NUMBER} is wrong")

        (failed,) = exporter.get_finished_spans()
        assert not failed.events
        assert NUMBER not in failed.to_json()
        assert (failed.attributes or {})["error.type"] == "ValueError"
        assert not failed.status.is_ok
        assert isinstance(failed, ReadableSpan)

    def test_gives_lines_of_the_log_its_id(self, exporter: InMemorySpanExporter) -> None:
        record = logging.LogRecord("x", logging.INFO, "x.py", 1, "words", None, None)

        with span("sweep"):
            TraceFilter().filter(record)
            assert vars(record)["trace"] == trace_id()
        TraceFilter().filter(record)

        assert vars(record)["trace"] == "-"


class TestOff:
    def test_measures_nothing_and_says_nothing_where_nobody_asks(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
            monkeypatch.delenv(name, raising=False)

        with span("anything") as begun:
            assert begun is None
            assert trace_id() == ""
        assert "trace_id" not in json.loads(problem(NOT_FOUND, "没有").content)

    def test_is_off_when_the_environment_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
        assert tracing.traced()
        monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
        assert not tracing.traced()
