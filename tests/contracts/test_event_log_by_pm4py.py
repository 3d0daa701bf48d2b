"""What we write as an event log is read by a program that nobody here wrote. It comes with the benches' peers."""

import io
import pathlib

import pytest

from tongban.matters.rules.event_log import Attribute, Event, Trace
from tongban.matters.rules.xes import write_xes

pm4py = pytest.importorskip("pm4py", reason="pm4py comes with `./tongban bench`: it is half a gigabyte")


def test_every_event_is_found_with_its_moment(tmp_path: pathlib.Path) -> None:
    events = tuple(
        Event(
            (
                Attribute("string", "concept:name", name),
                Attribute("date", "time:timestamp", f"2026-03-0{day}T02:00:00.000000+00:00"),
            )
        )
        for day, name in ((2, "提交申请"), (3, "受理"))
    )
    out = io.BytesIO()
    write_xes([Trace((Attribute("string", "concept:name", "A-1"),), events)], out)
    (tmp_path / "log.xes").write_bytes(out.getvalue())

    found = pm4py.read_xes(str(tmp_path / "log.xes"), variant="iterparse")

    assert list(found["concept:name"]) == ["提交申请", "受理"]
    assert [str(each.date()) for each in found["time:timestamp"]] == ["2026-03-02", "2026-03-03"]
    assert set(found["case:concept:name"]) == {"A-1"}
