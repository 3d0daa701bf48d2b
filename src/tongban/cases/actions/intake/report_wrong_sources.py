"""Tell the registers what the applicant says is wrong with what they hold, when the application is handed in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from tongban.cases.models import Case
from tongban.cases.queries.holders import asked_as
from tongban.cases.rules.sources import reportable
from tongban.kernel.errors import Refusal
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor
from tongban.sharing.actions import report_wrong


def report_wrong_sources(facts: Facts, *, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Report what was marked and is still put right, and return the marks with the numbers under which it is handled.

    A register that takes no report keeps nobody from applying: why is noted at the mark.
    """
    case: Case = facts.parts["case"]
    sources = dict(case.sources)
    if case.mock:
        return sources
    for key, mark in case.sources.items():
        if "report" not in mark or not reportable(mark, case.answers.get(key)):
            continue
        report = dict(mark["report"])
        try:
            with transaction.atomic():
                report["number"] = report_wrong(
                    register=mark["register"],
                    row=mark["row"],
                    element=asked_as(mark["element"]),
                    held=mark["held"],
                    given=case.answers[key],
                    note=report["note"],
                    case_number=facts.matter.number,
                    actor=actor,
                    at=at,
                )
        except Refusal as refused:
            report["refused"] = refused.reason
        sources[key] = {**mark, "report": report}
    return sources
