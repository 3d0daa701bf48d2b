"""Traces by OpenTelemetry, for whoever sets OTEL_EXPORTER_OTLP_ENDPOINT; without it nothing here loads or does a thing.

A span names routes, verbs and statements, never paths, parameters, people or numbers: what leaves the house through a
trace is what its code says, and how long that took.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.backends.signals import connection_created

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

SERVICE = "tongban"
# Under which the trace goes along with an announcement to what is done because of it (W3C Trace Context).
CARRIED = "traceparent"
LONGEST_STATEMENT = 2000
NO_TRACE = "-"

_exporter: SpanExporter | None = None


def traced() -> bool:
    """Tell whether the environment asks for traces, by the names that OpenTelemetry gives."""
    if os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or os.environ.get("OTEL_TRACES_EXPORTER") == "none":
        return False
    return bool(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"))


@contextlib.contextmanager
def span(
    name: str, kind: str = "INTERNAL", *, headers: Mapping[str, str] | None = None, **attributes: str | int
) -> Iterator[Span | None]:
    """Measure the block as a span, a child of what `headers` name (W3C Trace Context) or of the span around it.

    `kind` is one of OpenTelemetry's span kinds. Yields None where nothing is traced.
    """
    if not traced():
        yield None
        return
    from opentelemetry.trace import SpanKind, StatusCode

    told = {key.replace("__", "."): value for key, value in attributes.items()}
    with _tracer(os.getpid()).start_as_current_span(
        name,
        context=_context(headers),
        kind=SpanKind[kind],
        attributes=told,
        # The words of an error may name somebody; its type does not.
        record_exception=False,
        set_status_on_exception=False,
    ) as begun:
        try:
            yield begun
        except Exception as error:
            begun.set_attribute("error.type", type(error).__name__)
            begun.set_status(StatusCode.ERROR)
            raise


def trace_id() -> str:
    """Return the id of the trace that we are in, 32 hex digits, or "" outside one."""
    if not traced():
        return ""
    from opentelemetry.trace import get_current_span

    context = get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else ""


def carried() -> str:
    """Return what tells work that is done later whose trace it belongs to, or "" outside a span."""
    if not traced():
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    told: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(told)
    return told.get(CARRIED, "")


def carried_along() -> dict[str, str]:
    """Return the same as what an announcement's payload says beside its own; nothing outside a span."""
    return {CARRIED: by} if (by := carried()) else {}


class TraceFilter(logging.Filter):
    """Give each line of the log the id of its trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Set `trace` and let the line pass."""
        record.trace = trace_id() or NO_TRACE
        return True


def trace_statements() -> None:
    """Have each connection that is made from now on measure its statements; once, when the process starts."""
    if traced():
        connection_created.connect(_watch, dispatch_uid="kernel.tracing")


def export_to(exporter: SpanExporter | None) -> None:
    """Send what is traced elsewhere than over HTTP (a test looks at it), from the next span on."""
    global _exporter
    _exporter = exporter
    _tracer.cache_clear()


def _watch(connection: Any, **_: Any) -> None:
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_statement)


def _statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    words = sql if isinstance(sql, str) else ""  # what was composed may hold values
    verb = words.split(None, 1)[0].upper() if words.strip() else "SQL"
    with span(verb, "CLIENT", db__system__name="postgresql", db__query__text=words[:LONGEST_STATEMENT]):
        return execute(sql, params, many, context)


def _context(headers: Mapping[str, str] | None) -> Context | None:
    if headers is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({name.lower(): value for name, value in headers.items()})


@functools.cache
def _tracer(pid: int) -> Tracer:
    """Return the tracer of this process: one that was forked sends by a thread of its own."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

    name = os.environ.get("OTEL_SERVICE_NAME", SERVICE)
    provider = TracerProvider(resource=Resource.create({"service.name": name, "process.pid": pid}))
    if _exporter is not None:
        provider.add_span_processor(SimpleSpanProcessor(_exporter))
    else:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer(SERVICE)
