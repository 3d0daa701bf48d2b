"""Load the kinds of licences of a city."""

import datetime as dt
import pathlib
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tongban.kernel.rules.codes import catalog_code_valid, licence_type_code_valid
from tongban.licences.models import LicenceType
from tongban.licences.rules.holders import ORGANISATION, PERSON
from tongban.licences.rules.looks import INTERNAL, LEVELS, LOOKS, PERMIT, usual_face
from tongban.licences.rules.type_rows import csv_rows
from tongban.parties.queries import authorities
from tongban.parties.rules.reports import ImportRefused, Problem, Report
from tongban.parties.rules.rows import Row, Sheet

_ELEMENT = re.compile(r"[a-z]{2,20}\.[a-z][a-z0-9_]{0,50}")
TABLE = "licence_types"
LONGEST_VALIDITY = 12 * 100
MOST_TYPES = 999
_ONE_OF_LOOKS = f"应为 {'、'.join(LOOKS)} 之一"


# What a second import may change; the code of a type never does.
CHANGEABLE = (
    *("name", "name_en", "authority", "validity_months", "fields", "defined_by", "template", "one_per_holder"),
    *("holder_kinds", "catalog_codes", "remind_days", "exchange_code"),
)


@transaction.atomic
def import_types(path: pathlib.Path, *, at: dt.datetime) -> Report:
    """Store the rows of [[licence_types]] of a TOML file, or of a CSV file with the same columns.

    `code name name_en authority validity_months template one_per_holder holder_kinds`, in TOML also
    `fields` (key, label, label_en, level, element), `catalog_codes remind_days exchange_code
    defined_by type_code`. Without fields a type has the usual ones of its look. The 证照类型代码 of a new
    type is `type_code`, that of the defining authority, or else its authority's USCC and the next
    free three digits; a type that is known keeps its code for ever. Types that are not in the file
    stay. Raises ImportRefused; then nothing has changed.
    """
    sheet = Sheet(path.name, csv_rows(path) if path.suffix == ".csv" else _rows(path))
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
        values = _values(row, owner.id)
        type_code = row.text("type_code", required=False, valid=licence_type_code_valid, message="不是证照类型代码")
        if code in kept:
            changed += _changed(kept[code], values)
            continue
        if type_code:
            new[code] = LicenceType(code=code, type_code=type_code, **values)
            continue
        used[owner.uscc] = used.get(owner.uscc, 0) + 1
        if used[owner.uscc] > MOST_TYPES:
            row.problem("authority", f"{owner.name}的证照类型已满 {MOST_TYPES} 种")
        new[code] = LicenceType(code=code, type_code=f"{owner.uscc}{used[owner.uscc]:03d}", **values)
    sheet.refuse_if_bad()
    LicenceType.objects.bulk_create(new.values())
    if changed:
        LicenceType.objects.bulk_update(changed, CHANGEABLE)
    return Report(len(new), len(changed), len(seen) - len(new) - len(changed))


def _rows(path: pathlib.Path) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get(TABLE, [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportRefused([Problem(path.name, 0, "", f"文件读不出来：{error}")]) from error
    if not isinstance(rows, list):
        raise ImportRefused([Problem(path.name, 0, TABLE, f"应写成 [[{TABLE}]]")])
    return rows


def _values(row: Row, owner_id: int) -> dict[str, Any]:
    look = row.text("template", required=False, default=PERMIT, valid=LOOKS.__contains__, message=_ONE_OF_LOOKS)
    kinds = [each for each in row.texts("holder_kinds") if each]
    if set(kinds) - {PERSON, ORGANISATION}:
        row.problem("holder_kinds", f"应为 {PERSON}、{ORGANISATION}")
    codes = row.texts("catalog_codes")
    for each in codes:
        if not catalog_code_valid(each):
            row.problem("catalog_codes", f"不是基本编码：{each}")
    days = row.raw("remind_days") or []
    if not isinstance(days, list) or not all(type(each) is int and 0 < each <= 366 for each in days):
        row.problem("remind_days", "应为天数的列表，如 [90, 30]")
        days = []
    return {
        "name": row.text("name", longest=100),
        "name_en": row.text("name_en", required=False),
        "authority_id": owner_id,
        "validity_months": row.number_in("validity_months", range(LONGEST_VALIDITY + 1), default=0),
        "fields": _fields(row) or usual_face(look, kinds),
        "defined_by": row.text("defined_by", required=False),
        "template": look,
        "one_per_holder": row.yes("one_per_holder"),
        "holder_kinds": kinds,
        "catalog_codes": codes,
        "remind_days": sorted(set(days), reverse=True),
        "exchange_code": row.text("exchange_code", required=False, longest=50),
    }


def _fields(row: Row) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = []
    for number, field in enumerate(row.rows("fields"), start=1):
        key, label = field.get("key"), field.get("label")
        if not isinstance(key, str) or not key or not isinstance(label, str) or not label:
            row.problem(f"fields #{number}", "每一项须有 key 和 label")
        elif any(key == other["key"] for other in fields):
            row.problem(f"fields #{number} key", f"重复：{key}")
        else:
            level = field.get("level", INTERNAL)
            if level not in LEVELS:
                row.problem(f"fields #{number} level", "应为 1 至 4")
            told = {"key": key, "label": label, "label_en": _text(field, "label_en"), "level": level}
            # The data element that the line is, so that forms are filled in from the licence.
            if element := _text(field, "element"):
                told["element"] = element
                if not _ELEMENT.fullmatch(element):
                    row.problem(f"fields #{number} element", "数据项应形如 org.business_scope")
            fields.append(told)
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
