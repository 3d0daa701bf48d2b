"""The reference page of the parameters, printed from the shipped file."""

from __future__ import annotations

from typing import Any

HEAD = """# Parameters (参数)

This page is printed from `src/tongban/kernel/data/parameters.toml` by `./tongban docs`; change the file, not the page.

These are the numbers that the law fixes or leaves to the city. They are loaded at every migration. A city sets its own
in `/admin/` (kernel, parameters): for the whole city or for a region, with a basis and the day from which it counts.
A row is never edited: a new number is a new row, and what was decided before keeps the number of its day. The region's
row goes before the general one, the city's own before the shipped one, then the newest in force counts. Each process
sees a change within 30 seconds.

Numbers that are no parameter are listed in [numbers in the code](numbers-in-the-code.md).

| key | value | unit | 中文 | what | basis | from |
|---|---|---|---|---|---|---|
"""


def parameter_page() -> str:
    """Return the text of the page."""
    from tongban.kernel.actions.load_parameters import shipped_parameters

    rows = sorted(shipped_parameters(), key=lambda row: (row["key"], row["effective_from"]))
    return HEAD + "".join(_line(row) for row in rows)


def _line(row: dict[str, Any]) -> str:
    unit = row["unit"].replace("_", " ")
    cells = [f"`{row['key']}`", _value(row["value"]), unit, row["label"], row["label_en"], row["basis"]]
    return f"| {' | '.join([*cells, row['effective_from'].isoformat()])} |\n"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(each["label"] if isinstance(each, dict) and "label" in each else str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return str(value)
