"""The spans that a test's requests and jobs make, kept in memory."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tongban.kernel.tracing import export_to

# The trace of a caller who has one already, as W3C's Trace Context writes it.
CALLER = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Trace, and yield what was traced."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    found = InMemorySpanExporter()
    export_to(found)
    yield found
    export_to(None)
