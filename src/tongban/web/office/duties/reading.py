"""Reading what was typed: an id, or a day."""

import datetime as dt


def whole(text: str | None) -> int | None:
    """Return the id that was sent, None for nothing and for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


def day(text: str | None) -> dt.date | None:
    """Return the day that was typed, None for nothing and for what is no day."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
