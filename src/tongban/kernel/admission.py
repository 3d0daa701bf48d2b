"""How many requests a web process admits: its settings say so, and what starts it asks before there are any."""

from __future__ import annotations

from tongban.kernel.variables import number


def at_work() -> int:
    """Return how many are worked on at once, each with a connection of its own."""
    return number("TONGBAN_WEB_AT_WORK", 4)


def waiting() -> int:
    """Return how many may wait behind them."""
    return number("TONGBAN_WEB_WAITING", 8)
