"""What the catalogue asks of those above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

# How many cases that are not closed each item has, by 实施编码; items without any may be left out.
OpenCases = Callable[[Iterable[str]], Mapping[str, int]]


def _none(task_codes: Iterable[str]) -> Mapping[str, int]:
    return {}


_open_cases: list[OpenCases] = [_none]


def use_open_cases(count: OpenCases) -> None:
    """Count cases in this way from now on."""
    _open_cases[0] = count


def open_cases(task_codes: Iterable[str]) -> Mapping[str, int]:
    """Return how many cases that are not closed the items have, by 实施编码."""
    return _open_cases[0](task_codes)
