"""What JSON Schema cannot judge of answers: days by the day of applying, and two answers by one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalogue.rules.dates import day_meant, real_date
from tongban.catalogue.rules.form_properties import whole_property
from tongban.catalogue.rules.messages import Message, gettext_noop

TOO_EARLY = gettext_noop("“%(title)s”不能早于 %(day)s，请核对。")
TOO_LATE = gettext_noop("“%(title)s”不能晚于 %(day)s，请核对。")
LESS_THAN = gettext_noop("“%(title)s”不能小于“%(other)s”，请核对。")
MORE_THAN = gettext_noop("“%(title)s”不能大于“%(other)s”，请核对。")
BEFORE = gettext_noop("“%(title)s”不能早于“%(other)s”，请核对。")
AFTER = gettext_noop("“%(title)s”不能晚于“%(other)s”，请核对。")

Wrong = tuple[str, str, Message]


def compared(form: Mapping[str, Any], answers: Mapping[str, Any], on: dt.date | None) -> Iterator[Wrong]:
    """Yield each field whose answer lies outside its days or beyond another answer: its name, the rule, a sentence.

    `on` is the day of applying; without it, days that hang on it are not judged. What is not of its type is judged
    elsewhere.
    """
    for key in answers:
        if key not in form.get("properties", {}):
            continue
        field = whole_property(form, key)
        yield from _one(field, key, answers, form["properties"], on, key)
        if field["x-type"] == "rows" and isinstance(answers[key], list):
            columns = field["items"]["properties"]
            for place, row in enumerate(answers[key], 1):
                for inner in row if isinstance(row, Mapping) else ():
                    if inner in columns:
                        yield from _one(columns[inner], inner, row, columns, on, f"{key}.{place}.{inner}")


def _one(
    field: Mapping[str, Any],
    key: str,
    answers: Mapping[str, Any],
    beside: Mapping[str, Any],
    on: dt.date | None,
    name: str,
) -> Iterator[Wrong]:
    value, title = answers[key], field["title"]
    is_day = field["x-type"] == "date"
    if is_day and on is not None and _is_day(value):
        for limit, sentence in (("x-earliest", TOO_EARLY), ("x-latest", TOO_LATE)):
            day = day_meant(field.get(limit, ""), on)
            given = dt.date.fromisoformat(value)
            if day is not None and (given < day if limit == "x-earliest" else given > day):
                yield name, limit, Message(sentence, title=title, day=day.isoformat())
    for limit, sentences in (("x-not-less-than", (LESS_THAN, BEFORE)), ("x-not-more-than", (MORE_THAN, AFTER))):
        other = field.get(limit, "")
        than = answers.get(other)
        if not (_is_day(value) and _is_day(than) if is_day else _is_number(value) and _is_number(than)):
            continue
        if value < than if limit == "x-not-less-than" else value > than:
            yield name, limit, Message(sentences[is_day], title=title, other=beside[other]["title"])


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and real_date(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
