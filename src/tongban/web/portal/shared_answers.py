"""Keeping what was typed once for several items, whoever else is typing: both sides are shown, none is overwritten."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from tongban.cases.actions import DraftConflict
from tongban.cases.actions.combined.save_shared import save_shared
from tongban.cases.actions.intake.save_draft import Conflict
from tongban.cases.queries.combined import CombinedPage, SharedQuestion
from tongban.cases.rules.drafts import mark
from tongban.kernel.clock import now
from tongban.web.doorkeeper import actor
from tongban.web.portal.apply.keeping import ConflictLine, device_of, device_words, in_text


@dataclass(frozen=True, slots=True)
class Shared:
    """What a post left behind: what is in conflict, what was typed of it, and the marks of what was shown of it."""

    conflicts: list[ConflictLine] = field(default_factory=list)
    typed: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, set[str]] = field(default_factory=dict)


def keep_shared(request: HttpRequest, page: CombinedPage, answers: Mapping[str, Any]) -> Shared:
    """Keep the posted answers (by element), with what their reader chose of what was in conflict."""
    by_control = {question.shared.control: question for question in page.shared}
    shown, mine = _shown(request, by_control), dict(answers)
    for control in request.POST.getlist("conflict"):
        if (question := by_control.get(control)) is None:
            continue
        element, choice = question.shared.element, request.POST.get(f"keep-{control}")
        if choice == "theirs":
            mine.pop(element, None)
            continue
        mine[element] = _sent(request, control, mine.get(element))
        if choice != "mine":
            shown[element] = set()  # nobody chose: it is in conflict as before
    found = _save(request, page.number, mine, shown)
    questions = {question.shared.element: question for question in page.shared}
    return Shared(
        [_line(each, questions[each.key]) for each in found],
        {each.key: each.mine for each in found},
        {each.key: {*shown.get(each.key, ()), mark(each.theirs)} for each in found},
    )


def marks_of(page: CombinedPage, shared: Shared) -> str:
    """Return the marks of what the page shows, for its next post."""
    marks = {
        question.shared.control: shared.seen.get(question.shared.element, {mark(question.value)})
        for question in page.shared
    }
    return " ".join(f"{control}:{','.join(sorted(seen))}" for control, seen in marks.items())


def _save(
    request: HttpRequest, number: str, mine: Mapping[str, Any], shown: Mapping[str, set[str]]
) -> tuple[Conflict, ...]:
    """Save what can be saved, and return what is in conflict."""
    caller, at, device = actor(request), now(), device_of(request)
    try:
        save_shared(number=number, answers=mine, actor=caller, at=at, shown=shown, device=device)
    except DraftConflict as conflict:
        apart = {each.key for each in conflict.conflicts}
        rest = {element: value for element, value in mine.items() if element not in apart}
        save_shared(number=number, answers=rest, actor=caller, at=at, shown=shown, device=device)
        return conflict.conflicts
    return ()


def _shown(request: HttpRequest, questions: Mapping[str, SharedQuestion]) -> dict[str, set[str]]:
    pairs = [pair.partition(":") for pair in request.POST.get("shown", "").split()]
    return {
        questions[control].shared.element: set(seen.split(","))
        for control, _colon, seen in pairs
        if control in questions
    }


def _sent(request: HttpRequest, control: str, typed: Any) -> Any:
    try:
        return json.loads(request.POST.get(f"mine-{control}", ""))
    except ValueError:
        return typed


def _line(conflict: Conflict, question: SharedQuestion) -> ConflictLine:
    english = (get_language() or "").startswith("en")
    return ConflictLine(
        key=question.shared.control,
        title=(question.field.title_en if english else "") or question.field.title,
        mine=in_text(conflict.mine),
        mine_json=json.dumps(conflict.mine, ensure_ascii=False),
        theirs=in_text(conflict.theirs),
        by=conflict.by,
        device=device_words(conflict.device),
        at=dt.datetime.fromisoformat(conflict.at) if conflict.at else None,
    )
