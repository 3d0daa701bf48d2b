"""The files of the demo city, read once for the tests that check them."""

from __future__ import annotations

import functools
import pathlib
import tomllib
from typing import Any

CITY = pathlib.Path(__file__).resolve().parents[2] / "demo" / "guiyang"
Row = dict[str, Any]


@functools.cache
def load(path: str) -> Row:
    """Return a file of the demo city as a table; nobody changes it."""
    with (CITY / path).open("rb") as file:
        return tomllib.load(file)


@functools.cache
def items() -> dict[str, Row]:
    """Return every service item by the name of its file."""
    return {path.stem: load(f"items/{path.name}") for path in sorted((CITY / "items").glob("*.toml"))}


def ordinary() -> dict[str, Row]:
    """Return the service items as they are usually handled: without the variants beside them."""
    return {name: item for name, item in items().items() if not item.get("variant")}


@functools.cache
def authorities() -> dict[str, Row]:
    """Return the authorities by key."""
    return {row["key"]: row for row in load("authorities.toml")["authorities"]}


@functools.cache
def windows() -> dict[str, Row]:
    """Return the windows of all halls by number."""
    return {window["number"]: window for hall in load("halls.toml")["halls"] for window in hall["windows"]}


def form_keys(item: Row) -> dict[str, Row]:
    """Return the fields of an item's form by key."""
    return {field["key"]: field for group in item["form"] for field in group["fields"]}
