"""Keep what somebody answered, so that the next form is filled in with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tongban.sharing.models import KeptAnswer
from tongban.sharing.rules.known import Value


def keep_answers(
    *,
    kind: str,
    party_id: int,
    answers: Mapping[str, Value],
    case_number: str,
    at: dt.datetime,
    objects: Mapping[str, str] | None = None,
) -> None:
    """Keep answers by data element in the space of a person or an organisation (`kind`); a newer one replaces the old.

    `objects` names, by domain, the thing that an answer is about. One statement. The caller has found that the
    application is the owner's.
    """
    named = objects or {}
    rows = [
        KeptAnswer(
            **{f"{kind}_id": party_id},
            element=element,
            object_code=named.get(element.partition(".")[0], ""),
            value=value,
            case_number=case_number,
            given_at=at,
        )
        for element, value in sorted(answers.items())
    ]
    KeptAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[kind, "element", "object_code"],
        update_fields=["value", "case_number", "given_at"],
    )
