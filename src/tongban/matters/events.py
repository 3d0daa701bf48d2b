"""What the engine announces, and how it refuses."""

from tongban.kernel.errors import Refusal

# What a sweep found, for one owner and holder: how many lamps turned yellow, how many red, on which day.
LAMPS_TURNED = "lamps.turned"


# The due days of open matters followed a notice; the key is its year, the payload its `notice` and `basis`.
DUE_DAYS_MOVED = "due_days.moved"


class NotAllowedNow(Refusal):
    """The move cannot be made from the state in which the matter is; the reason says who moved it there."""


class NotYours(Refusal):
    """The caller does not hold the duty that the move asks for."""


class Overtaken(Exception):
    """Somebody else's step came first; read again, then the move is made or refused for a reason."""


def topic(kind: str, verb: str) -> str:
    """Return the topic under which a step is announced: `case.accept`."""
    return f"{kind}.{verb}"
