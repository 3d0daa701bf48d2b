"""Reading the enterprises of a business register as they are published: what is odd is named, nothing is guessed.

The columns are those of public registers, from 企业名称 to 注册地址. Pure.
"""

from __future__ import annotations

import datetime as dt
import decimal
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tongban.kernel.rules.codes import uscc_valid

COLUMNS = (
    "企业名称",
    "统一社会信用代码",
    "注册日期",
    "企业类型",
    "注册资金",
    "经营范围",
    "所在省份",
    "地区",
    "注册地址",
)
_EMPTY = frozenset({"", "N/A", "NA", "无", "-", "--", "NULL", "null", "None"})
_CAPITAL = re.compile(r"(?P<amount>[0-9][0-9,]*(?:\.[0-9]+)?)\s*\(?\s*(?P<ten>万)?\s*(?P<unit>[^()0-9]*)\)?")
_CURRENCIES = {
    "": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "人民币元": "CNY",
    "元人民币": "CNY",
    "元人民币元": "CNY",
    "美元": "USD",
    "香港元": "HKD",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "欧元": "EUR",
    "英镑": "GBP",
}
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_MOST = decimal.Decimal(10) ** 17
FIRST_DAY = dt.date(1949, 10, 1)
# Signs that are written wide by the way of typing; brackets and stops of Chinese stay.
_WIDE = {ord(wide): unicodedata.normalize("NFKC", wide) for wide in "＃＋－．／：＊＝＠　"}


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd in a field of a row, of which sort, and as it was written; `kept`: the row is taken all the same."""

    row: int
    field: str
    sort: str
    written: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Capital:
    """Capital as it was written, and in yuan where it can be read as an amount of renminbi."""

    text: str = ""
    yuan: decimal.Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A row as it can be kept; what could not be read is empty, and named among the oddities."""

    uscc: str
    name: str
    kind: str
    capital: Capital
    scope: str
    address: str
    registered_on: dt.date | None


@dataclass(slots=True)
class Reader:
    """Reads row after row and collects what is odd."""

    today: dt.date
    oddities: list[Oddity] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def read(self, number: int, row: Mapping[str, str | None]) -> Enterprise | None:
        """Return the enterprise of a row, or None when it cannot be kept: no valid code, no name, or a second time."""
        texts = {column: _plain(row.get(column) or "") for column in COLUMNS}
        found = Enterprise(
            uscc=self._code(number, texts["统一社会信用代码"]),
            name=self._text(number, "企业名称", texts["企业名称"], 200, needed=True),
            kind=self._text(number, "企业类型", texts["企业类型"], 100),
            scope=self._text(number, "经营范围", texts["经营范围"], 4000),
            address=self._text(number, "注册地址", texts["注册地址"], 300),
            registered_on=self._day(number, texts["注册日期"]),
            capital=self._capital(number, texts["注册资金"]),
        )
        for column in ("企业名称", "注册地址", "经营范围"):
            if _wide(row.get(column) or "") and texts[column]:
                self._odd(number, column, "全角字符已转为半角", row.get(column) or "")
        return found if found.uscc and found.name else None

    def _odd(self, number: int, column: str, sort: str, written: str, *, kept: bool = True) -> None:
        self.oddities.append(Oddity(number, column, sort, written[:100], kept))

    def _code(self, number: int, text: str) -> str:
        code = text.upper().replace(" ", "")
        if not uscc_valid(code):
            self._odd(number, "统一社会信用代码", "没有" if code in _EMPTY else "校验码或形式不对", text, kept=False)
            return ""
        first = self.seen.setdefault(code, number)
        if first != number:
            self._odd(number, "统一社会信用代码", f"与第 {first} 行重复", text, kept=False)
            return ""
        return code

    def _text(self, number: int, column: str, text: str, longest: int, *, needed: bool = False) -> str:
        if text in _EMPTY:
            self._odd(number, column, "没有", text, kept=not needed)
            return ""
        if len(text) > longest:
            self._odd(number, column, f"超过 {longest} 字，已截短", text)
        if "?" in text or "�" in text:
            self._odd(number, column, "有无法辨认的字符", text)
        return text[:longest]

    def _day(self, number: int, text: str) -> dt.date | None:
        if text in _EMPTY:
            self._odd(number, "注册日期", "没有", text)
            return None
        written = _DAY.fullmatch(text) or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text)
        try:
            day = dt.date(*map(int, written.groups())) if written else None
        except ValueError:
            day = None
        if day is None:
            self._odd(number, "注册日期", "不是日期", text)
            return None
        if not FIRST_DAY <= day <= self.today:
            self._odd(number, "注册日期", "日期不可能", text)
            return None
        return day

    def _capital(self, number: int, text: str) -> Capital:
        if text in _EMPTY:
            self._odd(number, "注册资金", "没有", text)
            return Capital()
        written = _CAPITAL.fullmatch(text)
        currency = _CURRENCIES.get(written["unit"].replace(" ", "")) if written else None
        if written is None or currency is None:
            self._odd(number, "注册资金", "读不出金额，按原文保留", text)
            return Capital(text[:100])
        amount = decimal.Decimal(written["amount"].replace(",", "")) * (10_000 if written["ten"] else 1)
        if not amount or amount > _MOST:
            self._odd(number, "注册资金", "金额不可能，按原文保留", text)
            return Capital(text[:100], None, currency)
        if currency != "CNY":
            self._odd(number, "注册资金", "外币，按原文保留", text)
            return Capital(text[:100], None, currency)
        if not written["unit"].strip():
            self._odd(number, "注册资金", "没有写明币种，按人民币元", text)
        return Capital(text[:100], amount.quantize(decimal.Decimal("0.01")), "CNY")

    def counted(self) -> Iterator[tuple[str, str, int]]:
        """Return how often each sort of oddity occurs in each field, the most frequent first."""
        counts: dict[tuple[str, str], int] = {}
        for one in self.oddities:
            sort = "重复" if "重复" in one.sort else one.sort
            counts[one.field, sort] = counts.get((one.field, sort), 0) + 1
        for (column, sort), count in sorted(counts.items(), key=lambda each: -each[1]):
            yield column, sort, count


def _plain(text: str) -> str:
    """Return a text with wide digits, letters and signs as they are written elsewhere, without blanks around it."""
    narrow = (
        "".join(unicodedata.normalize("NFKC", one) if _is_wide(one) else one for one in text) if _wide(text) else text
    )
    return narrow.translate(_WIDE).strip()


def _wide(text: str) -> bool:
    return any(_is_wide(one) for one in text)


def _is_wide(one: str) -> bool:
    return "０" <= one <= "９" or "Ａ" <= one <= "Ｚ" or "ａ" <= one <= "ｚ"
