"""Keep one answer in the form of each item that asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from tongban.cases.actions.intake.save_draft import Conflict, DraftConflict, save_draft
from tongban.cases.queries.combined import HeldAnswer, SharedQuestion, combined_page
from tongban.cases.rules.drafts import EMPTY, mark
from tongban.matters.actions.hold import hold
from tongban.parties.rules.actor import Actor


@transaction.atomic
def save_shared(
    *,
    number: str,
    answers: Mapping[str, Any],
    actor: Actor,
    at: dt.datetime,
    shown: Mapping[str, Collection[str]] | None = None,
    device: str = "",
) -> None:
    """Save answers by data element in every draft of a combined application; unknown elements are dropped.

    `shown` are, by element, the marks (`rules.drafts.mark`) of what the sender saw: what it left alone stays as others
    have it, and is only given to drafts that have nothing. Of an element without marks the sender saw nothing: what was
    filled in may be replaced, what somebody typed may not. A field that is not among the answers stays as it is, an
    empty answer is removed. Raises DraftConflict by element with nothing saved when another side has something else,
    NotFound for a stranger, NotYours, NotAllowedNow once it is handed in.
    """
    # One statement a draft, of at most eight, and in one order: nobody waits for one who waits for them.
    for line in sorted(each.number for each in combined_page(actor, number).lines):
        hold(line)
    given: dict[str, dict[str, Any]] = {}
    conflicts = []
    for question in combined_page(actor, number).shared:
        if question.shared.element not in answers:
            continue
        value, seen = answers[question.shared.element], (shown or {}).get(question.shared.element)
        apart = [each for each in _told(question) if _is_apart(each, value, seen)]
        left_alone = seen is not None and mark(value) in seen
        if apart and not left_alone:
            conflicts.append(_conflict(question, value, apart[0]))
        if apart:
            continue
        for case, held in question.held.items():
            if not left_alone or held.value in EMPTY:
                given.setdefault(case, {})[question.shared.keys[case]] = value
    if conflicts:
        raise DraftConflict(tuple(conflicts), 0)
    for case in sorted(given):
        save_draft(number=case, answers=given[case], actor=actor, at=at, device=device)


def _told(question: SharedQuestion) -> list[HeldAnswer]:
    """Return what the drafts say; where none says anything, that."""
    held = list(question.held.values())
    return [each for each in held if each.value not in EMPTY] or held[:1]


def _is_apart(held: HeldAnswer, value: Any, seen: Collection[str] | None) -> bool:
    """Tell whether a draft has what the sender neither saw nor sends."""
    if mark(held.value) == mark(value):
        return False
    if seen is None:
        return held.value not in EMPTY and not held.is_prefilled
    return mark(held.value) not in seen


def _conflict(question: SharedQuestion, value: Any, there: HeldAnswer) -> Conflict:
    last = {name: there.last.get(name, "") for name in ("at", "by", "device")}
    return Conflict(question.shared.element, question.field.title, value, there.value, **last)
