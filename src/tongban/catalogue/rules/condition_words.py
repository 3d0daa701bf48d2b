"""Conditions of forms in words: “类别”是“企业”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tongban.catalogue.rules.conditions import SAYS
from tongban.catalogue.rules.messages import Message, gettext_noop

WORDS = {
    "is": gettext_noop("“%(field)s”是%(value)s"),
    "is_not": gettext_noop("“%(field)s”已填写，且不是%(value)s"),
    "above": gettext_noop("“%(field)s”大于 %(value)s"),
    "at_least": gettext_noop("“%(field)s”不小于 %(value)s"),
    "below": gettext_noop("“%(field)s”小于 %(value)s"),
    "at_most": gettext_noop("“%(field)s”不大于 %(value)s"),
    "answered": gettext_noop("“%(field)s”已填写"),
}


def in_words(condition: Mapping[str, Any], titles: Mapping[str, str]) -> Message:
    """Return what a condition says; `titles` are the labels of the form's fields by key."""
    key = str(condition.get("key", ""))
    says = next((each for each in SAYS if each in condition), "answered")
    value = condition.get(says)
    told = "或".join(f"“{_plain(each)}”" for each in value) if isinstance(value, list) else _plain(value)
    return Message(WORDS[says], field=titles.get(key, key), value=told)


def titles_of(groups: Iterable[Any]) -> dict[str, str]:
    """Return the labels of a form's fields by key; a form that is not whole yet is taken as far as it goes."""
    fields = [
        each
        for group in groups
        if isinstance(group, Mapping) and isinstance(group.get("fields"), list)
        for each in (*group["fields"], group)
        if isinstance(each, Mapping)
    ]
    return {str(each["key"]): str(each.get("title", each["key"])) for each in fields if each.get("key")}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
