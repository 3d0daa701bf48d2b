"""Which of several records answers for a data element, and why none does (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tongban.sharing.rules.known import NEARER, SENSITIVE, Found, Known, Missing, Reason, Row, Value


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a register: what it says by element, and of which thing of the subject's ("" = of the subject)."""

    row: str
    object_code: str
    as_of: dt.date
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Asked:
    """A register that was asked: the level of each of its elements, and its rows of the subject.

    `failed_at` is set where it could not answer.
    """

    key: str
    name: str
    connected: bool
    update_days: int
    levels: Mapping[str, int]
    rows: Sequence[Answer] = field(default_factory=list)
    failed_at: dt.datetime | None = None


def answered(
    registers: Iterable[Asked],
    elements: Iterable[str],
    *,
    objects: Mapping[str, str],
    for_a_case: bool,
    at: dt.datetime,
    today: dt.date,
) -> Found:
    """Return each element that some register knows, from the newest row; and the reason for each that none knows.

    What is sensitive (level 4) is known for a case only. `objects` names, by domain, the thing that is meant: where a
    subject holds several and none is named, nobody guesses.
    """
    asked, wanted = list(registers), list(elements)
    known: dict[str, Known] = {}
    missing: dict[str, Missing] = {}
    for element in wanted:
        found, failure = _best(asked, element, objects, for_a_case, at, today)
        if found is not None:
            known[element] = found
        else:
            missing[element] = failure
    return Found(known, missing, {each.key: _alone(each, wanted, objects, for_a_case, at, today) for each in asked})


def _alone(
    register: Asked,
    elements: Iterable[str],
    objects: Mapping[str, str],
    for_a_case: bool,
    at: dt.datetime,
    today: dt.date,
) -> Row | Missing:
    """Return the newest row by which one register told something, whatever others know; or the nearest reason."""
    told = [_best([register], each, objects, for_a_case, at, today) for each in elements if each in register.levels]
    if known := [found for found, _why in told if found is not None]:
        newest = max(known, key=lambda each: each.as_of)
        return Row(newest.source_name, newest.row, newest.as_of, newest.stale)
    return max((why for _found, why in told), key=lambda each: NEARER.index(each.reason))


def _best(
    asked: Sequence[Asked],
    element: str,
    objects: Mapping[str, str],
    for_a_case: bool,
    at: dt.datetime,
    today: dt.date,
) -> tuple[Known | None, Missing]:
    best: Known | None = None
    why = Missing("no_register", "", at)
    for register in sorted(asked, key=lambda one: one.key):
        level = register.levels.get(element)
        if level is None:
            continue
        row, reason = _row(register, element, objects)
        if row is not None and level >= SENSITIVE and not for_a_case:
            row, reason = None, "needs_case"
        if row is None:
            if NEARER.index(reason) > NEARER.index(why.reason):
                why = Missing(reason, register.name, register.failed_at or at)
        elif best is None or row.as_of > best.as_of:
            stale = bool(register.update_days) and row.as_of + dt.timedelta(days=register.update_days) < today
            best = Known(row.values[element], register.name, register.key, row.row, row.as_of, level, stale)
    return best, why


def _row(register: Asked, element: str, objects: Mapping[str, str]) -> tuple[Answer | None, Reason]:
    if not register.connected:
        return None, "not_connected"
    if register.failed_at is not None:
        return None, "failed"
    wanted = objects.get(element.partition(".")[0])
    rows = [row for row in register.rows if wanted is None or row.object_code in ("", wanted)]
    if not rows:
        return None, "no_record"
    telling = [row for row in rows if element in row.values]
    if not telling:
        return None, "no_value"
    if len({row.object_code for row in telling if row.object_code}) > 1:
        return None, "several"
    return max(telling, key=lambda row: (row.object_code != "", row.as_of)), "no_value"
