"""Items that come together in one list: what each must hold among the others and in the city."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.item_file import ItemContent
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.strangers import LOCAL_CODE_TAKEN, strangers
from tongban.kernel.rules.codes import task_code
from tongban.parties.rules.reports import Problem
from tongban.parties.rules.views import AuthorityView

BAD_TASK_CODE = gettext_noop("不能组成实施编码，请核对机构代码、行使层级和基本编码。")
TWICE = gettext_noop("与 %(file)s 第 %(row)s 项是同一实施主体的同一事项，请只保留一个。")
NAME_DIFFERS = gettext_noop("与 %(file)s 第 %(row)s 项基本编码相同而名称或类型不同，同一事项应一致。")
NOTHING_BESIDE = gettext_noop("没有通常办法的版本，不能只有“%(variant)s”；请先导入同一事项没有 variant 的版本。")

# Where an item of the list stands in its source, and what others of its catalogue code must be called.
_Place = tuple[str, int]


class ItemList:
    """The items of a list as far as it has been read: their codes, and what is wrong with them among each other."""

    def __init__(self, authorities: Mapping[str, AuthorityView], themes: frozenset[str]) -> None:
        self.authorities = authorities
        self.themes = themes
        self._places: dict[tuple[str, str], _Place] = {}
        self._standards: dict[str, tuple[str, str, str, int]] = {}
        self._local_codes: dict[str, str] = {}

    def code_of(self, content: ItemContent) -> str:
        """Return the implementation code of a content. ValueError when its parts make none."""
        data = content.data
        return task_code(self.authorities[data["authority"]].uscc, data["level"], data["catalog_code"])

    def add(self, content: ItemContent) -> list[Problem]:
        """Take the next item in and return what is wrong with it."""
        wrong = list(strangers(content.data, self.authorities, self.themes))
        if content.data["authority"] in self.authorities:
            wrong += self._known_before(content)
        wrong += self._named_otherwise(content.data, content.file, content.row)
        return [Problem(content.file, content.row, field, message) for field, message in wrong]

    def _known_before(self, content: ItemContent) -> Iterator[tuple[str, Message]]:
        data = content.data
        try:
            code = self.code_of(content)
        except ValueError:
            yield "catalog_code", Message(BAD_TASK_CODE)
            return
        here = (content.file, content.row)
        file, row = self._places.setdefault((code, data["variant"]), here)
        if (file, row) != here:
            yield "catalog_code", Message(TWICE, file=file, row=row)
        local_code = "" if data["variant"] else data["local_code"]
        if local_code and self._local_codes.setdefault(local_code, code) != code:
            yield "local_code", Message(LOCAL_CODE_TAKEN, code=local_code)

    def _named_otherwise(self, data: Mapping[str, Any], file: str, row: int) -> Iterator[tuple[str, Message]]:
        """Yield that items of one catalogue code differ in name or type (同事项同标准)."""
        said = (data["name"], data["type"])
        *standard, first_file, first_row = self._standards.setdefault(data["catalog_code"], (*said, file, row))
        if tuple(standard) != said:
            yield "name", Message(NAME_DIFFERS, file=first_file, row=first_row)

    def alone(self) -> dict[str, tuple[str, _Place]]:
        """Return by code the variants without an ordinary version in the list, each with its place."""
        return {
            code: (variant, place)
            for (code, variant), place in self._places.items()
            if variant and (code, "") not in self._places
        }
