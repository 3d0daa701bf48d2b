"""Reading whose an item is, for apps that only know its code."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from tongban.catalogue.access import implementations_announced, implementations_in_use, no_such_item
from tongban.catalogue.rules.views import ItemName


def owners(codes: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return for each code of an item in use, 实施编码 or local code, its 实施编码 and its authority, in one query."""
    wanted = set(codes)
    rows = implementations_in_use().filter(Q(task_code__in=wanted) | Q(local_code__in=wanted - {""}))
    return {
        code: (task_code, authority_id)
        for task_code, local_code, authority_id in rows.values_list("task_code", "local_code", "authority_id")
        for code in (task_code, local_code)
        if code in wanted
    }


def implementers(task_code: str) -> frozenset[int]:
    """Return the ids of the authorities that carry out the same item, each in its own list, in one query."""
    same = implementations_in_use().filter(item__implementations__task_code=task_code)
    return frozenset(same.values_list("authority_id", flat=True))


def items_of(authority_id: int) -> list[tuple[str, str]]:
    """Return 实施编码 and name of the items in use of an authority, by code."""
    rows = implementations_in_use().filter(authority_id=authority_id).order_by("task_code")
    return list(rows.values_list("task_code", "current__name"))


def names_of(task_codes: Iterable[str]) -> dict[str, ItemName]:
    """Return the names of items in use by their 实施编码, in one query."""
    rows = implementations_in_use().filter(task_code__in=set(task_codes))
    return {
        code: ItemName(*names) for code, *names in rows.values_list("task_code", "current__name", "current__name_en")
    }


def standing_of(task_code: str) -> tuple[str, str]:
    """Return how an item stands by its version in force (在用、暂停、取消) and why; NotFound when it has none."""
    found = implementations_announced().filter(task_code=task_code)
    row: tuple[str, str] | None = found.values_list("current__standing", "current__standing_reason").first()
    if row is None:
        raise no_such_item()
    return row
