"""The reference page of the quality rules of items, printed from the shipped file."""

from __future__ import annotations

from typing import Any

HEAD = """# Quality rules (事项质检)

This page is printed from `src/tongban/catalogue/data/quality_rules.toml` by `./tongban docs`; change the file, not
the page.

Each version of an item is looked over when it is saved, imported and published, and all of them every night. An
**error** keeps a version from being published; a **warning** is mended, or its editor says why it may stand, and the
reason stays with the next versions as long as the finding is the same. What an authority does of its own accord
(行政处罚 and the like) is held only to Q08, Q14 and Q15.

How grave a rule is, and the words and numbers it goes by, are the city's to set in `/admin/` (catalogue, quality
rules): a new row with its basis and the day from which it counts. It goes before the shipped one, and keeps of the
settings what it does not give. The severity `off` leaves a rule out. For Q12, `when_days_are_left` is the severity of
days that are promised and no step uses.

The board is at `/office/catalogue/quality/`, the same over the API at `GET /api/v1/quality`; `./tongban check-items`
prints it.

| rule | severity | 中文 | what | settings | basis | from |
|---|---|---|---|---|---|---|
"""


def quality_page() -> str:
    """Return the text of the page."""
    from tongban.catalogue.actions.load_quality_rules import shipped_rules

    rows = sorted(shipped_rules(), key=lambda row: (row["code"], row["effective_from"]))
    return HEAD + "".join(_line(row) for row in rows)


def _line(row: dict[str, Any]) -> str:
    settings = "; ".join(f"`{name}` {_value(value)}" for name, value in row["settings"].items())
    cells = [row["code"], row["severity"], row["title"], row["title_en"], settings, row["basis"]]
    return f"| {' | '.join([*cells, row['effective_from'].isoformat()])} |\n"


def _value(value: Any) -> str:
    text = ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)
    return f"`{text}`".replace("|", "\\|")
