"""The last runs of each benchmark, kept beside the home's other things, and what changed since."""

from __future__ import annotations

import json
import pathlib
from typing import Any

Said = dict[str, Any]

# What makes two machines one kind: a figure of another tells nothing.
KIND = ("cpu", "cores", "memory_gb")
WHOLE = "whole"


def size_of(said: Said) -> str:
    """Return the size of a run in words: the part of the city, and whether its rounds were the short ones."""
    part = WHOLE if said.get("part") is None else f"{said['part']} %"
    return f"{part}, quick" if said.get("quick") else part


def compared(said: Said, earlier: dict[str, Said]) -> Said:
    """Return the run with what each row's value was the last time, or with the reason why it is not compared."""
    size, machine = size_of(said), said["machine"]
    last = earlier.get(size)
    if last is None:
        others = f"; the last ones were of {', '.join(sorted(earlier))}" if earlier else ""
        return {**said, "last": f"not compared: no earlier run of {size} is kept{others}"}
    other = [f"{name} {last['machine'].get(name)}" for name in KIND if last["machine"].get(name) != machine.get(name)]
    if other:
        return {**said, "last": f"not compared: the last run was on another machine ({', '.join(other)})"}
    rows = {
        key: [_with_last(row, {each["name"]: each for each in last[key]}) for row in said[key]]
        for key in ("figures", "ratios")
    }
    return {**said, **rows, "last": f"compared with the run of {last['at']}"}


def _with_last(row: Said, last: dict[str, Said]) -> Said:
    before = last.get(row["name"])
    same = before is not None and before.get("unit") == row.get("unit")
    return {**row, "last": before["value"]} if before is not None and same else row


def read(folder: pathlib.Path, bench: str) -> dict[str, Said]:
    """Return the kept runs of a benchmark by size; none where nothing was kept."""
    file = folder / f"{bench}.json"
    if not file.exists():
        return {}
    found: dict[str, Said] = json.loads(file.read_text(encoding="utf-8"))
    return found


def keep(folder: pathlib.Path, said: Said) -> None:
    """Keep the run in place of the last one of its size; a run that is broken off meanwhile leaves the file whole."""
    folder.mkdir(parents=True, exist_ok=True)
    runs = {**read(folder, said["bench"]), size_of(said): said}
    new = folder / f"{said['bench']}.json.new"
    new.write_text(json.dumps(runs, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    new.replace(folder / f"{said['bench']}.json")
