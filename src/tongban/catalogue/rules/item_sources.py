"""Where items come from: a folder of TOML files, or what a program hands over; one raw item after the other."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.item_file import parse
from tongban.catalogue.rules.messages import Message
from tongban.parties.rules.reports import Problem

NO_FOLDER = gettext_noop("没有这个文件夹，请核对路径。")

Source = pathlib.Path | Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RawItem:
    """An item as its source holds it, unchecked; `places` says where parts of it stand, by their path.

    A part that has no place of its own (`{"materials[2]": ("事项.xlsx 材料", 17)}`) stands where the item does.
    """

    data: Mapping[str, Any]
    file: str
    row: int
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def placed(self, problem: Problem) -> Problem:
        """Return the problem with the file, row and field where its reader finds it."""
        path = problem.field
        while path:
            if path in self.places:
                file, row = self.places[path]
                return replace(problem, file=file, row=row, field=problem.field[len(path) :].lstrip(".") or path)
            path = path[: max(path.rfind("."), 0)]
        return problem


def raw_items(source: Source) -> Iterator[RawItem | Problem]:
    """Yield the items of a source, and what cannot be read of it, in its order."""
    if not isinstance(source, pathlib.Path):
        for row, raw in enumerate(source, 1):
            yield RawItem(raw, "", row)
    elif not source.is_dir():
        yield Problem(str(source), 1, "", Message(NO_FOLDER))
    else:
        yield from _toml_files(source)


def _toml_files(folder: pathlib.Path) -> Iterator[RawItem | Problem]:
    for path in sorted(folder.glob("*.toml")):
        table, wrong = parse(path.read_bytes(), path.name)
        yield from wrong
        if table is not None:
            yield RawItem(table, path.name, 1)
