"""The exchange with the upper platform, as a program reads and answers it."""

from typing import Annotated, Any

from pydantic import Field

from tongban.api.shapes.base import Body, Shape


class OutgoingRow(Shape):
    """A row that waits: its place in the order, its table, and the table's row in its envelope."""

    id: int
    table: str
    row: dict[str, Any]


class OutgoingRows(Shape):
    """Rows in their order; ask again with `after` = `last` until none come."""

    count: int
    last: int
    results: list[OutgoingRow]


class AcknowledgeRows(Body):
    """The ids of rows that the upper platform has taken."""

    ids: Annotated[list[int], Field(max_length=5000)]


class TableError(Body):
    """An error of the platform's feed, in its own words."""

    table_name: Annotated[str, Field(max_length=40)]
    table_row_guid: Annotated[str, Field(max_length=36)]
    err_type: Annotated[str, Field(max_length=50)] = ""
    remark: Annotated[str, Field(max_length=4000)] = ""
    table_update_time: Annotated[str, Field(max_length=40)]


class Reject(Body):
    """What the upper platform refused."""

    errors: Annotated[list[TableError], Field(max_length=5000)]


class Taken(Shape):
    """How many of them were news."""

    taken: int
