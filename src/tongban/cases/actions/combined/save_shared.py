"""Keep one answer in the form of each item that asks for it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tongban.cases.actions.intake.save_draft import save_draft
from tongban.cases.queries.combined import combined_page
from tongban.parties.rules.actor import Actor


@transaction.atomic
def save_shared(*, number: str, answers: Mapping[str, Any], actor: Actor, at: dt.datetime) -> None:
    """Save answers by data element in every draft of a combined application; unknown elements are dropped.

    A field that is not among the answers stays as it is, an empty answer is removed. Raises NotFound for a stranger,
    NotYours, NotAllowedNow once it is handed in.
    """
    shared = combined_page(actor, number, at).shared
    # One statement a case, of at most eight: each draft is a row of its own, and is locked as when it is saved alone.
    for case in {each for question in shared for each in question.shared.keys}:
        given = {
            question.shared.keys[case]: answers[question.shared.element]
            for question in shared
            if case in question.shared.keys and question.shared.element in answers
        }
        if given:
            save_draft(number=case, answers=given, actor=actor, at=at)
