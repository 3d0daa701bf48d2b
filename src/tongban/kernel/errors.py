"""The refusals that every app shares; doors turn them into pages and problem documents."""

from collections.abc import Mapping


class Refusal(Exception):
    """A request that is answered with a reason and changes nothing.

    `leaves` tells that what was written before it stays: whoever wrapped the request in a transaction commits it.
    """

    leaves = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFound(Refusal):
    """What does not exist, or what the asker may not see: the two are answered alike."""


class BadInput(Refusal):
    """Input that cannot be taken; `errors` maps a field's key to what is wrong and what to do."""

    def __init__(self, errors: Mapping[str, str], reason: str = "") -> None:
        super().__init__(reason or "；".join(errors.values()))
        self.errors = dict(errors)
