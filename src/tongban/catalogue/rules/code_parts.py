"""What the parts of an item's code mean: departments of the base directory, and each part in words (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.catalogue.rules.answers import gettext_noop as _
from tongban.catalogue.rules.enumerations import ITEM_TYPES, LEVELS
from tongban.kernel.rules.item_codes import (
    BusinessItemCode,
    CatalogCode,
    GuizhouCode,
    SichuanCode,
    TaskCode,
    parts_of,
)

# 行业/国务院部门 of a 基本编码; a department that is not here is known by its number.
LINES = {
    "04": _("发展改革"),
    "05": _("教育"),
    "07": _("工业和信息化"),
    "09": _("公安"),
    "11": _("民政"),
    "12": _("司法行政"),
    "13": _("财政"),
    "14": _("人力资源社会保障"),
    "15": _("自然资源"),
    "16": _("生态环境"),
    "17": _("住房城乡建设"),
    "18": _("交通运输"),
    "19": _("水利"),
    "20": _("农业农村"),
    "21": _("商务"),
    "22": _("文化和旅游"),
    "23": _("卫生健康"),
    "24": _("退役军人事务"),
    "25": _("应急管理"),
    "31": _("市场监督管理"),
    "32": _("广播电视"),
    "33": _("体育"),
    "64": _("林业和草原"),
    "68": _("文物"),
    "72": _("药品监督管理"),
}

CATALOG, TASK, BUSINESS_ITEM = _("基本编码"), _("实施编码"), _("业务办理项编码")
SICHUAN, GUIZHOU = _("地方编码（四川）"), _("地方编码（贵州）")


@dataclass(frozen=True, slots=True)
class CodePart:
    """A part of a code: its characters, what they are, and what these say where that is known; message ids."""

    text: str
    label: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A code with its kind and its parts from left to right."""

    code: str
    kind: str
    parts: tuple[CodePart, ...]


def explained(code: str) -> Explained | None:
    """Return a code of an item taken apart, national or local; None for what has no such form."""
    found = parts_of(code)
    if isinstance(found, CatalogCode):
        return Explained(code, CATALOG, tuple(_catalog(found)))
    if isinstance(found, TaskCode):
        return Explained(code, TASK, tuple(_task(found)))
    if isinstance(found, BusinessItemCode):
        sequence = CodePart(found.sequence, _("办理项序号"))
        return Explained(code, BUSINESS_ITEM, (*_task(found.task), sequence))
    if isinstance(found, SichuanCode):
        return Explained(code, SICHUAN, tuple(_sichuan(found)))
    if isinstance(found, GuizhouCode):
        return Explained(code, GUIZHOU, tuple(_guizhou(found)))
    return None


def _catalog(code: CatalogCode) -> Iterator[CodePart]:
    yield CodePart(code.province, _("国家或省"), _("国家目录") if code.province == "00" else "")
    yield CodePart(code.type, _("事项类型"), ITEM_TYPES.get(code.type, ""))
    yield CodePart(code.line, _("行业部门"), LINES.get(code.line, ""))
    yield CodePart(code.main, _("主项"))
    yield CodePart(code.sub, _("子项"), _("没有子项") if code.sub == "000" else "")


def _task(code: TaskCode) -> Iterator[CodePart]:
    yield CodePart(code.authority, _("实施主体统一社会信用代码"))
    yield CodePart(code.level, _("行使层级"), LEVELS.get(code.level, ""))
    yield from _catalog(code.catalog)


def _sichuan(code: SichuanCode) -> Iterator[CodePart]:
    yield CodePart(code.basic, _("地方基本编码"))
    yield CodePart(code.division, _("行政区划代码"))
    yield CodePart(code.sub, _("子项"), _("没有子项") if code.sub == "000" else "")
    yield CodePart(code.authority, _("实施主体统一社会信用代码"))
    yield CodePart(code.kind, _("类别"))
    yield CodePart(code.sequence, _("序号"))


def _guizhou(code: GuizhouCode) -> Iterator[CodePart]:
    yield CodePart(code.type, _("事项类型"), _("行政许可") if code.type == "XK" else "")
    yield CodePart(code.main, _("主项"))
    yield CodePart(code.sub, _("子项"))
