"""An event log as plain values (IEEE 1849 XES): traces of events, each with typed attributes in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NAME, TIME, RESOURCE, TRANSITION = "concept:name", "time:timestamp", "org:resource", "lifecycle:transition"
START, DEADLINE, END = "startdate", "deadline", "enddate"


class BrokenLog(Exception):
    """A file is no event log that can be read: the line, the element in it, and what is wrong with it."""

    def __init__(self, line: int, element: str, problem: str) -> None:
        super().__init__(f"line {line}, {element}: {problem}")
        self.line, self.element, self.problem = line, element, problem


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed value under a key; `value` is the text as it stood, so that it is written again as it was read."""

    type: str
    key: str
    value: str
    children: tuple[Attribute, ...] = ()

    def stored(self) -> list[object]:
        """Return the attribute as JSON keeps it: [type, key, value], and its children where it has any."""
        own: list[object] = [self.type, self.key, self.value]
        return [*own, [each.stored() for each in self.children]] if self.children else own

    @classmethod
    def restored(cls, kept: Sequence[object]) -> Attribute:
        """Return the attribute that `stored` gave."""
        children = kept[3] if len(kept) > 3 else []
        assert isinstance(children, list)
        return cls(str(kept[0]), str(kept[1]), str(kept[2]), tuple(cls.restored(each) for each in children))


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, at which moment, with the line of the file on which it began (0 when it came from no file)."""

    attributes: tuple[Attribute, ...]
    line: int = 0

    @property
    def activity(self) -> str:
        return value_of(self.attributes, NAME)

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(value_of(self.attributes, TIME))


@dataclass(frozen=True, slots=True)
class Trace:
    """One case: its attributes and its events in the order of the file."""

    attributes: tuple[Attribute, ...]
    events: tuple[Event, ...]
    line: int = 0

    @property
    def name(self) -> str:
        return value_of(self.attributes, NAME)

    def moment(self, key: str) -> dt.datetime | None:
        """Return the moment under a key of the trace; None where it has none."""
        text = value_of(self.attributes, key)
        return dt.datetime.fromisoformat(text) if text else None


def value_of(attributes: Sequence[Attribute], key: str) -> str:
    """Return the text under a key, empty where there is none."""
    for each in attributes:
        if each.key == key:
            return each.value
    return ""


def checked(traces: Iterator[Trace]) -> Iterator[Trace]:
    """Yield the traces as long as each has a name of its own, and each event a name and a moment; else BrokenLog."""
    seen: set[str] = set()
    for number, trace in enumerate(traces, 1):
        where = f"trace[{number}]"
        if not trace.name:
            raise BrokenLog(trace.line, where, f"no {NAME}")
        if trace.name in seen:
            raise BrokenLog(trace.line, where, f"{NAME} “{trace.name}” stands in the log twice")
        seen.add(trace.name)
        if not trace.events:
            raise BrokenLog(trace.line, where, "no events")
        for key in (START, DEADLINE, END):
            _moment(trace.attributes, key, trace.line, where, needed=False)
        for place, event in enumerate(trace.events, 1):
            inside = f"{where}/event[{place}]"
            if not event.activity:
                raise BrokenLog(event.line, inside, f"no {NAME}")
            _moment(event.attributes, TIME, event.line, inside, needed=True)
        yield trace


def _moment(attributes: Sequence[Attribute], key: str, line: int, where: str, *, needed: bool) -> None:
    text = value_of(attributes, key)
    if not text and not needed:
        return
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise BrokenLog(line, f"{where}/{key}", f"“{text[:40]}” is no moment (ISO 8601)") from None
    if found.tzinfo is None:
        raise BrokenLog(line, f"{where}/{key}", f"“{text[:40]}” has no time zone")
