"""The catalogue of a city, made from the demo's item files: 365 authorities carry out 1,400 items; all follows from numbers."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

from stdnum.cn import uscc

from tongban.cli.environment import REPOSITORY

AUTHORITIES = 365
NAMES = 1_400
ITEMS = 26_262
CITY = "529900000000"
# What an authority adds to the name of an item that it has in several kinds.
_KINDS = ("", "新办", "变更", "延续", "补证", "注销", "备案", "转移", "复核", "年度核验", "停业", "恢复", "抵押")


def authority_rows() -> list[dict[str, Any]]:
    """Return the authorities as rows of their table, with invented codes whose check character is right."""
    rows = []
    for number in range(1, AUTHORITIES + 1):
        code = f"11{CITY[:6]}{number:08d}0"
        name = f"第{number}局（示例）"
        rows.append({"key": f"bureau-{number}", "uscc": code + uscc.calc_check_digit(code), "name": name})
    return rows


def themes() -> list[dict[str, Any]]:
    """Return the themes that the demo's items stand under."""
    path = REPOSITORY / "demo" / "guiyang" / "themes.toml"
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["themes"]
    return rows


def items(count: int) -> Iterator[dict[str, Any]]:
    """Yield so many items, each another one of its authority's; the same for the same number."""
    kinds = _kinds()
    for place in range(count):
        authority, turn = place % AUTHORITIES + 1, place // AUTHORITIES
        # Steps of a number that has nothing in common with 1,400: no authority has an item twice.
        kind = kinds[(authority * 53 + turn * 17) % NAMES]
        yield _carried_out(kind, f"bureau-{authority}", authority)


def _kinds() -> list[dict[str, Any]]:
    found = []
    models = [model for model in _models() if not model.get("variant")]
    for number in range(NAMES):
        model = copy.deepcopy(models[number % len(models)])
        kind = _KINDS[number // len(models)]
        code = model["catalog_code"]
        model["catalog_code"] = f"{code[:6]}{number // 1000 + int(code[6]) // 5 * 5:01d}{number % 1000:03d}00"
        model["name"] = f"{model['name']}（{kind}）" if kind else model["name"]
        model.pop("local_code", None)
        found.append(model)
    return found


def _models() -> list[dict[str, Any]]:
    folder = REPOSITORY / "demo" / "guiyang" / "items"
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]


def _carried_out(kind: dict[str, Any], authority: str, number: int) -> dict[str, Any]:
    """Return the item as an authority carries it out: its own steps, place and telephones."""
    item = {**kind, "authority": authority, "level": str(3 + number % 3)}
    item["steps"] = [{**step, "authority": authority} for step in kind.get("steps", ())]
    item["address"] = f"第{number}政务服务大厅 {number % 40 + 1} 号窗口"
    item["phone"], item["complaint_phone"] = f"0851-990{number:05d}", f"0851-991{number:05d}"
    return item
