"""Keep what was answered in an application in the space of whom it is about, for the next form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tongban.cases.queries.holders import asked_as, holders_of
from tongban.cases.queries.reading import item_of
from tongban.cases.rules.sources import standing
from tongban.catalogue.rules.conditions import asked
from tongban.catalogue.rules.forms import elements_of
from tongban.matters.queries import Facts
from tongban.sharing.actions.space.keep_answers import keep_answers


def keep_own_answers(facts: Facts, *, at: dt.datetime) -> None:
    """Keep each answer that means something beyond this form and that no register or licence told; one statement each.

    Only of those who were confirmed: what others are told of them later is theirs.
    """
    case, form = facts.parts["case"], item_of(facts).form
    if case.mock:
        return
    told = {key for key, mark in standing(case.sources, case.answers).items() if mark.get("kind") != "kept"}
    shown, holders = asked(form, case.answers), holders_of(facts)
    own: dict[tuple[str, int], dict[str, Any]] = {}
    for key, element in elements_of(form).items():
        subject = holders.subject_of(element)
        if key in shown and key in case.answers and key not in told and subject is not None and subject.is_verified:
            own.setdefault((subject.kind, subject.id), {})[asked_as(element)] = case.answers[key]
    for (kind, party_id), answers in own.items():
        keep_answers(
            kind=kind,
            party_id=party_id,
            answers=answers,
            case_number=facts.matter.number,
            objects=case.things,
            at=at,
        )
