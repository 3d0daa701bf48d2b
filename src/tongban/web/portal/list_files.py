"""A published list as a file: Excel, CSV and JSON, row by row."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from tongban.catalogue.queries.published_lists import ListRow
from tongban.catalogue.rules.list_columns import Column
from tongban.catalogue.rules.published_lists import PublishedList
from tongban.kernel.rules.texts import workbook_text
from tongban.web.csv_lines import csv_lines, safe_cells
from tongban.web.templatetags.lists import cell_words

FORMATS = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed_out(wanted: PublishedList, on: dt.date, rows: Iterable[ListRow], kind: str) -> HttpResponseBase:
    """Answer with the rows as a file of the kind, named after the list and the day."""
    answer: HttpResponseBase
    if kind == "csv":
        answer = StreamingHttpResponse(_csv(wanted, rows), content_type="text/csv; charset=utf-8")
    elif kind == "json":
        answer = StreamingHttpResponse(_json(wanted, on, rows), content_type="application/json; charset=utf-8")
    else:
        answer = FileResponse(_workbook(wanted, rows), content_type=_WORKBOOK)
    answer.headers["Content-Disposition"] = f'attachment; filename="{wanted.key}-{on.isoformat()}.{kind}"'
    return answer


def _csv(wanted: PublishedList, rows: Iterable[ListRow]) -> Iterator[str]:
    return csv_lines(_heads(wanted), (_words(wanted.columns, row) for row in rows))


def _workbook(wanted: PublishedList, rows: Iterable[ListRow]) -> Any:
    """Write the workbook to a file of its own, which goes when it has been sent."""
    from openpyxl import Workbook  # late: it takes a while to load, and few ask for a workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_(wanted.name))
    sheet.freeze_panes = "A2"
    sheet.append(_heads(wanted))
    for row in rows:
        cells = safe_cells(_words(wanted.columns, row))
        sheet.append([workbook_text(each) if isinstance(each, str) else each for each in cells])
    file = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it
    book.save(file)
    file.seek(0)
    return file


def _json(wanted: PublishedList, on: dt.date, rows: Iterable[ListRow]) -> Iterator[str]:
    head = {
        "list": wanted.key,
        "name": _(wanted.name),
        "on": on.isoformat(),
        "columns": [
            {
                "key": each.key,
                "label": _(each.label),
                "codes": {code: _(label) for code, label in each.codes.items()},
            }
            for each in wanted.columns
        ],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    keys = [each.key for each in wanted.columns]
    for place, row in enumerate(rows):
        cells = dict(zip(keys, row.cells, strict=True))
        yield (",\n" if place else "\n") + json.dumps(cells, ensure_ascii=False)
    yield "\n]}\n"


def _heads(wanted: PublishedList) -> list[str]:
    return [_(each.label) for each in wanted.columns]


def _words(columns: Iterable[Column], row: ListRow) -> list[Any]:
    return [
        cell if isinstance(cell, int) and not isinstance(cell, bool) else cell_words(column, cell)
        for column, cell in zip(columns, row.cells, strict=True)
    ]
