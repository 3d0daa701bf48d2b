"""Situations (情形): few questions whose answers say which materials of an item are not needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop

UNANSWERED = gettext_noop("请选择")
Situations = Sequence[Mapping[str, Any]]


def spared(situations: Situations, chosen: Mapping[str, Any]) -> frozenset[str]:
    """Return the codes of the materials that fall away by what was chosen; a question left open spares nothing."""
    found: set[str] = set()
    for each in situations:
        value = chosen.get(each["key"])
        found.update(
            code for choice in each["choices"] if choice["value"] == value for code in choice.get("without", ())
        )
    return frozenset(found)


def clean(situations: Situations, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return what was chosen among the questions' own choices, and drop all else."""
    return {
        each["key"]: str(choice["value"])
        for each in situations
        for choice in each["choices"]
        if choice["value"] == chosen.get(each["key"])
    }


def unanswered(situations: Situations, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return a message for each question that has no answer yet."""
    known = clean(situations, chosen)
    return {each["key"]: UNANSWERED for each in situations if each["key"] not in known}
