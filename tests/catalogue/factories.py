"""Small items and authorities to test with; every fact is invented."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from stdnum.cn import uscc

from tongban.catalogue.actions import import_items, import_themes
from tongban.parties.models import Authority, Region
from tongban.parties.rules.reports import Report

AT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 4, 1, 1, 0, tzinfo=dt.UTC)

PROVINCE, CITY, COUNTY, TOWN = "990000000000", "990100000000", "990101000000", "990101001000"

# The days of the item's steps, the first two of which run side by side.
LONGEST_WAY = 9
_ITEM: dict[str, Any] = {
    "catalog_code": "520117002000",
    "name": "挖掘城市道路许可",
    "name_en": "Permit to excavate a city road",
    "aliases": ["挖马路", "破路"],
    "authority": "works",
    "type": "01",
    "level": "3",
    "instance": "promised",
    "audience": ["company", "person"],
    "themes": ["construction"],
    "joint": True,
    "legal_days": 20,
    "promised_days": 9,
    "review": "before_decision",
    "listed_as": "法律、行政法规、国务院决定设定的行政许可事项清单 挖掘城市道路审批",
    "conditions": ["有符合规定的施工组织设计"],
    "condition_rules": ["manual"],
    "office_hours": "工作日 9:00—17:00",
    "result_sample": "载明挖掘路段、面积和期限的许可证",
    "channels": ["window", "web", "mobile"],
    "online_depth": ["1", "2", "4", "5", "7"],
    "basis": [{"law": "城市道路管理条例", "article": "第三十三条"}],
    "result": {
        "name": "挖掘城市道路许可证",
        "kind": "licence",
        "licence_type": "road-excavation",
        "validity_months": 3,
    },
    "materials": [
        {
            "code": "plan",
            "name": "道路开挖施工组织设计",
            "necessity": "required",
            "carrier": "file",
            "source": "applicant",
            "form": "electronic",
        },
        {
            "code": "business-licence",
            "name": "营业执照",
            "necessity": "required",
            "carrier": "licence",
            "source": "government",
            "form": "electronic",
            "exempt_path": "licence",
            "exempt_code": "business-licence",
        },
    ],
    "steps": [
        {"code": "review", "name": "审查", "authority": "works", "days": 5, "lead": True, "kind": "review"},
        {"code": "traffic", "name": "交警意见", "authority": "police", "days": 4, "kind": "joint"},
        {
            "code": "decide",
            "name": "汇总",
            "authority": "works",
            "days": 4,
            "kind": "review",
            "after": ["review", "traffic"],
        },
    ],
    "questions": [{"question": "可以夜间施工吗？", "answer": "可以，须另行申请。"}],
    "form": [
        {
            "title": "工程信息",
            "title_en": "The works",
            "fields": [
                {"key": "road_name", "title": "挖掘道路名称", "type": "text", "required": True},
                {"key": "length", "title": "挖掘长度", "type": "number", "min": 1, "max": 500, "unit": "米"},
            ],
        },
    ],
}


def an_item(**changes: Any) -> dict[str, Any]:
    """Return an item as its file would hold it, without errors; a change of None leaves the key out.

    What the quality rules want said because of a change is said, unless the change says it itself.
    """
    item = {**copy.deepcopy(_ITEM), **changes}
    for key, value in _following(item).items():
        if key not in changes:
            item[key] = value
    return {key: value for key, value in item.items() if value is not None}


def _following(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows from other parts of an item: how it is reviewed, why one must come, who judges."""
    instant = item.get("instance") == "instant"
    afar = {"web", "mobile", "express"} & set(item.get("channels") or ())
    visits = item.get("visits", 0 if afar else 1) or 0
    following: dict[str, Any] = {
        "review": "at_once" if instant else "before_decision",
        "visits": visits,
        "visits_reason": "须当面核对原件" if visits else "",
        "condition_rules": ["manual"] * len(item.get("conditions") or ()),
        "result_sample": "载明事项和期限的证件" if (item.get("result") or {}).get("name") else "",
    }
    if visits:
        following["online_depth"] = [each for each in item.get("online_depth") or () if each != "5"]
    promised = item.get("promised_days") or 0
    if instant or (isinstance(promised, int) and promised < LONGEST_WAY):
        following["steps"] = [{**step, "days": 0} for step in item["steps"]]
    return following


def a_service(number: int, name: str, **changes: Any) -> dict[str, Any]:
    """Return a small public service: another item of the directory for each number."""
    plain: dict[str, Any] = {
        "catalog_code": f"522030{number:03d}000",
        "name": name,
        "name_en": "",
        "aliases": [],
        "type": "20",
        "result": {"kind": "none"},
        "listed_as": "",
        "basis": [{"law": "某市公共服务办法", "local_parameter": True}],
        "materials": [],
        "conditions": [],
        "questions": [],
        "form": [],
        "themes": [],
    }
    return an_item(**{**plain, **changes})


def an_authority(key: str, organisation: str, name: str, region: str = CITY, **changes: Any) -> Authority:
    """Create an authority with an invented code whose check character is right; `organisation` is 8 digits."""
    code = f"11{region[:6]}{organisation}0"
    changes = {"phone": "0851-99010001", "complaint_phone": "0851-99020001", "address": "市政大楼 8 号窗口", **changes}
    return Authority.objects.create(
        key=key, name=name, short_name=name, uscc=code + uscc.calc_check_digit(code), region_id=region, **changes
    )


def a_city() -> None:
    """Create a city with a county, a town, two authorities of the city, one of the county, and themes."""
    Region.objects.create(code=PROVINCE, name="某省", level=2)
    Region.objects.create(code=CITY, name="某市", level=3, parent_id=PROVINCE)
    Region.objects.create(code=COUNTY, name="某县", level=4, parent_id=CITY)
    Region.objects.create(code=TOWN, name="某镇", level=5, parent_id=COUNTY)
    an_authority("works", "10000001", "某市市政局")
    an_authority("police", "10000002", "某市交警支队")
    an_authority("county", "10000003", "某县城管局", COUNTY)
    import_themes(
        [
            {"key": "construction", "name": "工程建设", "name_en": "Construction", "audience": ["company"]},
            {"key": "family", "name": "婚育收养", "name_en": "Family", "audience": ["person"]},
        ],
        at=AT,
    )


def imported(*items: Mapping[str, Any], at: dt.datetime = AT) -> Report:
    """Import the items and return the report."""
    rows: Sequence[Mapping[str, Any]] = items
    return import_items(rows, at=at)
