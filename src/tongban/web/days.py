"""Days as people type them into a page."""

import datetime as dt


def day_of_text(text: str | None) -> dt.date | None:
    """Return the day of a text like 2026-10-01, None where it is none."""
    try:
        return dt.date.fromisoformat((text or "").strip())
    except ValueError:
        return None
