"""Situations (情形): few questions whose answers say which materials of an item are not needed.

They are a tree: a question with a `when` is asked only where the question it names was answered so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop

UNANSWERED = gettext_noop("请选择")
WHICH_BUSINESS = "办理哪一项业务？"
WHICH_BUSINESS_EN = "What do you want to do?"
# The key under which an application keeps which business item (业务办理项) it is for.
BUSINESS_ITEM = "business_item"
Situations = Sequence[Mapping[str, Any]]


def with_business_items(
    situations: Situations, business_items: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], ...]:
    """Return the questions with the one before them that asks which business item it is (业务办理项).

    Nothing is to be chosen of fewer than two. The question may stay open, as an application did before items had any.
    """
    if len(business_items) < 2:
        return tuple(situations)
    choices = [
        {
            "value": each["code"],
            "label": each["name"],
            "label_en": each.get("name_en", ""),
            "note": each.get("note", ""),
            "without": each.get("without", ()),
        }
        for each in business_items
    ]
    which = {
        "key": BUSINESS_ITEM,
        "question": WHICH_BUSINESS,
        "question_en": WHICH_BUSINESS_EN,
        "choices": choices,
        "optional": True,
    }
    return (which, *situations)


def asked_of(situations: Situations, chosen: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the questions that are asked after what was chosen, in order; their answers alone count."""
    asked: list[Mapping[str, Any]] = []
    answered: set[tuple[str, Any]] = set()
    for each in situations:
        when = each.get("when")
        if when and (when["key"], when["value"]) not in answered:
            continue
        asked.append(each)
        answered.add((each["key"], chosen.get(each["key"])))
    return asked


def spared(situations: Situations, chosen: Mapping[str, Any]) -> frozenset[str]:
    """Return the codes of the materials that fall away by what was chosen; a question left open spares nothing."""
    found: set[str] = set()
    for each in asked_of(situations, chosen):
        value = chosen.get(each["key"])
        found.update(
            code for choice in each["choices"] if choice["value"] == value for code in choice.get("without", ())
        )
    return frozenset(found)


def clean(situations: Situations, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return what was chosen among the questions' own choices, and drop all else."""
    return {
        each["key"]: str(choice["value"])
        for each in asked_of(situations, chosen)
        for choice in each["choices"]
        if choice["value"] == chosen.get(each["key"])
    }


def unanswered(situations: Situations, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return a message for each question that has no answer yet and needs one."""
    known = clean(situations, chosen)
    return {
        each["key"]: UNANSWERED
        for each in asked_of(situations, known)
        if each["key"] not in known and not each.get("optional")
    }
