"""Reading a form template: its tables as grids, and what stands around each place that is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from tongban.catalogue.rules.messages import Message, gettext_noop

LARGEST = 4 * 1024 * 1024
WIDEST = 200

NOT_UTF8 = gettext_noop("文件不是 UTF-8 编码，请另存为 UTF-8。")
TOO_LARGE = gettext_noop("文件超过 4 MB，不像一张申请表，请核对。")
NO_END = gettext_noop("“%(said)s”没有结束，请补上结束标记。")
NO_BEGINNING = gettext_noop("“%(said)s”没有开头，请删除或补上开头。")
NOT_HTML = gettext_noop("不是可以识别的表单模板（HTML 或 FreeMarker）。")

# What FreeMarker writes between the tags, as elements of our own that the parser keeps in their place.
_DIRECTIVE = re.compile(r"<(/?)[#@](list|if|elseif|else|items|sep|macro|function|assign|[a-zA-Z.]+)\b([^>]*)>")
_COMMENT = re.compile(r"<#--.*?-->", re.DOTALL)
_PAIRED = ("list", "if", "items")
_PLACE = re.compile(r"\$\{([^{}]*)\}")
_BREAKS = frozenset({"p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "table"})


class Unreadable(Exception):
    """The template cannot be read: on which line, and why."""

    def __init__(self, line: int, message: Message) -> None:
        super().__init__(str(message))
        self.line, self.message = line, message


@dataclass(slots=True)
class Part:
    """A run of a cell or paragraph: words, or a place to be filled in (`key`), or the end of a line.

    `inside` are the lists and conditions that it stands in, outermost first: ("list", "rows as row").
    """

    words: str = ""
    key: str = ""
    line: int = 0
    ends: bool = False
    inside: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Cell:
    """A cell of a table: where it begins, how far it goes, what it holds."""

    row: int
    column: int
    width: int
    height: int
    parts: list[Part]

    @property
    def words(self) -> str:
        """Return what the cell says, without the places."""
        return squeezed("".join("\n" if part.ends else part.words for part in self.parts))

    @property
    def is_filled(self) -> bool:
        """Tell whether something is to be filled in in it."""
        return any(part.key for part in self.parts)


@dataclass(slots=True)
class Table:
    """A table as a grid: `at` finds the cell that covers a place."""

    cells: list[Cell] = field(default_factory=list)
    at: dict[tuple[int, int], Cell] = field(default_factory=dict)
    width: int = 0


Block = Table | list[Part]


def read_template(data: bytes) -> list[Block]:
    """Return the tables and paragraphs of a template in their order. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(1, Message(TOO_LARGE))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable(data[: wrong.start].count(b"\n") + 1, Message(NOT_UTF8)) from None
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    _check_places(text)
    marked = _DIRECTIVE.sub(_element, text)
    _check_pairs(text)
    # The parser's own line numbers end at 65,535 and forget those inside of texts: every place carries its line.
    marked = _numbered(marked)
    try:
        tree = html.document_fromstring(marked, parser=html.HTMLParser(huge_tree=False, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable(1, Message(NOT_HTML)) from None
    body = tree.find("body")
    if body is None or not _looks_like_html(text):
        raise Unreadable(1, Message(NOT_HTML))
    return list(_blocks(body))


def squeezed(text: str) -> str:
    """Return words as people read them: no breaks between Chinese characters, one blank elsewhere."""
    text = re.sub(r"[\s　\u00a0]+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) (?=\d)|(?<=\d) (?=[^\x00-\x7f])", "", text)


def _looks_like_html(text: str) -> bool:
    return re.search(r"<(html|body|table|p|div|form|h\d)\b", text, re.IGNORECASE) is not None


def _check_places(text: str) -> None:
    for found in re.finditer(r"\$\{", text):
        end = text.find("}", found.end())
        if end < 0 or "\n" in text[found.end() : end] or "${" in text[found.end() : end]:
            raise Unreadable(_line(text, found.start()), Message(NO_END, said="${"))


def _check_pairs(text: str) -> None:
    waiting: list[tuple[str, int]] = []
    for found in _DIRECTIVE.finditer(text):
        name = found[2]
        if name not in _PAIRED:
            continue
        if not found[1]:
            waiting.append((name, found.start()))
        elif not waiting or waiting.pop()[0] != name:
            raise Unreadable(_line(text, found.start()), Message(NO_BEGINNING, said=found[0]))
    if waiting:
        name, place = waiting[-1]
        raise Unreadable(_line(text, place), Message(NO_END, said=f"<#{name}>"))


def _element(found: re.Match[str]) -> str:
    end, name, rest = found.groups()
    if name not in (*_PAIRED, "else", "elseif"):
        return ""
    said = re.sub(r'["<>&]', lambda sign: f"&#{ord(sign[0])};", rest.strip())
    if name in ("else", "elseif"):
        return f'<ftl-mark data-kind="{name}" data-said="{said}"></ftl-mark>'
    return f"</ftl-{name}>" if end else f'<ftl-{name} data-said="{said}">'


def _numbered(text: str) -> str:
    return "\n".join(
        _PLACE.sub(lambda found, line=line: f"${{{line}|{found[1]}}}", row)  # type: ignore[misc]
        for line, row in enumerate(text.split("\n"), 1)
    )


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _blocks(element: Any, inside: tuple[tuple[str, str], ...] = ()) -> Iterator[Block]:
    """Yield what stands in an element: tables as grids, and the words between them."""
    loose: list[Part] = list(_of_text(element.text, inside))
    for child in element:
        if child.tag == "table":
            if loose:
                yield loose
                loose = []
            yield from _table(child, inside)
        elif isinstance(child.tag, str) and child.tag not in ("style", "script", "head", "title"):
            if child.find(".//table") is not None:
                if loose:
                    yield loose
                    loose = []
                yield from _blocks(child, _within(child, inside))
            else:
                loose += _parts(child, inside)
        loose += _of_text(child.tail, inside)
    if loose:
        yield loose


def _table(element: Any, inside: tuple[tuple[str, str], ...]) -> Iterator[Block]:
    table, nested = Table(), []
    for row, (line, around) in enumerate(_rows(element, inside)):
        column = 0
        for cell in (each for each in line.iter("td", "th") if _row_of(each) is line):
            while (row, column) in table.at:
                column += 1
            width, height = (min(_span(cell.get(name)), WIDEST) for name in ("colspan", "rowspan"))
            inner = list(cell.iter("table"))
            nested += inner
            parts = [] if inner else _parts(cell, around)
            found = Cell(row, column, width, height, parts)
            table.cells.append(found)
            for down in range(height):
                for across in range(width):
                    table.at.setdefault((row + down, column + across), found)
            column += width
            table.width = max(table.width, column)
    yield table
    for each in nested:
        yield from _table(each, inside)


def _rows(element: Any, inside: tuple[tuple[str, str], ...]) -> Iterator[tuple[Any, tuple[tuple[str, str], ...]]]:
    """Yield the rows of a table itself, each with the lists and conditions that it stands in."""
    for child in element:
        if child.tag == "tr":
            yield child, inside
        elif isinstance(child.tag, str) and child.tag != "table":
            yield from _rows(child, _within(child, inside))


def _row_of(cell: Any) -> Any:
    above = cell.getparent()
    while above is not None and above.tag != "tr":
        above = above.getparent()
    return above


def _within(element: Any, inside: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if isinstance(element.tag, str) and element.tag in ("ftl-list", "ftl-if"):
        return (*inside, (element.tag[4:], element.get("data-said", "")))
    return inside


def _parts(element: Any, inside: tuple[tuple[str, str], ...]) -> list[Part]:
    here = _within(element, inside)
    parts = list(_of_text(element.text, here))
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("style", "script"):
            if child.tag == "ftl-mark":
                here = (*here[:-1], (child.get("data-kind"), child.get("data-said", ""))) if here else here
            else:
                parts += _parts(child, here)
        parts += _of_text(child.tail, here)
    if element.tag in _BREAKS:
        parts.append(Part(ends=True))
    return parts


def _of_text(text: str | None, inside: tuple[tuple[str, str], ...]) -> Iterator[Part]:
    position = 0
    for found in _PLACE.finditer(text or ""):
        assert text is not None
        if words := text[position : found.start()]:
            yield Part(words, inside=inside)
        line, _bar, key = found[1].partition("|")
        yield Part(key=key, line=int(line), inside=inside)
        position = found.end()
    if text and text[position:].strip():
        yield Part(text[position:], inside=inside)


def _span(said: str | None) -> int:
    return max(int(said), 1) if said and said.isascii() and said.isdigit() and len(said) < 5 else 1
