"""What a benchmark found: figures with units, ratios with goals, and the machine that they were measured on."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; it depends on the machine. `limit` is the most that it should be, where something says so."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    def as_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {"name": self.name, "value": self.value, "unit": self.unit}
        return row if self.limit is None else {**row, "limit": self.limit}


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two figures of the same run against each other; `goal` is the least (or, if `at_most`, the most) wanted."""

    name: str
    value: float
    goal: float
    at_most: bool = False

    @property
    def held(self) -> bool:
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def as_json(self) -> dict[str, Any]:
        row = {"name": self.name, "value": self.value, "goal": self.goal, "held": self.held}
        return {**row, "at_most": True} if self.at_most else row


@dataclass
class Result:
    """All that one benchmark says; `notes` are sentences for the reader, such as a peer that was not found.

    `part` is the percentage of the city that it was measured on; None where the city's size has no say in it.
    """

    bench: str
    part: int | None = None
    quick: bool = False
    figures: list[Figure] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        return all(ratio.held for ratio in self.ratios)

    def figure(self, name: str, value: float, unit: str, *, limit: float | None = None) -> None:
        """Add a figure, rounded to four digits that count, and with a limit its ratio to it, at most one."""
        self.figures.append(Figure(name, _rounded(value), unit, limit))
        if limit is not None:
            self.ratio(f"{name}/limit", value / limit, 1, at_most=True)

    def ratio(self, name: str, value: float, goal: float, *, at_most: bool = False) -> None:
        """Add a ratio; whether it is held is judged on the rounded value that people see."""
        self.ratios.append(Ratio(name, _rounded(value), goal, at_most))

    def as_json(self) -> dict[str, Any]:
        """Return the stable form that the file has."""
        return {
            "bench": self.bench,
            "machine": machine(),
            "part": self.part,
            "quick": self.quick,
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "figures": [each.as_json() for each in self.figures],
            "ratios": [each.as_json() for each in self.ratios],
            "notes": self.notes,
        }

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the form as JSON."""
        with open(path, "w", encoding="utf-8") as out:
            json.dump(self.as_json(), out, ensure_ascii=False, indent=2)
            out.write("\n")


def median(values: Iterable[float]) -> float:
    """Return the median of the rounds."""
    return statistics.median(values)


def median_ratio(ours: Iterable[float], theirs: Iterable[float]) -> float:
    """Return the median of the rounds' ratios, each between two that ran one right after the other."""
    return statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))


def timed(work: Callable[[], object]) -> float:
    """Do the work and return the seconds that it took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values stay within."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def table(said: dict[str, Any]) -> str:
    """Return the JSON form of a result as a table for people; goals that are not held are named at the end.

    Where the run was compared, each row says by how many percent it differs from the last one.
    """
    ratios: list[dict[str, Any]] = said["ratios"]
    part = "" if said.get("part") is None else f", {said['part']} % of the city"
    lines = [f"bench {said['bench']}{part}{', quick' if said.get('quick') else ''}"]
    width = max((len(row["name"]) for row in [*said["figures"], *ratios]), default=0)
    for row in said["figures"]:
        limit = f" (at most {row['limit']:g})" if "limit" in row else ""
        lines.append(f"  {row['name']:<{width}}  {row['value']:>12,g} {row['unit']}{limit}{_change(row)}")
    for row in ratios:
        mark, least = ("✓" if row["held"] else "✗"), "at most " if row.get("at_most") else ""
        lines.append(f"{mark} {row['name']:<{width}}  {row['value']:>12,g} (goal {least}{row['goal']:g}){_change(row)}")
    lines += [f"  note: {note}" for note in said.get("notes", [])]
    if "last" in said:
        lines.append(f"  {said['last']}")
    missed = [row["name"] for row in ratios if not row["held"]]
    lines.append(f"  NOT HELD: {', '.join(missed)}" if missed else "  every goal is held" if ratios else "  no goals")
    return "\n".join(lines)


def _change(row: dict[str, Any]) -> str:
    last = row.get("last")
    return f"  {100 * (row['value'] / last - 1):+.0f} %" if last else ""


def machine() -> dict[str, Any]:
    """Return what a reader needs to judge the figures."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        # How many processes wanted a processor in the last minute: what others did meanwhile makes figures worse.
        "load": round(os.getloadavg()[0], 1),
    }


def _cpu() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return next(line.partition(":")[2].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
