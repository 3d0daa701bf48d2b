"""Which of several records answers for a data element, and why none does (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    elements: Collection[str],
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
    said = {
        of.key: {each: _said(of, each, objects, for_a_case, at, today) for each in elements if each in of.levels}
        for of in sorted(registers, key=lambda of: of.key)
    }
    found = {
        element: _best([of[element] for of in said.values() if element in of] or [Missing("no_register", "", at)])
        for element in elements
    }
    return Found(
        known={element: told for element, told in found.items() if isinstance(told, Known)},
        missing={element: told for element, told in found.items() if isinstance(told, Missing)},
        registers={key: _without_value(_best(of.values())) for key, of in said.items()},
    )


def _best(told: Collection[Known | Missing]) -> Known | Missing:
    """Return the newest of what is known, else the reason that is nearest to an answer; of several alike the first."""
    if known := [each for each in told if isinstance(each, Known)]:
        return max(known, key=lambda each: each.as_of)
    return max((each for each in told if isinstance(each, Missing)), key=lambda each: NEARER.index(each.reason))


def _without_value(told: Known | Missing) -> Row | Missing:
    return Row(told.source_name, told.row, told.as_of, told.stale) if isinstance(told, Known) else told


def _said(
    register: Asked, element: str, objects: Mapping[str, str], for_a_case: bool, at: dt.datetime, today: dt.date
) -> Known | Missing:
    """Return what one register says of an element that it answers for."""
    row, reason = _row(register, element, objects)
    level = register.levels[element]
    if row is not None and level >= SENSITIVE and not for_a_case:
        row, reason = None, "needs_case"
    if row is None:
        return Missing(reason, register.name, register.failed_at or at)
    stale = bool(register.update_days) and row.as_of + dt.timedelta(days=register.update_days) < today
    return Known(row.values[element], register.name, register.key, row.row, row.as_of, level, stale)


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
