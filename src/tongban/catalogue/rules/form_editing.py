"""Changing a form as a steward does: groups and fields are added, moved and removed; keys are found for them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Groups = Sequence[Mapping[str, Any]]


def with_group(groups: Groups, place: int | None, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a form with a group changed, or added where `place` (from 1) is None; its fields stay.

    A group that repeats gets a key for its rows and keeps it.
    """
    changed = _copied(groups)
    before = {"fields": []} if place is None else changed[place - 1]
    group = {**said, "fields": before["fields"]}
    if group.get("repeats"):
        group["key"] = before.get("key") or _free("rows", set(_keys(groups)))
    if place is None:
        changed.append(group)
    else:
        changed[place - 1] = group
    return changed


def with_field(groups: Groups, group: int, place: int | None, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a form with a field of a group changed, or added where `place` (from 1) is None; a key is kept."""
    changed = _copied(groups)
    fields = changed[group - 1]["fields"]
    if place is not None:
        fields[place - 1] = {"key": fields[place - 1].get("key") or free_key(groups, group, said), **said}
    else:
        fields.append({"key": free_key(groups, group, said), **said})
    return changed


def free_key(groups: Groups, group: int, said: Mapping[str, Any]) -> str:
    """Return a key that no field beside has: from the element, else a number."""
    inside = groups[group - 1]
    beside = [inside] if inside.get("repeats") else [each for each in groups if not each.get("repeats")]
    taken = {str(field.get("key")) for each in beside for field in each.get("fields", ())} | set(_keys(groups))
    return _free(str(said.get("element") or "field").replace(".", "_"), taken)


def moved(groups: Groups, group: int, place: int | None, step: int) -> list[dict[str, Any]]:
    """Return a form with a group, or a field of it, moved one up (-1) or down (1); at the end it stays."""
    changed = _copied(groups)
    rows, index = (changed, group - 1) if place is None else (changed[group - 1]["fields"], place - 1)
    if 0 <= index + step < len(rows):
        rows[index], rows[index + step] = rows[index + step], rows[index]
    return changed


def without(groups: Groups, group: int, place: int | None) -> list[dict[str, Any]]:
    """Return a form without a group, or without a field of it."""
    changed = _copied(groups)
    if place is None:
        del changed[group - 1]
    else:
        del changed[group - 1]["fields"][place - 1]
    return changed


def with_form(groups: Groups, taken: Groups) -> list[dict[str, Any]]:
    """Return a form with the groups of another behind its own; what is called like one of its own gets another key."""
    changed, known = _copied(groups), set(_keys(groups))
    known |= {str(field.get("key")) for each in groups for field in each.get("fields", ())}
    for group in _copied(taken):
        renamed: dict[str, str] = {}
        rows = [group] if group.get("repeats") else group["fields"]
        for row in rows:
            renamed[row["key"]] = row["key"] = _free(row["key"], known)
            known.add(row["key"])
        for field in (group, *group["fields"]):
            for condition in field.get("when", ()):
                condition["key"] = renamed.get(condition["key"], condition["key"])
        changed.append(group)
    return changed


def fields_before(groups: Groups, group: int, place: int | None) -> Iterator[Mapping[str, Any]]:
    """Yield the fields of which the conditions of a group, or of a field of it, may speak."""
    inside = groups[group - 1] if group <= len(groups) else {}
    if not (inside.get("repeats") and place is not None):
        for each in groups[: group - 1]:
            if not each.get("repeats"):
                yield from each.get("fields", ())
    if place is not None:
        yield from inside.get("fields", ())[: place - 1]


def _copied(groups: Groups) -> list[dict[str, Any]]:
    return [{**copy.deepcopy(dict(each)), "fields": copy.deepcopy(list(each.get("fields") or ()))} for each in groups]


def _keys(groups: Groups) -> Iterator[str]:
    return (str(each["key"]) for each in groups if each.get("key"))


def _free(key: str, taken: set[str]) -> str:
    free, number = key[:46], 2
    while free in taken:
        free, number = f"{key[:46]}_{number}", number + 1
    return free
