"""The authorities of a whole city: departments of its districts, development zones and townships.

Codes are invented like those of the demo city: 11 + division + TB and a running number, with true check characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stdnum.cn import uscc

AUTHORITIES = 365

# The departments that every district has, by the key of the city's own.
DEPARTMENTS = (
    *("fagai", "jiaoyu", "gongan", "minzheng", "renshe", "ziran", "huanjing", "zhujian", "chengguan", "jiaotong"),
    *("shuili", "nongye", "wenlv", "weijian", "tuiyi", "shichang", "yibao"),
)
# Development zones lie in districts and have no division of their own.
ZONES = (
    ("gaoxin", "贵阳国家高新技术产业开发区"),
    ("jingkai", "贵阳经济技术开发区"),
    ("zongbao", "贵阳综合保税区"),
    ("shuanglong", "贵州双龙航空港经济区"),
)
# Two zones have an office for approvals beside their committee.
ZONES_WITH_OFFICE = ("gaoxin", "jingkai")
CITY = "520100000000"
_FIRST_NUMBER = 1000
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Office:
    """An authority and what it stands for: `of` is the key of the city department whose items it carries out.

    None stands for all departments: a zone or a township does everybody's work. A zone's office for approvals takes the
    licences (`licensing` True) from its committee (False).
    """

    row: Mapping[str, Any]
    level: str
    of: str | None
    district: str
    licensing: bool | None = None

    def does(self, item: Mapping[str, Any]) -> bool:
        """Tell whether it carries out an item that the city's department `item["authority"]` has."""
        licence = item["type"] == "01"
        return self.of in (None, item["authority"]) and self.licensing in (None, licence)


def offices(city: Sequence[Mapping[str, Any]], divisions: Sequence[tuple[str, str, int]]) -> list[Office]:
    """Return the 365 authorities: the city's own first, then districts, zones and townships.

    `city` are the rows of its authorities, `divisions` its (code, name, level) in the order of their codes. Raises
    ValueError where the divisions do not make 365.
    """
    departments = {row["key"]: row for row in city}
    found = [Office(row, "3", str(row["key"]), "") for row in city]
    found += _districts(departments, [each for each in divisions if each[2] == 4])
    found += _zones()
    found += _townships([each for each in divisions if each[2] == 5])
    if len(found) != AUTHORITIES:
        raise ValueError(f"these divisions make {len(found)} authorities, not {AUTHORITIES}")
    return [
        office if office.level == "3" else _numbered(office, _FIRST_NUMBER + place)
        for place, office in enumerate(found)
    ]


def _districts(departments: Mapping[str, Mapping[str, Any]], districts: Sequence[tuple[str, str, int]]) -> list[Office]:
    return [
        Office(
            {
                "key": f"{key}-{code[:6]}",
                "name": name + str(departments[key]["short_name"]).removeprefix("市"),
                "region": code,
                "line": departments[key]["line"],
                "address": f"{name}政务服务中心（示例）{place:02d} 号窗口",
            },
            "4",
            key,
            code[:6],
        )
        for code, name, _level in districts
        for place, key in enumerate(DEPARTMENTS, 1)
    ]


def _zones() -> Iterator[Office]:
    for key, name in ZONES:
        bodies = [(key, "管理委员会")] + ([(f"{key}-shenpi", "行政审批局")] if key in ZONES_WITH_OFFICE else [])
        for body, kind in bodies:
            row = {
                "key": body,
                "name": name + kind,
                "short_name": name.removeprefix("贵阳").removeprefix("国家")[:20] + kind,
                "region": CITY,
                "line": "",
                "address": f"{name}政务服务大厅（示例）1 号窗口",
            }
            yield Office(row, "4", None, key, (body != key) if key in ZONES_WITH_OFFICE else None)


def _townships(townships: Sequence[tuple[str, str, int]]) -> list[Office]:
    return [
        Office(
            {
                "key": f"xiang-{code[:9]}",
                "name": name + ("办事处" if name.endswith("街道") else "人民政府"),
                "region": code,
                "line": "",
                "address": f"{name}便民服务中心（示例）综合窗口",
            },
            "5",
            None,
            code[:6],
        )
        for code, name, _level in townships
    ]


def _numbered(office: Office, number: int) -> Office:
    row = dict(office.row)
    row.setdefault("short_name", str(row["name"])[:50])
    row["uscc"] = _code(str(row["region"])[:6], number)
    row["phone"], row["complaint_phone"] = f"0851-993{number:05d}", f"0851-994{number:05d}"
    return replace(office, row=row)


def _code(region: str, number: int) -> str:
    """Return an invented unified code with both its check characters right (GB 11714, GB 32100)."""
    organisation = f"TB{number:06d}"
    weighed = sum(
        _DIGITS.index(each) * weight for each, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    )
    check = "0123456789X0"[11 - weighed % 11] if weighed % 11 else "0"
    code = f"11{region}{organisation}{check}"
    return code + str(uscc.calc_check_digit(code))
