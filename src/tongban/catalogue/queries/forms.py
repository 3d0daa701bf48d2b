"""Looking a form over while it is designed: what is wrong with it, what could be better, and its schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.queries.elements import elements
from tongban.catalogue.rules.elements import by_label, clashes, hints, with_elements
from tongban.catalogue.rules.form_sense import form_sense
from tongban.catalogue.rules.forms import compile_form
from tongban.catalogue.rules.item_file import check_shape
from tongban.catalogue.rules.item_schema import ITEM
from tongban.catalogue.rules.messages import Message

_SHAPE = {"type": "object", "properties": {"form": ITEM["properties"]["form"]}}


@dataclass(frozen=True, slots=True)
class LookedOver:
    """A form that was looked over: (field, sentence) for each, and the schema of what of it can be asked already."""

    problems: tuple[tuple[str, Message], ...]
    warnings: tuple[tuple[str, Message], ...]
    schema: Mapping[str, Any]


def look_over_form(groups: Sequence[Mapping[str, Any]]) -> LookedOver:
    """Return what is wrong with the groups of a form, as an item file holds them, and the schema they make.

    A form with problems has an empty schema. Fields take from their elements what they leave out; one query.
    """
    known = elements()
    content = with_elements({"form": list(groups)}, known)
    problems = tuple(sorted(set(check_shape(content, _SHAPE)))) or tuple(form_sense(content["form"]))
    warnings = () if problems else (*clashes(content, known), *hints(content, by_label(known.values())))
    return LookedOver(problems, warnings, {} if problems else compile_form(content["form"]))
