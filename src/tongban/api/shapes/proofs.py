"""What checking the proof of a case shows."""

import datetime as dt

from tongban.api.shapes.base import Shape


class ProvenStep(Shape):
    """A step of the case as the journal has it, at `index`; `holds` tells whether the signed tree has it there."""

    sequence: int
    verb: str
    state: str
    who: str
    recorded_at: dt.datetime
    index: int
    holds: bool


class Witnessed(Shape):
    """A witness that co-signed the checkpoint, and when it says that it saw it."""

    name: str
    at: dt.datetime


class ProofVerdict(Shape):
    """Whether all of it holds, what is wrong otherwise, and what it says; `size` is the checkpoint's, in entries."""

    holds: bool
    findings: list[str]
    number: str
    size: int
    witnesses: list[Witnessed]
    steps: list[ProvenStep]
