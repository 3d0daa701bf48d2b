"""Say which city this installation serves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from tongban.parties.actions.import_regions import full_code
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.store_rows import store_rows
from tongban.parties.models import Authority, City, Hall, Region
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import Sheet

FILE = "city.toml"


@transaction.atomic
def import_city(*, city: dict[str, Any], actor: Actor, at: dt.datetime) -> Report:
    """Store the city's name, title, languages, operating authority and first hall; they must be loaded
    before.

    Raises ImportRefused when a field is wrong, or when another city lives here already.
    """
    sheet = Sheet(FILE, [city])
    (row,) = sheet
    code = full_code(row.text("code", valid=str.isdigit))
    if not Region.objects.filter(code=code).exists():
        row.problem("code", f"没有这个区划：{code}")
    other = City.objects.exclude(region_id=code).first()
    if other is not None:
        row.problem("code", f"这里已经是{other.name}，一套系统只服务一座城市，请用另一个 --home")
    operator = row.text("operator", required=False)
    operator_id = Authority.objects.filter(key=operator).values_list("pk", flat=True).first()
    if operator and operator_id is None:
        row.problem("operator", f"authorities.toml 里没有 {operator}")
    hall = row.text("default_hall", required=False)
    hall_id = Hall.objects.filter(key=hall).values_list("pk", flat=True).first()
    if hall and hall_id is None:
        row.problem("default_hall", f"halls.toml 里没有 {hall}")
    numbering = row.raw("numbering") or {}
    name = row.text("name", longest=100)
    stored = City(
        region_id=code,
        name=name,
        name_en=row.text("name_en", required=False, longest=100),
        site_title=row.text("site_title", required=False, default=f"{name}政务服务", longest=100),
        site_title_en=row.text("site_title_en", required=False, longest=100),
        site_note=row.text("site_note", required=False, longest=300),
        site_note_en=row.text("site_note_en", required=False, longest=300),
        languages=row.texts("languages") or ["zh-hans"],
        default_language=row.text("default_language", required=False, default="zh-hans", longest=10),
        catalog_prefix=row.text("catalog_prefix", required=False, longest=2),
        operator_id=operator_id,
        default_hall_id=hall_id,
        numbering={str(key): str(value) for key, value in dict(numbering).items()},
    )
    sheet.refuse_if_bad()
    fields = [field.attname for field in City._meta.concrete_fields if field.attname not in ("region_id", "only")]
    report, _stored = store_rows(City, [stored], key="region_id", fields=fields)
    if report.created or report.changed:
        record_event(kind="import_city", subject=f"region:{code}", actor=actor, at=at)
    return report
