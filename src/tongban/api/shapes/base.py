"""What every shape shares: answers are built from plain values, bodies take nothing that they do not name.

How a shape is checked is built when it is first used: a process that begins has hundreds of them, and uses some.
"""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """An answer, or a part of one; it is read from the attributes of what queries return."""

    model_config = ConfigDict(from_attributes=True, defer_build=True)


class Body(BaseModel):
    """What a caller sends; a field that is not known is refused, so that a slip of the pen is told."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Links(Shape):
    """Where to go from here."""

    self: str
