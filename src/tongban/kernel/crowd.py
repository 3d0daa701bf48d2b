"""How many requests a web process takes in: its settings say so, and what starts it asks before there are any."""

from __future__ import annotations

import os
from typing import TypeVar

Number = TypeVar("Number", int, float)


def number(variable: str, default: Number) -> Number:
    """Return the variable of the environment as a number of the default's kind. Raises ImproperlyConfigured."""
    said = os.environ.get(variable)
    if said is None:
        return default
    try:
        return type(default)(said)
    except ValueError:
        from django.core.exceptions import ImproperlyConfigured  # late: what starts a web process needs no Django

        form = "a whole number" if isinstance(default, int) else "a number"
        raise ImproperlyConfigured(f"{variable} must be {form}") from None


def at_work() -> int:
    """Return how many are worked on at once, each with a connection of its own."""
    return number("TONGBAN_WEB_AT_WORK", 4)


def waiting() -> int:
    """Return how many may wait behind them."""
    return number("TONGBAN_WEB_WAITING", 8)
