"""The few questions that tell which materials an item needs this time, as pages ask them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.situations import clean


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer; `name` is what is read."""

    value: str
    name: str
    name_en: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SituationQuestion:
    """One question, under the name of its field in the form."""

    field: str
    name: str
    name_en: str
    choices: list[Choice]
    chosen: str


def asked(item: ImplementationView, sent: QueryDict | Mapping[str, Any]) -> dict[str, str]:
    """Return what was chosen of the item's own questions in a form or an address."""
    return clean(item.situations, {each["key"]: sent.get(f"s-{each['key']}", "") for each in item.situations})


def questions_of(item: ImplementationView, situation: Mapping[str, str]) -> list[SituationQuestion]:
    """Return the questions with what was chosen so far; none for an item that is the same for everybody."""
    return [
        SituationQuestion(
            field=f"s-{each['key']}",
            name=each["question"],
            name_en=each.get("question_en", ""),
            choices=[
                Choice(one["value"], one["label"], one.get("label_en", ""), situation.get(each["key"]) == one["value"])
                for one in each["choices"]
            ],
            chosen=situation.get(each["key"], ""),
        )
        for each in item.situations
    ]
