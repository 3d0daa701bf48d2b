"""Reading and writing XES, the XML form of event logs (IEEE 1849)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from lxml import etree

from tongban.matters.rules.event_log import NAME, TIME, TRANSITION, Attribute, BrokenLog, Event, Trace

NAMESPACE = "http://www.xes-standard.org/"
EXTENSIONS = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)


def _boolean(text: str) -> None:
    if text not in ("true", "false", "1", "0"):
        raise ValueError


# Types that have a value, and what reads it: a text that cannot be read is an error of the file.
_READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "date": dt.datetime.fromisoformat,
    "int": int,
    "float": float,
    "boolean": _boolean,
    "id": str,
}
_HOLDERS = ("list", "container")


def read_xes(file: IO[bytes]) -> Iterator[Trace]:
    """Yield the traces of a XES file as they are read, with no more than one of them in memory.

    Entities are not expanded, and nothing is fetched. Raises BrokenLog with the line and the element.
    """
    # A file may name its moments and texts with or without the standard's namespace.
    parser = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    count, depth = 0, 0
    try:
        for said, element in parser:
            if said == "start":
                if depth == 0 and (name := _name(element)) != "log":
                    raise BrokenLog(_line(element), name, "the file does not begin with <log>")
                depth += 1
                continue
            depth -= 1
            if depth == 1:
                if _name(element) == "trace":
                    count += 1
                    yield _trace(element, count)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise BrokenLog(error.lineno or 0, "XML", str(error.msg)) from None
    if depth or not count:
        raise BrokenLog(1, "log", "there is no trace in it")


def _trace(element: Any, number: int) -> Trace:
    where = f"trace[{number}]"
    attributes: list[Attribute] = []
    events: list[Event] = []
    for child in element.iterchildren("*"):
        if _name(child) == "event":
            inside = f"{where}/event[{len(events) + 1}]"
            events.append(Event(tuple(_attribute(each, inside) for each in child.iterchildren("*")), _line(child)))
        else:
            attributes.append(_attribute(child, where))
    return Trace(tuple(attributes), tuple(events), _line(element))


def _attribute(element: Any, where: str) -> Attribute:
    kind, key = _name(element), element.get("key") or ""
    inside = f"{where}/{kind}"
    if kind not in _READERS and kind not in _HOLDERS and kind != "values":
        raise BrokenLog(_line(element), inside, "is no attribute of XES")
    if not key and kind != "values":
        raise BrokenLog(_line(element), inside, "has no key")
    value = element.get("value")
    if kind in _READERS:
        if value is None:
            raise BrokenLog(_line(element), f"{inside}[{key}]", "has no value")
        try:
            _READERS[kind](value)
        except ValueError:
            raise BrokenLog(_line(element), f"{inside}[{key}]", f"“{value[:40]}” is no {kind}") from None
    return Attribute(kind, key, value or "", tuple(_attribute(each, inside) for each in element.iterchildren("*")))


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else "?"


def _line(element: Any) -> int:
    return int(element.sourceline or 0)


def write_xes(traces: Iterable[Trace], file: IO[bytes]) -> int:
    """Write the traces as one XES file, and return how many there were."""
    count = 0
    with etree.xmlfile(file, encoding="utf-8") as out:
        out.write_declaration()
        with out.element("log", {"xes.version": "1.0", "xes.features": "nested-attributes"}, nsmap={None: NAMESPACE}):
            out.write("\n")
            _header(out)
            for trace in traces:
                out.write(_written(trace), pretty_print=True)
                count += 1
    return count


def _header(out: Any) -> None:
    for name, prefix in EXTENSIONS:
        out.write(etree.Element("extension", name=name, prefix=prefix, uri=f"{NAMESPACE}{prefix}.xesext"))
        out.write("\n")
    for scope, keys in (("trace", (NAME,)), ("event", (NAME, TIME, TRANSITION))):
        element = etree.Element("global", scope=scope)
        for key in keys:
            kind, value = ("date", "1970-01-01T00:00:00.000+00:00") if key == TIME else ("string", "UNKNOWN")
            element.append(_element(Attribute(kind, key, value)))
        out.write(element, pretty_print=True)
    out.write(etree.Element("classifier", name="Activity", keys=NAME))
    out.write("\n")


def _written(trace: Trace) -> Any:
    element = etree.Element("trace")
    element.extend([_element(each) for each in trace.attributes])
    for event in trace.events:
        child = etree.SubElement(element, "event")
        child.extend([_element(each) for each in event.attributes])
    return element


def _element(attribute: Attribute) -> Any:
    element = etree.Element(attribute.type)
    if attribute.key:
        element.set("key", attribute.key)
    if attribute.type in _READERS:
        element.set("value", attribute.value)
    element.extend([_element(each) for each in attribute.children])
    return element
