"""A log of invented permits, as a department's old system gives it out."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from bench.story import STORY
from tongban.matters.rules.event_log import DEADLINE, END, NAME, START, TIME, TRANSITION, Attribute, Event, Trace
from tongban.matters.rules.xes import write_xes
from tongban.parties.models import Authority

AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
SOURCE = "bench"
ACTIVITIES = ("收件", "受理", "指派", "审查", "现场核查", "决定", "制证", "送达")


def place() -> dict[str, Any]:
    """Return the authority of the city that the processes belong to."""
    owner = Authority.objects.get(key=STORY.item()["authority"])
    return {"authority_id": owner.pk, "region_code": owner.region_id}


def log(traces: int, events: int) -> bytes:
    """Return the log: nine of ten have ended, and each had a deadline; everything follows from a number."""
    out = io.BytesIO()
    write_xes([_trace(number, events) for number in range(traces)], out)
    return out.getvalue()


def _trace(number: int, events: int) -> Trace:
    opened = AT - dt.timedelta(days=400 - number * 7919 % 360, minutes=number % 600)
    moments = [opened + dt.timedelta(hours=9 * place + number % 7) for place in range(events)]
    said = [
        Attribute("string", NAME, f"permit-{number}"),
        Attribute("date", START, opened.isoformat()),
        Attribute("date", DEADLINE, (opened + dt.timedelta(days=20 + number % 20)).isoformat()),
        Attribute("string", "channel", "window" if number % 3 else "web"),
    ]
    if number % 10:
        said.append(Attribute("date", END, moments[-1].isoformat()))
    return Trace(tuple(said), tuple(_event(place, moment) for place, moment in enumerate(moments)))


def _event(place: int, moment: dt.datetime) -> Event:
    said = (
        Attribute("string", NAME, ACTIVITIES[place % len(ACTIVITIES)]),
        Attribute("date", TIME, moment.isoformat()),
        Attribute("string", TRANSITION, "complete"),
    )
    return Event(said)
