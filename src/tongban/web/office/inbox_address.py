"""The filters of the inbox as its address has them; what cannot be read filters nothing."""

import datetime as dt
from collections.abc import Mapping

from tongban.cases.queries import Filter

LONGEST_SEARCH = 100


def asked_of(query: Mapping[str, str], *, first_task: str) -> Filter:
    """Return the filters of an address; `first_task` is shown when it names none."""
    return Filter(
        task=query.get("task", "") or first_task,
        lamp=query.get("lamp", ""),
        q=_words(query.get("q", "")),
        item=_words(query.get("item", "")),
        owner=_number(query.get("owner", "")),
        due_from=_day(query.get("due_from", "")),
        due_to=_day(query.get("due_to", "")),
    )


def query_of(filters: Filter) -> dict[str, str]:
    """Return the filters as an address has them, without those that filter nothing."""
    said = {
        "task": filters.task,
        "lamp": filters.lamp,
        "q": filters.q,
        "item": filters.item,
        "owner": str(filters.owner) if filters.owner is not None else "",
        "due_from": filters.due_from.isoformat() if filters.due_from else "",
        "due_to": filters.due_to.isoformat() if filters.due_to else "",
    }
    return {key: value for key, value in said.items() if value}


def _words(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_SEARCH]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
