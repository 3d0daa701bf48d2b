"""Items as they come, one after the other: from TOML files, tables, JSON, or what a program hands over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tongban.catalogue.rules.labels import label_of
from tongban.parties.rules.reports import Problem


@dataclass(frozen=True, slots=True)
class RawItem:
    """An item as its source holds it, unchecked; `places` says where parts of it stand, by their path.

    A part that has no place of its own (`{"materials[2]": ("items.xlsx 申请材料", 17)}`) stands where the item does.
    Fields are called as the columns are where it comes from a table (`in_columns`).
    """

    data: Mapping[str, Any]
    file: str
    row: int
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    in_columns: bool = False

    def placed(self, problem: Problem) -> Problem:
        """Return the problem with the file, row and field where its reader finds it."""
        path = problem.field
        while path and path not in self.places:
            path = path[: max(path.rfind("."), 0)]
        file, row = self.places.get(path, (problem.file, problem.row))
        return replace(problem, file=file, row=row, field=label_of(problem.field) if self.in_columns else problem.field)


def listed(rows: Iterable[Mapping[str, Any] | RawItem]) -> Iterator[RawItem]:
    """Yield the items of a list, counted from 1; those that were read out of a file keep their place in it."""
    for row, raw in enumerate(rows, 1):
        yield raw if isinstance(raw, RawItem) else RawItem(raw, "", row)
