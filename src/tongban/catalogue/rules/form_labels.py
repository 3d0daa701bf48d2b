"""What the places of a template are called: by the words before them, beside them or above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tongban.catalogue.rules.form_grid import Block, Cell, Part, Table, squeezed

LONGEST_LABEL = 100
LONGEST_HEADING = 60

_NUMBERING = re.compile(
    r"^(?:[（(][一二三四五六七八九十0-9]{1,3}[）)]|[一二三四五六七八九十]{1,3}\s*[、.．]|[0-9]{1,2}\s*[、.．)）])\s*"
)
_EDGES = re.compile(r"^[\s：:*＊、，,；;。.·\-_—□☑√■]+|[\s：:*＊、，,；;。·\-_—□☑√■（(]+$")
# Words that name no field: units, signs of what is filled in, the date under a signature.
_NO_LABEL = re.compile(
    r"^(年|月|日|年月日|元|万元|人|号|个|米|平方米|m|㎡|％|%|至|到|从|及|和|与|第|共|有|无|是|否|男|女|或|/|盖章|签字|签章|公章|签名)+$"
)
# Short words that name a field without what stands beside it.
_WHOLE = re.compile(r"^(姓名|性别|年龄|民族|职务|职称|学历|电话|手机|传真|邮编|地址|名称|日期)$")
_UNIT = re.compile(
    r"^\s*[（(]?(万元|元|人民币|平方米|平方千米|立方米|立方米/日|公顷|亩|千米|公里|厘米|毫米|米|㎡|m2|吨|千克|公斤|克|人|个|天|日|年|月|小时|"
    r"％|%|份|台|辆|艘|套|层|间|座|户|只|头|岁|千瓦|兆帕|℃)(?![一-鿿])"
)
_UNIT_IN_LABEL = re.compile(
    r"[（(](?:单位[：:])?(万元|元|平方米|㎡|m2|立方米|公顷|亩|米|吨|人|个|天|年|月|小时|％|%|千瓦|层|间)[）)]$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a template with what was found for it; `label` and `group` are "" where nothing was."""

    key: str
    line: int
    label: str
    group: str
    unit: str
    inside: tuple[tuple[str, str], ...]


def name_of(blocks: list[Block], file: str) -> str:
    """Return what the form is called: its first heading, else the file's name without its ending."""
    for block in blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                if cell.width == block.width and cell.words and not cell.is_filled and len(cell.words) <= 40:
                    return plain(cell.words)
            continue
        for line in _lines(block):
            words = squeezed("".join(part.words for part in line))
            if re.search(r"[表书单函]$|申请|登记|备案|申报", words) and 3 < len(words) <= LONGEST_HEADING:
                return plain(words)
    return re.sub(r"\.[^.]*$", "", file)


def places_in(blocks: list[Block], form: str) -> Iterator[Place]:
    """Yield every place of a template in its order, with its label, its group and its unit."""
    heading = form
    for block in blocks:
        if isinstance(block, Table):
            yield from _of_table(block, heading)
            continue
        for line in _lines(block):
            words = squeezed("".join(part.words for part in line))
            yield from _of_line(line, heading, "")
            if words and not any(part.key for part in line) and len(words) <= LONGEST_HEADING:
                heading = plain(words) or heading


def plain(words: str) -> str:
    """Return words as a label: without numbering, colons, boxes and stars."""
    words = squeezed(words)
    before = None
    while words != before:
        before, words = words, _EDGES.sub("", _NUMBERING.sub("", words))
    if words.count("（") < words.count("）"):
        words = words.rstrip("）")
    return words[:LONGEST_LABEL].strip()


def is_label(words: str) -> bool:
    """Tell whether words can name a field."""
    return bool(words) and _NO_LABEL.match(words) is None and re.search(r"[一-鿿A-Za-z]", words) is not None


def _of_table(table: Table, heading: str) -> Iterator[Place]:
    for cell in table.cells:
        whole_row = cell.width >= table.width and not cell.is_filled
        if whole_row and is_label(plain(cell.words)) and len(cell.words) <= LONGEST_HEADING:
            heading = plain(cell.words)
        if not cell.is_filled:
            continue
        beside = _beside(table, cell)
        for line in _lines(cell.parts):
            yield from _of_line(line, heading, beside, whole=cell, head=_head(table, cell))


def _of_line(line: list[Part], heading: str, beside: str, whole: Cell | None = None, head: str = "") -> Iterator[Place]:
    """Yield the places of a line; `beside` is what the cells around say, where the line itself says nothing.

    The group is the `head` of the rows, where that is not what names the place itself, else the `heading` above.
    """
    before = ""
    several = sum(1 for part in (whole.parts if whole else line) if part.key) > 1
    for index, part in enumerate(line):
        if not part.key:
            before += part.words
            continue
        own = _last_words(before)
        after = line[index + 1].words if index + 1 < len(line) and not line[index + 1].key else ""
        label = own if is_label(own) else beside
        if is_label(own) and beside and several and len(own) <= 2 and own not in beside and not _WHOLE.match(own):
            label = f"{beside}（{own}）"
        if not is_label(label):
            told = plain(re.split(r"\s{2,}|[；;，,。]", squeezed(after))[0])
            label = told if is_label(told) and not _UNIT.match(after) else ""
        unit = _UNIT.match(squeezed(after))
        in_label = _UNIT_IN_LABEL.search(label)
        yield Place(
            part.key,
            part.line,
            _UNIT_IN_LABEL.sub("", label)[:LONGEST_LABEL],
            (head if head and head != label else heading)[:LONGEST_LABEL],
            unit[1] if unit else in_label[1] if in_label else "",
            part.inside,
        )
        before = ""


def _last_words(before: str) -> str:
    """Return the words right before a place: what stands before a wide gap or the end of a sentence is something else.

    A unit of the place before it is none of its name.
    """
    words = _UNIT.sub("", before) if _UNIT.match(before) else before
    pieces = [plain(each) for each in re.split(r"[\s　\u00a0]{2,}|[；;。，,]", words)]
    return next((each for each in reversed(pieces) if each), "")


def _beside(table: Table, cell: Cell) -> str:
    """Return what the cells around a cell say it is: to its left, else above, else both where it is one of many."""
    left, right_of_place = "", False
    for column in range(cell.column - 1, -1, -1):
        neighbour = table.at.get((cell.row, column))
        if neighbour is None or neighbour is cell:
            continue
        if not neighbour.is_filled and is_label(plain(neighbour.words)):
            left = plain(neighbour.words)
            break
        right_of_place = right_of_place or neighbour.is_filled or not neighbour.words
    above = _above(table, cell)
    if left and right_of_place and above:
        return left if above in left else f"{left}{above}" if len(left) + len(above) < 30 else above
    return left or above


def _above(table: Table, cell: Cell) -> str:
    for row in range(cell.row - 1, -1, -1):
        upper = table.at.get((row, cell.column))
        if upper is None or upper.width > cell.width + 2 or upper.width >= table.width:
            return ""
        if not upper.is_filled and is_label(plain(upper.words)):
            return plain(upper.words)
    return ""


def _head(table: Table, cell: Cell) -> str:
    """Return the head of the rows that a cell is in: a cell at the left that covers more than one row."""
    first = table.at.get((cell.row, 0))
    if first is None or first is cell or first.is_filled or first.height < 2:
        return ""
    words = plain(first.words)
    return words if is_label(words) and len(words) <= 30 else ""


def _lines(parts: list[Part]) -> Iterator[list[Part]]:
    line: list[Part] = []
    for part in parts:
        if part.ends:
            if line:
                yield line
            line = []
        else:
            line.append(part)
    if line:
        yield line
