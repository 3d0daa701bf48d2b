"""What a benchmark found: figures with units, ratios with goals, and the machine that they were measured on."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; it depends on the machine."""

    name: str
    value: float
    unit: str


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


@dataclass
class Result:
    """All that one benchmark says; `notes` are sentences for the reader, such as a peer that was not found."""

    bench: str
    figures: list[Figure] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        return all(ratio.held for ratio in self.ratios)

    def figure(self, name: str, value: float, unit: str) -> None:
        """Add a figure, rounded to four digits that count."""
        self.figures.append(Figure(name, _rounded(value), unit))

    def ratio(self, name: str, value: float, goal: float, *, at_most: bool = False) -> None:
        """Add a ratio; whether it is held is judged on the rounded value that people see."""
        self.ratios.append(Ratio(name, _rounded(value), goal, at_most))

    def as_json(self) -> dict[str, Any]:
        """Return the stable form that the file has."""
        return {
            "bench": self.bench,
            "machine": machine(),
            "figures": [{"name": f.name, "value": f.value, "unit": f.unit} for f in self.figures],
            "ratios": [{"name": r.name, "value": r.value, "goal": r.goal, "held": r.held} for r in self.ratios],
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


def table(said: dict[str, Any]) -> str:
    """Return the JSON form of a result as a table for people; goals that are not held are named at the end."""
    ratios: list[dict[str, Any]] = said["ratios"]
    lines = [f"bench {said['bench']}"]
    width = max((len(row["name"]) for row in [*said["figures"], *ratios]), default=0)
    for row in said["figures"]:
        lines.append(f"  {row['name']:<{width}}  {row['value']:>12,g} {row['unit']}")
    for row in ratios:
        mark = "✓" if row["held"] else "✗"
        lines.append(f"{mark} {row['name']:<{width}}  {row['value']:>12,g} (goal {row['goal']:g})")
    lines += [f"  note: {note}" for note in said.get("notes", [])]
    missed = [row["name"] for row in ratios if not row["held"]]
    lines.append(f"  NOT HELD: {', '.join(missed)}" if missed else "  every goal is held" if ratios else "  no goals")
    return "\n".join(lines)


def machine() -> dict[str, Any]:
    """Return what a reader needs to judge the figures."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _cpu() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return next(line.partition(":")[2].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
