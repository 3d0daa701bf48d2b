"""What several forms and lists of materials have in common, so that it is asked and given once (一表申请、一套材料)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tongban.catalogue.rules.form_properties import whole_property

FEWEST, MOST = 2, 8


class Asked(Protocol):
    """A material as a list asks for it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def carrier(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SharedField:
    """A data element that at least two forms ask for in the same way; `keys` are its field in each case's form."""

    element: str
    keys: Mapping[str, str]

    @property
    def control(self) -> str:
        """The name of its question on a page: an element with nothing that a form control could not be called."""
        return self.element.replace(".", "-")


def shared_fields(forms: Mapping[str, Mapping[str, Any]]) -> tuple[SharedField, ...]:
    """Return what at least two of the forms (by case number) ask for, in the order of the first that asks.

    Two fields are the same question when they hold the same data element, of the same type, with the same choices:
    what one form would refuse of the other's answer is asked by each of them.
    """
    found: dict[tuple[Any, ...], dict[str, str]] = {}
    for number, form in forms.items():
        for key, told in sorted(form.get("properties", {}).items(), key=lambda one: one[1].get("x-order", 0)):
            field = whole_property(form, key)
            # What is asked only after another answer is asked with that answer.
            if "x-when" not in told and (element := field.get("x-element")):
                found.setdefault((element, field.get("x-type"), _choices(field)), {}).setdefault(number, key)
    return tuple(SharedField(same[0], keys) for same, keys in found.items() if len(keys) >= FEWEST)


def keys_shared(shared: Iterable[SharedField], number: str) -> frozenset[str]:
    """Return the fields of one case's form that are asked with those of the others."""
    return frozenset(field.keys[number] for field in shared if number in field.keys)


def same_material(asked: Asked, lists: Mapping[str, Sequence[Asked]]) -> dict[str, str]:
    """Return the code of the same material in each list (by case number) that asks for a file of that name."""
    return {
        number: each.code
        for number, materials in lists.items()
        for each in materials
        if each.carrier == "file" and each.name == asked.name
    }


def _choices(field: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(field.get("enum") or field.get("items", {}).get("enum") or ())
