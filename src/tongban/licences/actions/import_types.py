"""Load the kinds of licences of a city."""

import datetime as dt
import pathlib
import tomllib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tongban.licences.models import LicenceType
from tongban.parties.queries import authorities
from tongban.parties.rules.reports import ImportRefused, Problem, Report
from tongban.parties.rules.rows import Row, Sheet

TABLE = "licence_types"
LONGEST_VALIDITY = 12 * 100
MOST_TYPES = 999


@transaction.atomic
def import_types(path: pathlib.Path, *, at: dt.datetime) -> Report:
    """Store the rows of [[licence_types]]: `code name name_en authority validity_months fields`.

    The 证照类型代码 of a new type is its authority's USCC and the next free three digits; a type that is known keeps
    its code for ever. Types that are not in the file stay. Raises ImportRefused; then nothing has changed.
    """
    sheet = Sheet(path.name, _rows(path))
    owners = {view.key: view for view in authorities()}
    kept = {kind.code: kind for kind in LicenceType.objects.select_for_update()}
    used: dict[str, int] = {}
    for kind in kept.values():
        used[kind.type_code[:18]] = max(used.get(kind.type_code[:18], 0), int(kind.type_code[18:]))
    new: dict[str, LicenceType] = {}
    changed: list[LicenceType] = []
    seen: set[str] = set()
    for row in sheet:
        code = row.text("code", longest=60, valid=_slug, message="只能用小写字母、数字和连字符")
        owner = owners.get(row.text("authority"))
        if code and code in seen:
            row.problem("code", f"重复：{code}")
        seen.add(code)
        if owner is None:
            if row.has("authority"):
                row.problem("authority", f"authorities.toml 里没有 {row.raw('authority')}")
            continue
        values: dict[str, Any] = {
            "name": row.text("name", longest=100),
            "name_en": row.text("name_en", required=False),
            "authority_id": owner.id,
            "validity_months": row.number_in("validity_months", range(LONGEST_VALIDITY + 1), default=0),
            "fields": _fields(row),
        }
        if code in kept:
            changed += _changed(kept[code], values)
            continue
        used[owner.uscc] = used.get(owner.uscc, 0) + 1
        if used[owner.uscc] > MOST_TYPES:
            row.problem("authority", f"{owner.name}的证照类型已满 {MOST_TYPES} 种")
        new[code] = LicenceType(code=code, type_code=f"{owner.uscc}{used[owner.uscc]:03d}", **values)
    sheet.refuse_if_bad()
    LicenceType.objects.bulk_create(new.values())
    if changed:
        LicenceType.objects.bulk_update(changed, ["name", "name_en", "authority", "validity_months", "fields"])
    return Report(len(new), len(changed), len(seen) - len(new) - len(changed))


def _rows(path: pathlib.Path) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get(TABLE, [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportRefused([Problem(path.name, 0, "", f"文件读不出来：{error}")]) from error
    if not isinstance(rows, list):
        raise ImportRefused([Problem(path.name, 0, TABLE, f"应写成 [[{TABLE}]]")])
    return rows


def _fields(row: Row) -> list[dict[str, str]]:
    fields: list[dict[str, str]] = []
    for number, field in enumerate(row.rows("fields"), start=1):
        key, label = field.get("key"), field.get("label")
        if not isinstance(key, str) or not key or not isinstance(label, str) or not label:
            row.problem(f"fields #{number}", "每一项须有 key 和 label")
        elif any(key == other["key"] for other in fields):
            row.problem(f"fields #{number} key", f"重复：{key}")
        else:
            fields.append({"key": key, "label": label, "label_en": _text(field, "label_en")})
    return fields


def _text(field: Mapping[str, Any], name: str) -> str:
    found = field.get(name, "")
    return found if isinstance(found, str) else ""


def _changed(kind: LicenceType, values: Mapping[str, Any]) -> list[LicenceType]:
    if all(getattr(kind, name) == value for name, value in values.items()):
        return []
    for name, value in values.items():
        setattr(kind, name, value)
    return [kind]


def _slug(text: str) -> bool:
    return text.isascii() and text == text.lower() and text.replace("-", "").isalnum()
