"""What the rows of a stock file say, by national names or Chinese headings (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.kernel.rules.codes import licence_identifier_valid, resident_id_valid, uscc_valid
from tongban.kernel.rules.texts import storable, text_of_cell
from tongban.licences.lifecycle import (
    CANCELLED,
    EXPIRED,
    FORFEITED,
    LABELS,
    NOT_YET_VALID,
    REVOKED,
    STATE_CODES,
    VALID,
)
from tongban.licences.rules.face import printed
from tongban.licences.rules.holders import CODE_TYPES, ORGANISATION, PERSON, USCC
from tongban.parties.rules.identity import KIND_NAMES, RESIDENT, clean_number, code_of, number_of, number_problem
from tongban.parties.rules.reports import Problem

# National name (GB/T 36902/36903): Chinese headings. An authority is told by its code, or by its name.
COLUMNS: dict[str, tuple[str, ...]] = {
    "certificate_identifier": ("证照标识",),
    "certificate_type_code": ("证照类型代码",),
    "certificate_type_name": ("证照类型名称", "证照类型", "证照名称"),
    "certificate_number": ("证照编号", "证号"),
    "holder_name": ("持证主体", "持证主体名称", "持证人", "持有人"),
    "holder_code": ("持证主体代码", "持证人代码", "证件号码", "统一社会信用代码"),
    "holder_type": ("持证主体代码类型",),
    "issuing_authority_code": ("颁发机构代码", "发证机关代码", "证照颁发机构代码"),
    "issuing_authority": ("颁发机构", "发证机关", "证照颁发机构"),
    "issue_date": ("颁发日期", "发证日期", "证照颁发日期"),
    "validity_start": ("有效期起始日期", "有效期起"),
    "validity_end": ("有效期截止日期", "有效期止", "有效期至"),
    "status": ("证照状态", "状态"),
    "trust_level": ("可信等级",),
    "file": ("扫描件", "文件名"),
}
STOCK_LEVELS = ("B", "C", "D")
FOREVER = ("", "长期", "长期有效", "永久", "99991231", "9999-12-31")
_STATES = {
    **{code: state for state, code in STATE_CODES.items() if code != "99"},
    **{label: state for state, (label, _en) in LABELS.items() if state != NOT_YET_VALID},
    "正常": VALID,
    "注销": CANCELLED,
    "撤销": REVOKED,
    "吊销": FORFEITED,
    "过期": EXPIRED,
    "失效": EXPIRED,
}
_TYPES = {"统一社会信用代码": USCC, "公民身份号码": RESIDENT, "居民身份证": RESIDENT, "护照": "414", "普通护照": "414"}
_DAY = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:[ T]00:00:00)?")
_COMPACT = re.compile(r"\d{8}")


@dataclass(frozen=True, slots=True)
class KnownType:
    """What a row needs to know of its type of licence."""

    id: int
    type_code: str
    name: str
    name_en: str
    labels: Mapping[str, tuple[str, str, str]]  # heading or key: (key, label, label_en)
    one_per_holder: bool
    holder_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """What a row needs to know of the authority that issued its licence."""

    id: int
    uscc: str
    name: str


@dataclass(frozen=True, slots=True)
class StockRow:
    """One licence of the stock, read and in order."""

    row: int
    identifier: str
    type: KnownType
    authority: KnownAuthority
    number: str
    holder_kind: str
    holder_name: str
    holder_code: str
    holder_type: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None
    state: str
    trust_level: str
    scan: str
    face: tuple[tuple[str, str, str, str], ...]  # key, label, label_en, value


class Reader:
    """Reads the rows of one file; what cannot be taken is noted in `problems` by row and field.

    `types` are known by code, type code and name, `authorities` by code and name; `usual` is the authority of a row
    that names none, `level` the trust of a row that says none.
    """

    def __init__(
        self,
        file: str,
        heads: Sequence[str],
        *,
        types: Mapping[str, KnownType],
        authorities: Mapping[str, KnownAuthority],
        usual: KnownAuthority | None,
        level: str,
        scans: frozenset[str],
    ) -> None:
        self.file, self.problems = file, list[Problem]()
        self._types, self._authorities, self._usual = types, authorities, usual
        self._level, self._scans = level, scans
        self._heads = list(heads)
        named = {word: name for name, words in COLUMNS.items() for word in (name, *words)}
        self._places: dict[str, int] = {}
        self._more: list[tuple[int, str]] = []
        for place, head in enumerate(heads):
            if head in named and named[head] not in self._places:
                self._places[named[head]] = place
            elif head:
                self._more.append((place, head))
        labels = {label for kind in types.values() for label in kind.labels}
        for _place, head in self._more:
            if head not in labels:
                self.wrong(0, head, "没有这一列，也没有证照类型有这个照面项，请改正列名或删除这一列")
        for name in ("certificate_number", "holder_name", "holder_code", "issue_date"):
            if name not in self._places:
                self.wrong(0, name, f"缺少这一列：{COLUMNS[name][0]}")
        if not {"certificate_type_code", "certificate_type_name"} & set(self._places):
            self.wrong(0, "certificate_type_code", "缺少这一列：证照类型代码，或者证照类型名称")

    def read(self, number: int, cells: Sequence[Any]) -> StockRow | None:
        """Return the row as a licence; None where it is empty or has a problem."""
        texts = [_cell(cell) for cell in cells]
        if not any(texts):
            return None
        before = len(self.problems)
        if len(texts) > len(self._heads) and any(texts[len(self._heads) :]):
            self.wrong(number, "", "这一行比列名多，请检查引号和逗号")
        for place, text in enumerate(texts[: len(self._heads)]):
            if not storable(text):
                self.wrong(number, self._heads[place], "有不能保存的字符")
        told = {name: texts[place] if place < len(texts) else "" for name, place in self._places.items()}
        kind = self._type(number, told)
        authority = self._authority(number, told)
        holder_kind, holder_code, holder_type = self._holder(number, told, kind)
        issued = self._day(number, "issue_date", told.get("issue_date", ""), required=True)
        first = self._day(number, "validity_start", told.get("validity_start", "")) or issued
        end = told.get("validity_end", "")
        last = None if end in FOREVER else self._day(number, "validity_end", end)
        if first and last and last < first:
            self.wrong(number, "validity_end", "早于起始日")
        state = _STATES.get(told.get("status", "") or "01")
        if state is None:
            self.wrong(number, "status", "不认识的状态，请用 01 至 07 或者 有效、暂扣、已注销 等")
        level = told.get("trust_level", "") or self._level
        if level not in STOCK_LEVELS:
            self.wrong(number, "trust_level", "存量证照为 B、C 或 D")
        scan = told.get("file", "")
        if scan and scan not in self._scans:
            self.wrong(number, "file", f"没有这个文件：{scan}")
        identifier = told.get("certificate_identifier", "").upper()
        if identifier and not licence_identifier_valid(identifier):
            self.wrong(number, "certificate_identifier", "证照标识的格式或校验位不对")
        elif identifier and kind and authority and identifier.split(".")[5:7] != [kind.type_code, authority.uscc]:
            self.wrong(number, "certificate_identifier", "与证照类型或颁发机构不一致")
        texted = {
            "certificate_number": self._text(number, told, "certificate_number", 100),
            "holder_name": self._text(number, told, "holder_name", 200),
        }
        face = self._face(number, texts, kind)
        if len(self.problems) > before or not (kind and authority and issued and first and state):
            return None
        return StockRow(
            row=number,
            identifier=identifier,
            type=kind,
            authority=authority,
            number=texted["certificate_number"],
            holder_kind=holder_kind,
            holder_name=texted["holder_name"],
            holder_code=holder_code,
            holder_type=holder_type,
            issued_on=issued,
            valid_from=first,
            valid_until=last,
            state=state,
            trust_level=level,
            scan=scan,
            face=face,
        )

    def _type(self, number: int, told: Mapping[str, str]) -> KnownType | None:
        word = told.get("certificate_type_code", "") or told.get("certificate_type_name", "")
        kind = self._types.get(word)
        if kind is None:
            where = "certificate_type_code" if told.get("certificate_type_code") else "certificate_type_name"
            self.wrong(number, where, f"没有这个证照类型：{word}" if word else "必须填写")
        return kind

    def _authority(self, number: int, told: Mapping[str, str]) -> KnownAuthority | None:
        word = told.get("issuing_authority_code", "") or told.get("issuing_authority", "")
        found = self._authorities.get(word) if word else self._usual
        if found is None:
            where = "issuing_authority_code" if told.get("issuing_authority_code") else "issuing_authority"
            said = f"没有这个机关，或者您不能为它导入：{word}" if word else "必须填写"
            self.wrong(number, where, said)
        return found

    def _holder(self, number: int, told: Mapping[str, str], kind: KnownType | None) -> tuple[str, str, str]:
        code, said = told.get("holder_code", ""), told.get("holder_type", "")
        kind_of_code = _TYPES.get(said, said)
        if said and kind_of_code not in CODE_TYPES:
            self.wrong(number, "holder_type", f"不认识的代码类型：{said}")
        organisation = kind_of_code == USCC or (not said and _of_organisation(code.upper(), kind))
        holder_kind = ORGANISATION if organisation else PERSON
        # What the code is, is not repeated: a report must not carry identity numbers.
        if not code:
            self.wrong(number, "holder_code", "必须填写")
        elif organisation:
            code, kind_of_code = code.upper(), USCC
            if not uscc_valid(code):
                self.wrong(number, "holder_code", "统一社会信用代码的校验位不对")
        else:
            document, written = (kind_of_code, code) if said else number_of(code)
            document = document or RESIDENT
            cleaned = clean_number(document, written)
            if document in KIND_NAMES and (problem := number_problem(document, cleaned)):
                self.wrong(number, "holder_code", problem)
            code, kind_of_code = code_of(document, cleaned), document
        if kind and kind.holder_kinds and code and holder_kind not in kind.holder_kinds:
            self.wrong(number, "holder_code", f"“{kind.name}”不发给这一类持证人")
        return holder_kind, code, kind_of_code

    def _face(self, number: int, texts: Sequence[str], kind: KnownType | None) -> tuple[tuple[str, str, str, str], ...]:
        if kind is None:
            return ()
        lines = {}
        for place, head in self._more:
            value = texts[place] if place < len(texts) else ""
            if not value:
                continue
            named = kind.labels.get(head)
            if named is None:
                self.wrong(number, head, f"“{kind.name}”没有这个照面项")
            else:
                lines[named[0]] = (*named, printed(value))
        order = list(dict.fromkeys(key for key, _label, _en in kind.labels.values()))
        return tuple(lines[key] for key in order if key in lines)

    def _text(self, number: int, told: Mapping[str, str], name: str, longest: int) -> str:
        text = told.get(name, "")
        if not text:
            self.wrong(number, name, "必须填写")
        elif len(text) > longest:
            self.wrong(number, name, f"最多 {longest} 个字")
        return text

    def _day(self, number: int, name: str, text: str, *, required: bool = False) -> dt.date | None:
        if not text:
            if required:
                self.wrong(number, name, "必须填写")
            return None
        day = day_in(text)
        if day is None:
            self.wrong(number, name, "不是日期，请写成 2026-01-31 或 20260131")
        return day

    def wrong(self, row: int, field: str, message: str) -> None:
        """Note what is wrong with a field of a row; row 0 is the heads."""
        self.problems.append(Problem(self.file, row, field, message))


def _of_organisation(code: str, kind: KnownType | None) -> bool:
    """Tell whether a code without its kind is an organisation's: one in thirty identity numbers looks like one."""
    if kind and len(kind.holder_kinds) == 1 and uscc_valid(code):
        return kind.holder_kinds[0] == ORGANISATION or not resident_id_valid(code)
    return uscc_valid(code) and not resident_id_valid(code)


def _cell(cell: Any) -> str:
    """Return a cell as text: Excel keeps days as days, and whole numbers with a point."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return text_of_cell(str(cell)).strip()


def day_in(text: str) -> dt.date | None:
    """Return the day that a text names in any of the usual ways, None where it names none."""
    try:
        if _COMPACT.fullmatch(text):
            return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
        found = _DAY.fullmatch(text)
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
