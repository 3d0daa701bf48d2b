"""Historical processes in and out: the real log where it is there, small ones where it is not."""

import datetime as dt
import io
import os
import pathlib

import pytest
from lxml import etree

from tests.matters.days import days, owner
from tests.matters.errand import errand
from tongban.kernel.errors import BadInput
from tongban.matters.actions.import_log import Imported, import_log
from tongban.matters.models import Clock, History, JournalEntry, Matter
from tongban.matters.queries.logs import histories, traces
from tongban.matters.rules.event_log import BrokenLog, Trace
from tongban.matters.rules.event_table import read_table
from tongban.matters.rules.xes import read_xes, write_xes
from tongban.parties.models import Authority

__all__ = ["days", "owner"]

AT = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)
SCHEMA = pathlib.Path(__file__).with_name("xes.xsd")

TWO = b"""<?xml version="1.0" encoding="utf-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <trace>
    <string key="concept:name" value="A-1"/>
    <date key="startdate" value="2010-10-04T01:06:40.020+02:00"/>
    <date key="deadline" value="2010-11-29T01:06:40+01:00"/>
    <date key="enddate" value="2010-12-01T10:00:00+01:00"/>
    <event>
      <string key="concept:name" value="Confirmation of receipt"/>
      <date key="time:timestamp" value="2010-10-05T08:32:48.565+02:00"/>
      <int key="weight" value="7"><string key="note" value="nested"/></int>
    </event>
    <event>
      <string key="concept:name" value="Decision"/>
      <date key="time:timestamp" value="2010-12-01T10:00:00+01:00"/>
    </event>
  </trace>
  <trace>
    <string key="concept:name" value="A-2"/>
    <date key="deadline" value="2026-03-03T12:00:00+08:00"/>
    <event>
      <string key="concept:name" value="Confirmation of receipt"/>
      <date key="time:timestamp" value="2026-02-02T09:00:00+08:00"/>
    </event>
  </trace>
</log>
"""


def real(name: str) -> pathlib.Path:
    folder = pathlib.Path(os.environ["TONGBAN_TEST_DATA"]) / "eventlogs"
    if not (folder / name).is_file():
        pytest.skip(f"TONGBAN_TEST_DATA holds no eventlogs/{name}")
    return folder / name


def bring_in(found: list[Trace], owner: Authority, source: str = "permits") -> Imported:
    return import_log(found, source=source, authority_id=owner.pk, region_code=owner.region_id, at=AT)


def written(found: list[Trace]) -> bytes:
    out = io.BytesIO()
    write_xes(found, out)
    return out.getvalue()


def counts() -> tuple[int, int, int, int]:
    return Matter.objects.count(), History.objects.count(), JournalEntry.objects.count(), Clock.objects.count()


class TestImportLog:
    def test_makes_a_closed_matter_judged_by_its_own_deadline(self, owner: Authority) -> None:
        bring_in(list(read_xes(io.BytesIO(TWO))), owner)

        late = Matter.objects.get(number="permits-A-1")

        assert (late.state, late.finished_on, late.answer_due_on) == (
            "closed",
            dt.date(2010, 12, 1),
            dt.date(2010, 11, 29),
        )
        assert late.closed_at == dt.datetime(2010, 12, 1, 9, tzinfo=dt.UTC)
        assert late.due_on is None

    def test_makes_an_open_matter_with_a_running_clock(self, owner: Authority) -> None:
        bring_in(list(read_xes(io.BytesIO(TWO))), owner)

        waiting = Matter.objects.get(number="permits-A-2")

        assert (waiting.state, waiting.due_on, waiting.closed_at) == ("open", dt.date(2026, 3, 3), None)
        assert waiting.warn_on is not None
        assert waiting.clocks.get().due_on == dt.date(2026, 3, 3)

    def test_writes_each_event_into_the_journal_with_its_own_moment(self, owner: Authority) -> None:
        bring_in(list(read_xes(io.BytesIO(TWO))), owner)

        said = JournalEntry.objects.filter(matter__number="permits-A-1").order_by("sequence")

        assert [(e.verb, e.facts["activity"], e.to_state) for e in said] == [
            ("begin", "Confirmation of receipt", "open"),
            ("end", "Decision", "closed"),
        ]
        assert said[0].occurred_at == dt.datetime(2010, 10, 5, 6, 32, 48, 565000, tzinfo=dt.UTC)
        assert said[0].recorded_at == AT

    def test_run_twice_changes_nothing(self, owner: Authority) -> None:
        bring_in(list(read_xes(io.BytesIO(TWO))), owner)
        before = counts()

        again = bring_in(list(read_xes(io.BytesIO(TWO))), owner)

        assert (again.created, again.unchanged) == (0, 2)
        assert counts() == before

    def test_refuses_to_rewrite_what_was_brought_in(self, owner: Authority) -> None:
        bring_in(list(read_xes(io.BytesIO(TWO))), owner)
        before = counts()

        with pytest.raises(BadInput) as refused:
            bring_in(list(read_xes(io.BytesIO(TWO.replace(b"Decision", b"Refusal")))), owner)

        assert "第 3 行" in refused.value.reason
        assert counts() == before

    def test_is_exported_as_it_came_and_comes_again_the_same(self, owner: Authority) -> None:
        bring_in(list(read_xes(io.BytesIO(TWO))), owner)
        out = written(list(histories("permits")))

        bring_in(list(read_xes(io.BytesIO(out))), owner, source="again")

        assert written(list(histories("again"))) == out
        assert b'<string key="note" value="nested"/>' in out

    def test_takes_few_queries_however_long_the_log(
        self, owner: Authority, django_assert_max_num_queries: object
    ) -> None:
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            bring_in(list(read_xes(io.BytesIO(TWO))), owner)


class TestBrokenLog:
    @pytest.mark.parametrize(
        ("old", "new", "line", "element"),
        [
            (b'value="A-2"', b'value="A-1"', 18, "trace[2]"),
            (b'"2026-02-02T09:00:00+08:00"', b'"yesterday"', 23, "trace[2]/event[1]/date[time:timestamp]"),
            (b'"2026-02-02T09:00:00+08:00"', b'"2026-02-02T09:00:00"', 21, "trace[2]/event[1]/time:timestamp"),
            (b'<int key="weight" value="7">', b'<int key="weight" value="seven">', 11, "trace[1]/event[1]/int[weight]"),
            (b'<int key="weight" value="7">', b'<int value="7">', 11, "trace[1]/event[1]/int"),
            (b"  </trace>\n</log>", b"</log>", 25, "XML"),
            (b'<string key="concept:name" value="Decision"/>', b"", 13, "trace[1]/event[2]"),
        ],
    )
    def test_names_line_and_element_and_changes_nothing(
        self, owner: Authority, old: bytes, new: bytes, line: int, element: str
    ) -> None:
        with pytest.raises(BrokenLog) as broken:
            bring_in(list(read_xes(io.BytesIO(TWO.replace(old, new)))), owner)

        assert (broken.value.line, broken.value.element) == (line, element)
        assert counts() == (0, 0, 0, 0)

    def test_fetches_no_entities(self, tmp_path: pathlib.Path) -> None:
        (tmp_path / "secret").write_text("of the house")
        named = f'<!DOCTYPE log [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]><log'
        log = TWO.replace(b"<log", named.encode(), 1)

        in_text = log.replace(b'value="nested"/>', b'value="nested">&a;</string>')
        assert b"of the house" not in written(list(read_xes(io.BytesIO(in_text))))
        with pytest.raises(BrokenLog, match="external entity"):
            list(read_xes(io.BytesIO(log.replace(b'value="nested"', b'value="&a;"'))))

    def test_unfolds_no_entities_without_end(self) -> None:
        folded = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(9))
        log = TWO.replace(b"<log", b"<!DOCTYPE log [" + folded + b"]><log", 1)

        for bomb in (b'value="&a8;"/>', b'value="nested">&a8;</string>'):
            with pytest.raises(BrokenLog, match="entity"):
                list(read_xes(io.BytesIO(log.replace(b'value="nested"/>', bomb))))

    @pytest.mark.parametrize(
        ("text", "line", "element"),
        [
            ("case:concept:name,concept:name\nA,x\n", 1, "time:timestamp"),
            ("case:concept:name,concept:name,time:timestamp\nA,x\n", 2, "row"),
            ("case:concept:name,concept:name,time:timestamp\nA,x,soon\n", 2, "trace[1]/event[1]/time:timestamp"),
            ("case:concept:name,concept:name,time:timestamp\n", 1, "file"),
        ],
    )
    def test_names_line_and_column_of_a_table(self, owner: Authority, text: str, line: int, element: str) -> None:
        with pytest.raises(BrokenLog) as broken:
            bring_in(list(read_table(io.BytesIO(text.encode()))), owner)

        assert (broken.value.line, broken.value.element) == (line, element)
        assert counts() == (0, 0, 0, 0)


class TestRealLog:
    @pytest.mark.parametrize("name", ["wabo_receipt.xes", "wabo_receipt.csv"])
    def test_loses_no_case_no_event_and_no_deadline(self, owner: Authority, name: str) -> None:
        read = read_xes if name.endswith(".xes") else read_table
        with real(name).open("rb") as file:
            found = list(read(file))

        done = bring_in(found, owner)

        assert (done.created, done.events) == (939, 5739)
        assert JournalEntry.objects.count() == 5739
        assert done.deadlines == sum(trace.moment("deadline") is not None for trace in found)
        assert Clock.objects.filter(kind="deadline").count() == done.deadlines

    def test_is_valid_when_written_and_comes_again_identically(self, owner: Authority) -> None:
        with real("wabo_receipt.xes").open("rb") as file:
            bring_in(list(read_xes(file)), owner)

        out = written(list(histories("permits")))

        etree.XMLSchema(file=str(SCHEMA)).assertValid(etree.fromstring(out))
        bring_in(list(read_xes(io.BytesIO(out))), owner, source="again")
        assert written(list(histories("again"))) == out


class TestOurOwnMatters:
    def test_are_exported_without_names_and_validly(self, owner: Authority) -> None:
        number = errand(owner, AT).number

        out = written(list(traces("errand")))

        etree.XMLSchema(file=str(SCHEMA)).assertValid(etree.fromstring(out))
        (found,) = read_xes(io.BytesIO(out))
        assert found.name == number
        assert len(found.events) == JournalEntry.objects.count()
        assert "乙".encode() not in out
