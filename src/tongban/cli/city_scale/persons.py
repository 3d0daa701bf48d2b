"""Invented persons, as many as come to the counters of a city in a year; the same seed gives the same ones.

Their numbers are of a division that does not exist (529900), so nobody bears them; the check digits are right.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

DIVISION = "529900"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫"
    "孔向汤"
)
_GIVEN = (
    "安邦晨达恩帆刚浩佳健静凯兰磊丽林琳玲龙敏明宁鹏琪强晴瑞珊书思涛婷伟文希霞翔晓欣星雪雅妍阳怡艺颖永"
    "宇雨玉月云泽哲珍志智子梓"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# A day has 999 numbers: two thirds of them are given, and none of the first hundred, which are the demo's.
_A_DAY, _FIRST = 660, 101
_FIRST_DAY = dt.date(1946, 1, 1)

Row = tuple[str, str, str, str, int]


def persons(count: int, *, seed: int = 1) -> Iterator[Row]:
    """Yield `count` persons: number, name, telephone, address, assurance."""
    chance = random.Random(seed)
    for place in range(count):
        marks = chance.getrandbits(40)
        yield (
            invented_number(place),
            invented_name(marks),
            f"199{marks // 7 % 100_000_000:08d}",
            f"贵阳市示例区示例路 {marks // 11 % 999 + 1} 号",
            1 + (marks // 13 % 10 > 0) + (marks // 17 % 10 > 5),
        )


def invented_number(place: int) -> str:
    """Return the resident identity number (GB 11643) of the person of a place, counted from 0."""
    day = _FIRST_DAY + dt.timedelta(days=place // _A_DAY * 37 % 21_900)
    body = f"{DIVISION}{day:%Y%m%d}{place % _A_DAY + _FIRST:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def invented_name(marks: int) -> str:
    """Return a name by a random number: a surname, and one or two characters more."""
    surname, given = _SURNAMES[marks % len(_SURNAMES)], _GIVEN[marks // 101 % len(_GIVEN)]
    return surname + given + (_GIVEN[marks // 7919 % len(_GIVEN)] if marks // 3 % 4 else "")
