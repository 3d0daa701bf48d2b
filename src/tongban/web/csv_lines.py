"""Tables for spreadsheets, a line at a time."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from tongban.kernel.rules.texts import spreadsheet_cell


class _Echo:
    """What csv writes into: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the rows as CSV (UTF-8 with a mark for Excel), without holding them all; no text is taken for a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(heads)
    for row in rows:
        yield writer.writerow(safe_cells(row))


def safe_cells(row: Iterable[object]) -> list[object]:
    """Return a row as a spreadsheet may have it: a name may be anything that somebody typed, and is no formula."""
    return [spreadsheet_cell(each) if isinstance(each, str) else each for each in row]
