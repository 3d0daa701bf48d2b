"""The problem document (RFC 9457)."""

from pydantic import Field

from tongban.api.shapes.base import Shape


class FieldError(Shape):
    """What is wrong with one field, and what to do."""

    field: str
    detail: str


class Problem(Shape):
    """Why a request was refused; `detail` and `errors` are in the reader's language, `type` is stable."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = Field(default_factory=list)
    trace_id: str = Field(default="", description="for whoever looks after the site; left out where nothing is traced")
