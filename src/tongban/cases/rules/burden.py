"""What an application asked of its applicant, counted (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.cases.rules.resolving import PROMISE, UPLOAD, Attempt, settled
from tongban.cases.rules.sources import Mark, unchanged

EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class MaterialsAsked:
    """How many materials the item wants, how many were found and by which way, how many the applicant brings.

    What is neither found nor asked for is fetched by the authority.
    """

    required: int = 0
    found: int = 0
    asked: int = 0
    found_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldsAsked:
    """How many questions were shown; filled in and left so; filled in and put right; and typed, those included."""

    shown: int = 0
    prefilled: int = 0
    changed: int = 0
    typed: int = 0


def materials_asked(
    required: Collection[str], fetched: Collection[str], found: Mapping[str, Sequence[Attempt]]
) -> MaterialsAsked:
    """Count materials: `required` are wanted of the applicant in any case, `fetched` those that government gets itself.

    What only comes later (容缺) is still asked for, and so is what was taken from nowhere but an upload.
    """
    by: Counter[str] = Counter()
    asked = 0
    for code in required:
        way = settled(found.get(code, ()))
        brought = way is not None and (way.path == UPLOAD or (way.path == PROMISE and way.reason == "later"))
        if way is not None and not brought:
            by[way.path] += 1
        elif brought or code not in fetched:
            asked += 1
    return MaterialsAsked(len(required), sum(by.values()), asked, dict(by))


def fields_asked(shown: Collection[str], answers: Mapping[str, Any], sources: Mapping[str, Mark]) -> FieldsAsked:
    """Count the questions that were shown by where their answers came from; those left empty are only shown."""
    prefilled = changed = typed = 0
    for key in shown:
        if answers.get(key) in EMPTY:
            continue
        if key in sources and unchanged(sources[key], answers[key]):
            prefilled += 1
        else:
            typed += 1
            changed += key in sources
    return FieldsAsked(len(shown), prefilled, changed, typed)
