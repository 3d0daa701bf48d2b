"""The rows of tables in forms: the buttons by which one is added or taken away, with script and without."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

ADD, REMOVE = "add:", "remove:"


@dataclass(frozen=True, slots=True)
class RowButton:
    """A button that was pressed: the table, and the row to be taken away (from 1), 0 where one is added."""

    table: str
    row: int

    @property
    def anchor(self) -> str:
        """Return where on the page the reader goes on."""
        return f"?more={self.table}#{self.table}" if not self.row else f"#{self.table}"


def row_button(request: HttpRequest) -> RowButton | None:
    """Return the button of a table by which a form was sent; None where it was another."""
    go = request.POST.get("go", "")
    if go.startswith(ADD):
        return RowButton(go.removeprefix(ADD)[:50], 0)
    table, _colon, row = go.removeprefix(REMOVE).partition(":")
    if not go.startswith(REMOVE) or not (row.isascii() and row.isdigit() and len(row) < 5):
        return None
    return RowButton(table[:50], int(row))


def posted(request: HttpRequest) -> Mapping[str, list[str]]:
    """Return what a form posted by name, without the row that its button takes away."""
    pressed = row_button(request)
    gone = f"{pressed.table}.{pressed.row}." if pressed is not None and pressed.row else None
    return {
        name: [str(each) for each in request.POST.getlist(name)]
        for name in request.POST
        if gone is None or not name.startswith(gone)
    }
