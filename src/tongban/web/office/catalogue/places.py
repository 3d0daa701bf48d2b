"""Places in an item's content as addresses name them: `limits`, `materials`, `materials/2`, `form/1/fields/new`."""

import copy
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.web.office.catalogue.sections import Schema, Section, is_table, schema_of, sections_of

NEW = "new"
_WORD = re.compile(r"[^.\[\]]+|\[\d+\]")


@dataclass(frozen=True, slots=True)
class Place:
    """A section, a table or a row of one: `steps` alternate names of tables and places in them, counted from 0.

    `schema` is that of the item for a section, of the list for a table, of the row for a row. A row that is still to
    be added stands one behind the last.
    """

    section: Section
    steps: tuple[str | int, ...]
    schema: Schema
    is_new: bool = False

    @property
    def is_row(self) -> bool:
        """Tell whether it is one row of a table."""
        return bool(self.steps) and isinstance(self.steps[-1], int)

    @property
    def label(self) -> str:
        """Return the path without places, by which labels are found: `form.fields`."""
        return ".".join(step for step in self.steps if isinstance(step, str))

    @property
    def address(self) -> str:
        """Return the place as addresses name it."""
        if not self.steps:
            return self.section.key
        *way, last = (str(step + 1) if isinstance(step, int) else step for step in self.steps)
        return "/".join([*way, NEW if self.is_new else last])

    @property
    def above(self) -> str:
        """Return the address of the table that a row is of, or of the row that a table is in; "" at the top."""
        if self.is_row:
            return address_of(self.steps[:-1])
        return address_of(self.steps[:-1]) if len(self.steps) > 1 else ""


def address_of(steps: Sequence[str | int]) -> str:
    """Return steps as an address: places are counted from 1."""
    return "/".join(str(step + 1) if isinstance(step, int) else step for step in steps)


def find_place(address: str, content: Mapping[str, Any]) -> Place:
    """Return the place in the content that an address names. Raises NotFound."""
    first, *rest = address.split("/")
    section = next((each for each in sections_of(content) if each.key == first), None)
    if section is None or (rest and not section.is_table):
        raise _nowhere()
    schema = schema_of(content)
    if not section.is_table:
        return Place(section, (), schema)
    steps: list[str | int] = []
    value: Any = content
    is_new = False
    for word in (first, *rest):
        if is_new:
            raise _nowhere()
        if steps and isinstance(steps[-1], str):
            is_new = word == NEW
            place = len(value) if is_new else int(word) - 1 if word.isascii() and word.isdigit() else -1
            if not is_new and not 0 <= place < len(value):
                raise _nowhere()
            schema, value = schema["items"], {} if is_new else value[place]
            steps.append(place)
        else:
            schema = schema["properties"].get(word, {})
            if not is_table(schema):
                raise _nowhere()
            value = value.get(word) or []
            steps.append(word)
    return Place(section, tuple(steps), schema, is_new)


def value_at(content: Mapping[str, Any], steps: Sequence[str | int]) -> Any:
    """Return what stands at a place: the content itself, the rows of a table, a row; empty where nothing is yet."""
    value: Any = content
    for step in steps:
        if isinstance(step, int):
            value = value[step] if step < len(value) else {}
        else:
            value = value.get(step) or []
    return value


def put(content: Mapping[str, Any], steps: Sequence[str | int], value: Any) -> dict[str, Any]:
    """Return the content with another value at a place; a row one behind the last is added."""
    changed = copy.deepcopy(dict(content))
    if not steps:
        return dict(value)
    here: Any = changed
    for step, following in itertools.pairwise(steps):
        if isinstance(step, str):
            here[step] = here.get(step) or ([] if isinstance(following, int) else {})
        here = here[step]
    last = steps[-1]
    if isinstance(last, int) and last == len(here):
        here.append(value)
    else:
        here[last] = value
    return changed


def where(path: str, content: Mapping[str, Any]) -> tuple[str, str]:
    """Return the address and the anchor on it for a field as problems name it: `materials[2].name` is `materials/2`,
    `name`; two empty texts where no page has the field.
    """
    words = _WORD.findall(path)
    for section in sections_of(content):
        for field in section.fields:
            if field in (path, ".".join(words[:2]), words[0] if words else ""):
                return section.key, field
        if words and section.fields and any(field.startswith(f"{words[0]}.") for field in section.fields):
            return section.key, section.fields[0]
        if section.is_table and words and words[0] == section.key:
            return _within(words, content)
    return "", ""


def _within(words: list[str], content: Mapping[str, Any]) -> tuple[str, str]:
    """Follow the words of a path as far as there are rows; what comes next is the field."""
    address: list[str] = []
    schema: Mapping[str, Any] = schema_of(content)
    rest = list(words)
    while rest and is_table(schema["properties"].get(rest[0], {})):
        schema = schema["properties"][rest[0]]["items"]
        address.append(rest.pop(0))
        if not rest or not rest[0].startswith("["):
            return "/".join(address), ""
        address.append(rest.pop(0)[1:-1])
    return "/".join(address), rest[0] if rest else ""


def _nowhere() -> NotFound:
    return NotFound(_("草稿里没有这一部分，它可能已经被删除。请回到草稿概览查看。"))
