"""Operations that are worked out when somebody first calls them, or asks for the description.

The framework makes some classes for each operation, of what it takes and of what it answers. There are hundreds of
operations, and a process that begins is called by nobody yet.
"""

from __future__ import annotations

import copy
import functools
import threading
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja.operation import Operation, PathView

# What operations are made of they share, and a process serves many callers at once: one is worked out at a time.
WORKING_OUT = threading.RLock()
WORKED_OUT = ("signature", "models", "response_models", "stream_format", "stream_item_model")


class LateOperation(Operation):
    """An operation of which at first only is known what was declared."""

    def __init__(self, path: str, methods: list[str], view_func: Callable[..., Any], **declared: Any) -> None:
        super().__init__("", methods, _takes_nothing, **{**declared, "response": None})
        self.path, self.view_func = path, view_func
        for name in WORKED_OUT:
            delattr(self, name)
        # Copies share it, so that it is worked out once.
        self._whole = functools.cache(lambda: Operation(path, methods, view_func, response=declared["response"]))

    def __getattr__(self, name: str) -> Any:
        """Return what is not there yet."""
        if name not in WORKED_OUT:
            raise AttributeError(name)
        with WORKING_OUT:
            whole = self._whole()
        self.__dict__.update({each: getattr(whole, each) for each in WORKED_OUT})
        return self.__dict__[name]

    def clone(self) -> LateOperation:
        """Return a copy to be bound to an API; nothing is worked out for it."""
        return copy.copy(self)


class LateOperations(PathView):
    """The operations of one path."""

    def add_operation(self, path: str, methods: list[str], view_func: Callable[..., Any], **declared: Any) -> Operation:
        """Add one that is worked out later."""
        operation = LateOperation(path, methods, view_func, **declared)
        self.operations.append(operation)
        view_func._ninja_operation = operation  # type: ignore[attr-defined]
        return operation


def _takes_nothing(request: HttpRequest) -> None:
    """Stand for the function until it is looked at."""
