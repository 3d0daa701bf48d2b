"""The few questions that tell which materials an item needs this time, as pages ask them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.situations import asked_of, clean


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer; `name` is what is read, `note` what it is for."""

    value: str
    name: str
    name_en: str
    note: str
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
    """Return the questions that are asked after what was chosen so far (they are a tree), with what was chosen.

    None for an item that is the same for everybody.
    """
    return [
        SituationQuestion(
            field=f"s-{each['key']}",
            name=each["question"],
            name_en=each.get("question_en", ""),
            choices=[
                Choice(
                    value=one["value"],
                    name=one["label"],
                    name_en=one.get("label_en", ""),
                    note=one.get("note", ""),
                    chosen=situation.get(each["key"]) == one["value"],
                )
                for one in each["choices"]
            ],
            chosen=situation.get(each["key"], ""),
        )
        for each in asked_of(item.situations, situation)
    ]


def address_of(situation: Mapping[str, str]) -> str:
    """Return what was chosen as the query of an address, so that a page in this situation can be shared."""
    return urlencode({f"s-{key}": value for key, value in situation.items()})
