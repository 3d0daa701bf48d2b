"""The directory list of another system (目录清单): department, name, code and type of items, and no more.

A list of this kind comes as CSV with the columns of `COLUMNS`. The local code is carried as it is; the unified code of
the department is read out of it: basic code, division, sub-item, department, and two numbers, between hyphens. What is
odd in a row is said, and the row is kept: a list is taken over as it is, and put right by those whose it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.item_files import comma_rows
from tongban.catalogue.rules.messages import Message
from tongban.kernel.rules.codes import ITEM_TYPES, uscc_valid
from tongban.parties.rules.reports import Problem

COLUMNS = ("department", "main_item", "name", "area_code", "item_code", "task_type", "dept_code", "link")
_NEEDED = ("department", "name", "area_code", "item_code", "task_type")
_CODE = re.compile(r"(.+)-([0-9]{12})-([0-9]{3})-([0-9A-Z]{18})-([0-9])-([0-9]{2})")
_BASIC = re.compile(r"[0-9]{3}[A-Z][0-9]{10}")
# Letters of the types in such basic codes: the one on which most items of a type agree, as the provincial list has it.
_LETTERS = {"A": "01", "E": "09", "F": "07", "G": "05"}
_ODD = re.compile(r"[^㐀-鿿0-9A-Za-z（）、，。“”《》；：—·/-]")
LONGEST = 300

MISSING = gettext_noop("没有填写，已照原样保留这一行。")
BAD_CODE = gettext_noop("编码的结构不能识别，不知道实施主体，这一行没有起草。")
BAD_BASIC = gettext_noop("地方基本编码“%(code)s”不是 14 位的结构，已照录。")
BAD_CHECK = gettext_noop("编码中的统一社会信用代码 %(code)s 校验位不符，这一行没有起草。")
OTHER_DEPARTMENT = gettext_noop("编码中的机构代码 %(code)s 与“%(department)s”的其他事项不同，已归入该部门，请核对。")
DEPARTMENT_CODE = gettext_noop("部门代码“%(code)s”与编码中的统一社会信用代码 %(uscc)s 不符，已采用后者。")
OTHER_AREA = gettext_noop("区划与编码中的 %(code)s 不同，已采用编码中的。")
BAD_TYPE = gettext_noop("没有类型“%(type)s”，这一行没有起草。")
TYPE_DIFFERS = gettext_noop("编码中的类型是 %(letter)s，与事项类型 %(type)s 不一致，已采用后者，请核对。")
ODD_NAME = gettext_noop("名称中有不常用的字符“%(characters)s”，已照录，请核对。")
LONG_NAME = gettext_noop("名称超过 %(limit)s 个字，已截短。")
NAME_TWICE = gettext_noop("与第 %(row)s 行同一部门同名，已分别保留，请核对是否重复。")
CODE_TWICE = gettext_noop("与第 %(row)s 行的编码相同，这一行没有起草。")


@dataclass(frozen=True, slots=True)
class ListedItem:
    """A row of the list that can be drafted; `authority_uscc` is that of its department."""

    row: int
    department: str
    authority_uscc: str
    name: str
    type: str
    local_code: str
    basic_code: str
    area_code: str


@dataclass(frozen=True, slots=True)
class DirectoryList:
    """A list as it was read: what can be drafted, and what is odd by row and column; both by row."""

    items: tuple[ListedItem, ...]
    problems: tuple[Problem, ...]


def is_directory_list(content: bytes) -> bool:
    """Tell by its header whether a CSV file is such a list."""
    first = content[:2000].decode("utf-8-sig", "ignore").split("\n", 1)[0]
    return set(_NEEDED) <= {name.strip() for name in first.split(",")}


def read_directory_list(content: bytes, file: str) -> DirectoryList:
    """Read the list; rows are counted as a spreadsheet shows them, the header being the first."""
    rows = comma_rows(content, file)
    if isinstance(rows, Problem):
        return DirectoryList((), (rows,))
    header = [name.strip() for name in rows[0]]
    read = [(number, dict(zip(header, cells, strict=False))) for number, cells in enumerate(rows[1:], 2) if any(cells)]
    departments = _departments(read)
    items: list[ListedItem] = []
    problems: list[Problem] = []
    codes: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for number, row in read:
        wrong = list(_odd(row, departments, number, codes, names))
        problems += [Problem(file, number, field, message) for field, message in wrong]
        item = None if any(message.template in _FATAL for _field, message in wrong) else _item(number, row, departments)
        items += [item] if item else []
    return DirectoryList(tuple(items), tuple(problems))


_Row = dict[str, str]
_FATAL = frozenset({BAD_CODE, BAD_CHECK, BAD_TYPE, CODE_TWICE})


def _departments(rows: Sequence[tuple[int, _Row]]) -> dict[str, str]:
    """Return the unified code of each department: the one that most of its items carry."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for _number, row in rows:
        found = _CODE.fullmatch(row.get("item_code", ""))
        if found and uscc_valid(found[4]):
            counted[row.get("department", "")][found[4]] += 1
    return {department: codes.most_common(1)[0][0] for department, codes in counted.items()}


def _odd(
    row: _Row, departments: dict[str, str], number: int, codes: dict[str, int], names: dict[tuple[str, str], int]
) -> Iterator[tuple[str, Message]]:
    for field in _NEEDED:
        if not row.get(field, "").strip():
            yield field, Message(MISSING)
    code = row.get("item_code", "")
    if codes.setdefault(code, number) != number:
        yield "item_code", Message(CODE_TWICE, row=codes[code])
    yield from _odd_code(code, row, departments)
    kind = row.get("task_type", "").zfill(2)
    if kind not in ITEM_TYPES:
        yield "task_type", Message(BAD_TYPE, type=row.get("task_type", ""))
    elif _BASIC.match(code) and code[3] in _LETTERS and _LETTERS[code[3]] != kind:
        yield "task_type", Message(TYPE_DIFFERS, letter=code[3], type=kind)
    name = row.get("name", "")
    if odd := "".join(dict.fromkeys(_ODD.findall(name))):
        yield "name", Message(ODD_NAME, characters=odd)
    if len(name) > LONGEST:
        yield "name", Message(LONG_NAME, limit=LONGEST)
    first = names.setdefault((row.get("department", ""), name), number)
    if first != number:
        yield "name", Message(NAME_TWICE, row=first)


def _odd_code(code: str, row: _Row, departments: dict[str, str]) -> Iterator[tuple[str, Message]]:
    found = _CODE.fullmatch(code)
    if found is None:
        yield "item_code", Message(BAD_CODE)
        return
    basic, area, _sub, uscc, _kind, _sequence = found.groups()
    if not _BASIC.fullmatch(basic):
        yield "item_code", Message(BAD_BASIC, code=basic)
    if not uscc_valid(uscc):
        yield "item_code", Message(BAD_CHECK, code=uscc)
        return
    department = row.get("department", "")
    if departments[department] != uscc:
        yield "item_code", Message(OTHER_DEPARTMENT, code=uscc, department=department)
    if area != row.get("area_code"):
        yield "area_code", Message(OTHER_AREA, code=area)
    # An organisation code of nine characters is a part of the unified one.
    short = row.get("dept_code", "").replace("-", "")
    if short not in ("", uscc, uscc[8:17]):
        yield "dept_code", Message(DEPARTMENT_CODE, code=row["dept_code"], uscc=uscc)


def _item(number: int, row: _Row, departments: dict[str, str]) -> ListedItem | None:
    found = _CODE.fullmatch(row["item_code"])
    if found is None or not row.get("name", "").strip():
        return None
    return ListedItem(
        row=number,
        department=row["department"],
        authority_uscc=departments[row["department"]],
        name=row["name"][:LONGEST],
        type=row["task_type"].zfill(2),
        local_code=row["item_code"],
        basic_code=found[1],
        area_code=found[2],
    )
