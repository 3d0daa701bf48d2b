"""Where a prefilled answer comes from, as its question shows it, and the note that the register is wrong about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.mark_wrong import NothingToReport, mark_wrong
from tongban.cases.rules.sources import REGISTER, unchanged
from tongban.catalogue.rules.forms import FormField
from tongban.kernel.clock import now
from tongban.web.doorkeeper import actor
from tongban.web.templatetags.words import answer_text

WRONG, NOTE = "wrong-", "note-"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value that was filled in for the reader comes from, and of which day it is.

    `held` is what the source has, where the reader gave another answer; `reportable` tells that its register can be
    told, `reported` that it is to be, with the `note`.
    """

    name: str
    on: str
    stale: bool = False
    held: str = ""
    reportable: bool = False
    reported: bool = False
    note: str = ""


def source_of(mark: Mapping[str, Any] | None, answer: Any) -> Source | None:
    """Return the mark of an answer as its question shows it, None for one that was typed."""
    if not mark:
        return None
    changed = not unchanged(mark, answer)
    report = mark.get("report", {})
    return Source(
        name=_(mark["source"]),
        on=mark["as_of"],
        stale=bool(mark.get("stale")),
        held=str(answer_text(mark["held"])) if changed and "held" in mark else "",
        reportable=mark.get("kind") == REGISTER and bool(mark.get("row")),
        reported="report" in mark,
        note=report.get("note", ""),
    )


def take_reports(request: HttpRequest, number: str, fields: Iterable[FormField], marks: Mapping[str, Any]) -> None:
    """Keep which of a page's prefilled answers the reader says are wrong in their registers; others are taken back."""
    for field in fields:
        mark = marks.get(field.key, {})
        wrong = request.POST.get(f"{WRONG}{field.key}") == "yes"
        note = request.POST.get(f"{NOTE}{field.key}", "")
        before = mark.get("report", {})
        if not mark or (wrong, note.strip() if wrong else "") == ("report" in mark, before.get("note", "")):
            continue
        try:
            mark_wrong(number=number, field=field.key, wrong=wrong, note=note, actor=actor(request), at=now())
        except NothingToReport:
            continue  # ticked, and the answer is still what the register says: there is nothing to tell
