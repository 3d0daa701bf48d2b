"""Lists of the catalogue as tables for spreadsheets."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponseBase, StreamingHttpResponse

from tongban.kernel.clock import today
from tongban.web.csv_lines import csv_lines


def as_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponseBase:
    """Answer with the rows as CSV (UTF-8 with a mark for Excel), without holding them all."""
    answer = StreamingHttpResponse(csv_lines(heads, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{today().isoformat()}.csv"'
    return answer
