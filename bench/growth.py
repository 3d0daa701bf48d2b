"""How cost grows with the city: the exponent of each cost between the parts that were measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PARTS = (1, 10, 100)
# What costs more when there is more of it; of what is done in a second (`…/s`), the time of one is the cost.
COSTS = ("s", "ms", "MB", "queries")


@dataclass(frozen=True, slots=True)
class Growth:
    """A cost at each part of the city. With the exponent 0 it stays, with 1 it grows as the city does."""

    name: str
    unit: str
    parts: tuple[int, ...]
    values: tuple[float, ...]
    exponent: float


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the slope of the straight line through the logarithms, by least squares.

    Raises ValueError for fewer than two sizes, or a size or cost that is not above zero.
    """
    if len(set(sizes)) < 2 or len(sizes) != len(costs):
        raise ValueError("an exponent needs a cost at each of two sizes or more")
    if min(*sizes, *costs) <= 0:
        raise ValueError("sizes and costs are above zero")
    x, y = [math.log(each) for each in sizes], [math.log(each) for each in costs]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    across = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True))
    return across / sum((a - middle_x) ** 2 for a in x)


def growths(runs: Sequence[dict[str, Any]]) -> list[Growth]:
    """Return the growth of every cost that all runs tell, in the order of the first; none for a single run."""
    ordered = sorted(runs, key=lambda said: said["part"])
    if len({said["part"] for said in ordered}) < 2:
        return []
    told = [{(row["name"], row["unit"]): row["value"] for row in said["figures"]} for said in ordered]
    found = []
    for name, unit in told[0]:
        values = tuple(each.get((name, unit), 0) for each in told)
        if not (unit in COSTS or unit.endswith("/s")) or min(values) <= 0:
            continue
        parts = tuple(said["part"] for said in ordered)
        costs = [1 / value for value in values] if unit.endswith("/s") else values
        found.append(Growth(name, unit, parts, values, exponent(parts, costs)))
    return found


def held(found: Sequence[Growth]) -> list[dict[str, Any]]:
    """Return a ratio for each count of queries: where most are asked over where least are, at most one."""
    rows = []
    for each in found:
        if each.unit == "queries":
            grown = float(f"{max(each.values) / min(each.values):.4g}")
            rows.append(
                {"name": f"{each.name}, most/least", "value": grown, "goal": 1, "held": grown <= 1, "at_most": True}
            )
    return rows


def table(bench: str, found: Sequence[Growth]) -> str:
    """Return the growths as a table for people."""
    if not found:
        return f"bench {bench}: its cost was measured at one size only"
    width = max(len(each.name) for each in found)
    parts = " ".join(f"{f'{part} %':>10}" for part in found[0].parts)
    lines = [f"bench {bench}, as the city grows: 0 stays, 1 grows as the city does", f"  {'':<{width}}  {parts}"]
    for each in found:
        values = " ".join(f"{value:>10,g}" for value in each.values)
        lines.append(f"  {each.name:<{width}}  {values} {each.unit:<12} exponent {each.exponent:+.2f}")
    return "\n".join(lines)
