"""Files that are broken or mean harm: each is refused by name and row, and none stops the process."""

from __future__ import annotations

import csv
import io
import pathlib
import zipfile
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.factories import an_item
from tongban.catalogue.rules import packed, workbooks
from tongban.catalogue.rules.item_files import CELL_TOO_LONG, NOT_JSON, items_in, raw_items
from tongban.catalogue.rules.item_sources import RawItem
from tongban.catalogue.rules.item_writers import WRITERS
from tongban.kernel.rules.texts import spreadsheet_cell, text_of_cell
from tongban.parties.rules.reports import Problem

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def problems(content: bytes, name: str) -> list[Problem]:
    return [each for each in items_in(content, name) if isinstance(each, Problem)]


def zipped(files: Iterable[tuple[str, str | bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def book(rows: str, *, head: str = "", sheet: str = "worksheets/sheet1.xml") -> bytes:
    """Return a workbook of one sheet 事项 with these rows."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = f'<Relationship Id="rId1" Type="{_RELATIONS}/'
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        [
            (
                "[Content_Types].xml",
                f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                f'<Override PartName="/xl/{sheet}" ContentType="{kind}.worksheet+xml"/></Types>',
            ),
            (
                "_rels/.rels",
                f'<Relationships xmlns="{package}/relationships">{relation}officeDocument" Target="xl/workbook.xml"/>'
                "</Relationships>",
            ),
            (
                "xl/workbook.xml",
                f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
                '<sheet name="事项" sheetId="1" r:id="rId1"/></sheets></workbook>',
            ),
            (
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{package}/relationships">{relation}worksheet" Target="{sheet}"/>'
                "</Relationships>",
            ),
            (f"xl/{sheet}", f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'),
        ]
    )


def cell(place: str) -> str:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'


class TestWorkbooksThatSpanTooMuch:
    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            (cell("A1") + cell("XFD1048576"), workbooks.TOO_WIDE),
            (cell("A1") + cell("Z1048576"), workbooks.TOO_MANY_CELLS),
            ('<row r="1048576"><c><v>1</v></c>' + "<c/>" * 30 + "<c><v>1</v></c></row>", workbooks.TOO_MANY_CELLS),
            ("<row>" + "<c><v>1</v></c>" * 201 + "</row>", workbooks.TOO_WIDE),
            ('<row><c r="A1"/></row><row><c r="Z900000"><v>1</v></c></row>', workbooks.TOO_MANY_CELLS),
        ],
    )
    def test_are_refused_by_sheet_before_they_are_read(
        self, rows: str, said: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbooks, "python_calamine", _Unread())

        (found,) = problems(book(rows), "a.xlsx")

        assert (found.file, found.row, found.message.template) == ("a.xlsx 事项", 1, said)  # type: ignore[attr-defined]

    def test_whatever_the_entry_of_the_sheet_is_called(self) -> None:
        (found,) = problems(book(cell("A1") + cell("XFD1048576"), sheet="picture.png"), "a.xlsx")

        assert found.file == "a.xlsx 事项"

    @pytest.mark.parametrize(
        "content",
        [
            book(cell("A1"), head='<!DOCTYPE a [<!ENTITY b "c">]>'),
            book(cell("A1") + "<row>"),
            zipped([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>")]),
            zipped([("xl/workbook.bin", b"")]),
            b"\xd0\xcf\x11\xe0" + book(cell("A1")),
            book('<row r="1"><c r="1A"><v>1</v></c></row>'),
        ],
    )
    def test_what_is_no_plain_workbook_is_refused(self, content: bytes) -> None:
        (found,) = problems(content, "a.xlsx")

        assert (found.file, found.message) == ("a.xlsx", workbooks.NOT_A_WORKBOOK)

    def test_what_unpacks_to_more_than_it_says_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "UNPACKED_MB", 1)
        real = zipfile.ZipFile(io.BytesIO(book("<!--" + " " * 2**21 + "-->"))).infolist()[-1].file_size
        content = book("<!--" + " " * 2**21 + "-->").replace(real.to_bytes(4, "little"), (9).to_bytes(4, "little"))

        (found,) = problems(content, "a.xlsx")

        assert found.message.template == packed.TOO_LARGE  # type: ignore[attr-defined]

    def test_an_ordinary_one_is_read(self) -> None:
        assert [each.message for each in problems(book(cell("A1")), "a.xlsx")] == [
            "没有这一列，请改正列名或删除这一列。",
            "没有“序号”列，请补上。",
        ]


class _Unread:
    """Stands in for the reader of workbooks, which must not be reached."""

    CalamineError = KeyError

    def __getattr__(self, name: str) -> None:
        raise AssertionError("the workbook was read")


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("name", "content", "place"),
        [
            ("a.json", b'[{"promised_days": ' + b"1" * 5000 + b"}]", ("a.json", 1, "")),
            ("a.jsonl", b'{}\n{"promised_days": ' + b"1" * 5000 + b"}", ("a.jsonl", 2, "")),
            ("a.toml", b"promised_days = " + b"1" * 5000, ("a.toml", 1, "")),
            ("a.json", b'[{}, {"name": "\\ud800"}]', ("a.json", 2, "name")),
            ("a.json", b'[{"materials": [{"name": "\\u0000"}]}]', ("a.json", 1, "materials")),
            ("a.json", b'[{"\\udfff": 1}]', ("a.json", 1, "")),
            ("a.json", b'[{"promised_days": 1e999}]', ("a.json", 1, "promised_days")),
            ("a.zip", zipped([("事项.csv", "序号\n1\x00")]), ("事项.csv", 2, "")),
            ("a.zip", zipped([("事项.csv", '序号\n1\n"' + "x" * (2**24 + 5) + '"\n')]), ("事项.csv", 3, "")),
        ],
    )
    def test_are_refused_by_file_and_row(self, name: str, content: bytes, place: tuple[str, int, str]) -> None:
        found = problems(content, name)

        assert (found[0].file, found[0].row, found[0].field) == place

    def test_what_is_refused_says_what_to_do(self) -> None:
        assert problems(b"[" * 200_000, "a.json")[0].message.template == NOT_JSON  # type: ignore[attr-defined]
        long = zipped([("事项.csv", '"' + "x" * (2**24 + 5))])
        assert problems(long, "a.zip")[0].message == CELL_TOO_LONG

    @pytest.mark.parametrize("name", ["a.zip", "a.xlsx"])
    def test_damaged_at_any_place_they_are_refused_or_read(self, name: str) -> None:
        whole = zipped([("事项.csv", "序号,事项名称\n1,x\n" * 500)]) if name == "a.zip" else book(cell("A1"))
        for place in range(0, len(whole) - 15, 7):
            damaged = bytearray(whole)
            damaged[place : place + 15] = b"\xff" * 15
            list(items_in(bytes(damaged), name))
        for end in range(0, len(whole), 11):
            assert problems(whole[:end], name)

    @pytest.mark.parametrize("amount", ["1e999999999", "Infinity", "NaN", "1" * 5000])
    def test_fees_without_end_are_no_numbers(self, amount: str) -> None:
        tables = [("事项.csv", "序号\n1\n"), ("收费项目.csv", f"序号,收费标准（元）,amount\n1,{amount},{amount}\n")]

        assert list(items_in(zipped(tables), "a.zip"))


class TestFilesBesideTheTables:
    def test_of_a_mac_are_left_out(self, tmp_path: pathlib.Path) -> None:
        whole = io.BytesIO()
        WRITERS[".zip"]([an_item()], whole)
        with zipfile.ZipFile(whole, "a") as archive:
            archive.writestr("__MACOSX/._事项.csv", b"\x00\x05\x16\x07\xff")
            archive.writestr("._办理环节.csv", b"\x00\x05\x16\x07\xff")
            archive.extractall(tmp_path)

        assert [type(each) for each in items_in(whole.getvalue(), "a.zip")] == [RawItem]
        assert [type(each) for each in raw_items(tmp_path)] == [RawItem]


class TestFormulas:
    def test_stand_in_no_table(self) -> None:
        item = an_item(name="=1+1", materials=[{"code": "a", "name": "@SUM(A1)", "necessity": "required"}])
        out = io.BytesIO()

        WRITERS[".zip"]([item], out)

        with zipfile.ZipFile(out) as archive:
            for name in archive.namelist():
                rows = csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
                assert not [each for row in rows for each in row if each[:1] in ("=", "+", "-", "@")], name
        (raw,) = [each for each in items_in(out.getvalue(), "a.zip") if isinstance(each, RawItem)]
        assert raw.data["name"] == "=1+1"
        assert raw.data["materials"][0]["name"] == "@SUM(A1)"

    @given(st.text(st.sampled_from("'=+-@\t\rx")))
    def test_are_written_as_text_and_read_as_they_were(self, text: str) -> None:
        written = spreadsheet_cell(text)

        assert written[:1] not in ("=", "+", "-", "@", "\t", "\r")
        assert text_of_cell(written) == text
