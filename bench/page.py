"""The page of figures, docs/reference/performance.md, and its charts: made of saved runs and of nothing else."""

from __future__ import annotations

import importlib
import pathlib
import shutil
from collections.abc import Sequence
from typing import Any

from bench import runs
from bench.chart import Bar, bars
from bench.growth import PARTS, growths
from bench.runs import Said

HERE = pathlib.Path(__file__).parent
SAVED = HERE / "saved"
PAGE = HERE.parent / "docs" / "reference" / "performance.md"
PICTURES = HERE.parent / "docs" / "pictures" / "performance"
HEAD = """# How fast it is

Every figure here was measured by `./tongban bench`, whose last runs lie in [bench/saved](../../bench/saved); the page
and its charts are made of them by `./tongban bench --page`. What was not run is said to be not measured. A figure
depends on the machine; a ratio is between two that ran in turns on the same one.
[How to measure](../howto/measure-how-fast-it-is.md) says what is measured against what.
"""


def write(kept: pathlib.Path, names: Sequence[str]) -> pathlib.Path:
    """Save the home's last runs beside the benchmarks, and make the page and its charts anew; return the page."""
    SAVED.mkdir(exist_ok=True)
    for name in names:
        if (kept / f"{name}.json").exists():
            shutil.copy(kept / f"{name}.json", SAVED / f"{name}.json")
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    helps = {name: str(importlib.import_module(f"bench.{name}").HELP) for name in names}
    page, pictures = made({name: runs.read(SAVED, name) for name in names}, helps)
    PAGE.write_text(page, encoding="utf-8")
    for file, drawn in pictures.items():
        (PICTURES / file).write_text(drawn, encoding="utf-8")
    return PAGE


def made(found: dict[str, dict[str, Said]], helps: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the page of the runs by benchmark and size, and its charts by the names of their files."""
    pictures: dict[str, str] = {}
    sections = [HEAD, _overview(found)]
    for name, of_size in found.items():
        sections += [f"## {name}", f"{helps[name][0].upper()}{helps[name][1:]}."]
        if not of_size:
            sections.append("Not measured.")
            continue
        said = _shown(of_size)
        sections += [_where(said), *_goals(name, said, pictures), _figures(said)]
        sections += [f"- {note}" for note in said["notes"]]
        sections += _grown(name, of_size, said, pictures)
    return "\n\n".join(section.strip("\n") for section in sections) + "\n", pictures


def _shown(of_size: dict[str, Said]) -> Said:
    """Return the run that tells most: of the largest part, with full rounds where there are such."""
    return max(of_size.values(), key=lambda said: (said["part"] or 0, not said["quick"]))


def _overview(found: dict[str, dict[str, Said]]) -> str:
    rows = []
    for name, of_size in found.items():
        if not of_size:
            rows.append((f"[{name}](#{name})", "not measured", "", ""))
            continue
        said = _shown(of_size)
        held = sum(row["held"] for row in said["ratios"])
        rows.append((f"[{name}](#{name})", runs.size_of(said), f"{held} of {len(said['ratios'])}", said["at"][:10]))
    return _table(("benchmark", "size", "goals held", "measured on"), rows)


def _where(said: Said) -> str:
    machine, part = said["machine"], said["part"]
    load = f", load {machine['load']:g} at the end" if "load" in machine else ""
    size = "The city's size has no say in it" if part is None else f"Measured on {part} % of the city"
    rounds = ", in the short rounds of `--quick`" if said["quick"] else ""
    return (
        f"{size}{rounds}, at {said['at'][:16].replace('T', ' ')} UTC: {machine['cores']} cores, {machine['cpu']},"
        f" {machine['memory_gb']:g} GB, Python {machine['python']}{load}."
    )


def _goals(name: str, said: Said, pictures: dict[str, str]) -> list[str]:
    """Return the ratios as a table, below a chart of how far each goal is passed."""
    if not said["ratios"]:
        return []
    drawn = []
    for row in said["ratios"]:
        over, under = (row["goal"], row["value"]) if row.get("at_most") else (row["value"], row["goal"])
        if over > 0 and under > 0:
            drawn.append(Bar(row["name"], over / under, f"{over / under:.3g} ×", row["held"]))
    shown = []
    if drawn:
        title = f"{name}: by how much each goal is passed"
        pictures[f"{name}-goals.svg"] = bars(title, drawn, line=1, line_said="goal", logarithmic=True)
        shown.append(f"![{title}](../pictures/performance/{name}-goals.svg)")
    goals = [
        (
            row["name"],
            f"{row['value']:g}",
            f"{'at most' if row.get('at_most') else 'at least'} {row['goal']:g}",
            _held(row),
        )
        for row in said["ratios"]
    ]
    return [*shown, _table(("ratio", "value", "goal", "held"), goals)]


def _figures(said: Said) -> str:
    rows = [
        (row["name"], f"{row['value']:,g}", row["unit"], f"at most {row['limit']:g}" if "limit" in row else "")
        for row in said["figures"]
    ]
    limited = any(row[3] for row in rows)
    head = ("figure", "value", "unit", "limit")
    return _table(head if limited else head[:3], rows if limited else [row[:3] for row in rows])


def _grown(name: str, of_size: dict[str, Said], shown: Said, pictures: dict[str, str]) -> list[str]:
    """Return how each cost grows with the city, over the runs of the same rounds as the one that is shown."""
    if shown["part"] is None:
        return []
    alike = [said for said in of_size.values() if said["quick"] == shown["quick"]]
    lacking = [f"{part} %" for part in PARTS if part not in {said["part"] for said in alike}]
    said = [f"Not measured on {' and '.join(lacking)} of the city."] if lacking else []
    found = growths(alike)
    if not found:
        return said
    title = f"{name}: exponent of the cost as the city grows"
    drawn = [Bar(each.name, each.exponent, f"{each.exponent:+.2f}") for each in found]
    pictures[f"{name}-growth.svg"] = bars(title, drawn, line=1, line_said="as the city")
    rows = [
        (each.name, *[f"{value:,g}" for value in each.values], each.unit, f"{each.exponent:+.2f}") for each in found
    ]
    head = ("cost", *[f"{part} %" for part in found[0].parts], "unit", "exponent")
    return [
        "As the city grows (with the exponent 0 a cost stays, with 1 it grows as the city does):",
        f"![{title}](../pictures/performance/{name}-growth.svg)",
        _table(head, rows),
        *said,
    ]


def _held(row: dict[str, Any]) -> str:
    return "yes" if row["held"] else "**no**"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
