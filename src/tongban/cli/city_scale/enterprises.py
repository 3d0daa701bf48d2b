"""Invented enterprises, as many as a city has; the same seed gives the same ones.

Their codes are of an area that does not exist (529900) with organisation numbers TC……; check characters are valid.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

MOST = 1_000_000
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, place, 31) for place in range(17)]
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_FIRST = "黔筑云山溪林岭河湖松竹兰桂枫禾谷泉石星月晨晓安宁和顺瑞祥嘉佳信诚德明新创智联达通远恒"
_SECOND = "岭源川汇华峰盛泰昌茂康乐雅润泽丰宏博拓锐捷腾跃翔凯旋辉煌晟鑫铭浩宇航帆舟桥城苑"
# Division and group of GB/T 4754-2017, what its firms are called after, and how frequent it is.
_INDUSTRIES = (
    ("F52", "零售业", "商贸", 26), ("F51", "批发业", "贸易", 14), ("H62", "餐饮业", "餐饮管理", 11),
    ("L72", "商务服务业", "企业服务", 9), ("O81", "机动车、电子产品和日用产品修理业", "维修服务", 4),
    ("E47", "房屋建筑业", "建筑工程", 4), ("E50", "建筑装饰、装修和其他建筑业", "装饰工程", 5),
    ("I65", "软件和信息技术服务业", "信息技术", 5), ("G54", "道路运输业", "物流", 5),
    ("M73", "研究和试验发展", "科技", 3), ("K70", "房地产业", "置业", 2), ("A01", "农业", "种植", 4),
    ("A03", "畜牧业", "养殖", 2), ("C13", "农副食品加工业", "食品", 2), ("C15", "酒、饮料和精制茶制造业", "茶业", 1),
    ("P83", "教育", "教育咨询", 2), ("R88", "文化艺术业", "文化传媒", 1),
)  # fmt: skip
# Form, its first two characters in the code, what a name ends in, and how frequent it is.
_FORMS = (
    ("个体工商户", "92", "店", 62),
    ("有限责任公司", "91", "有限公司", 34),
    ("农民专业合作社", "93", "农民专业合作社", 3),
    ("股份有限公司", "91", "股份有限公司", 1),
)
_STATES = (("存续", 88), ("吊销，未注销", 5), ("注销", 7))
_STREETS = (
    "中华",
    "延安",
    "北京",
    "解放",
    "瑞金",
    "新华",
    "花果园",
    "长岭",
    "金阳",
    "云潭",
    "朝阳",
    "友谊",
    "宝山",
    "百花",
)


def enterprises(districts: Sequence[tuple[str, str]], count: int, *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield `count` enterprises as rows of the register of legal persons, spread over the districts (code, name).

    Raises ValueError for more than there are numbers.
    """
    if not 0 <= count <= MOST or not districts:
        raise ValueError(f"from 0 to {MOST} enterprises, in at least one district")
    chance = random.Random(seed)
    # The first districts of a city are its oldest and fullest.
    places = chance.choices(districts, [1 / (place + 2) for place in range(len(districts))], k=count)
    industries = chance.choices(_INDUSTRIES, [each[3] for each in _INDUSTRIES], k=count)
    forms = chance.choices(_FORMS, [each[3] for each in _FORMS], k=count)
    states = chance.choices([state for state, _often in _STATES], [often for _state, often in _STATES], k=count)
    for number in range(count):
        (code, district), (group, industry, word, _often), form = places[number], industries[number], forms[number]
        marks = chance.getrandbits(40)
        name = _FIRST[marks % len(_FIRST)] + _SECOND[marks // 41 % len(_SECOND)]
        values: dict[str, Any] = {
            "org.name": f"贵阳{district[:2]}{name}{word}{form[2]}（示例 {number + 1}）",
            "org.kind": form[0],
            "org.industry": f"{group} {industry}",
            "org.address": f"贵阳市{district}示例{_STREETS[marks // 7 % 14]}路 {marks // 97 % 399 + 1} 号",
            "org.region_code": code,
            "org.registered_on": f"{1990 + marks // 13 % 36}-{marks // 17 % 12 + 1:02d}-{marks // 19 % 28 + 1:02d}",
            "org.status": states[number],
            "org.business_scope": f"{industry}；法律、法规未规定审批的，自主选择经营",
        }
        if form[1] == "91":
            capital = (10, 30, 50, 100, 200, 500, 1000, 3000, 5000)[marks // 23 % 9]
            values |= {
                "org.registered_capital": capital,
                "org.registered_capital_text": f"{capital}(万元)",
                "org.capital_currency": "CNY",
            }
        yield {"subject": invented_code(form[1], number), "values": values}


def invented_code(kind: str, number: int) -> str:
    """Return the unified social credit code (GB 32100-2015) of the enterprise of a number: 91, 92 or 93 before it."""
    body = f"TC{number:06d}"
    rest = 11 - sum(int(one, 36) * weight for one, weight in zip(body, _ORG_WEIGHTS, strict=True)) % 11
    code = f"{kind}529900{body}{'0' if rest == 11 else 'X' if rest == 10 else rest}"
    total = sum(_VALUES[one] * weight for one, weight in zip(code, _WEIGHTS, strict=True))
    return code + _ALPHABET[(31 - total % 31) % 31]
