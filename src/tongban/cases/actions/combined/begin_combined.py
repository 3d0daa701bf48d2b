"""Begin a draft for each of several items that are applied for in one go."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.draft import draft
from tongban.cases.models import Case, CombinedApplication
from tongban.cases.rules.combined import FEWEST, MOST
from tongban.cases.rules.numbers import combined_number
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import Actor


@transaction.atomic
def begin_combined(
    *,
    task_codes: Sequence[str],
    actor: Actor,
    at: dt.datetime,
    organisation_id: int | None = None,
    principal_id: int | None = None,
    situations: Mapping[str, Mapping[str, Any]] | None = None,
) -> str:
    """Start a draft for each item, all for one applicant, and return the number that holds them together.

    `situations` are the answers that chose an item, by its code. Raises BadInput for fewer than two items, more than
    eight, or one twice; and whatever `draft` refuses, with none of them begun.
    """
    codes = list(dict.fromkeys(task_codes))
    if len(codes) != len(task_codes):
        raise BadInput({"items": _("同一个事项只能选一次，请去掉重复的")})
    if not FEWEST <= len(codes) <= MOST:
        told = _("合并申请可以选 %(fewest)d 至 %(most)d 个事项，现在选了 %(count)d 个")
        raise BadInput({"items": told % {"fewest": FEWEST, "most": MOST, "count": len(codes)}})
    numbers = [
        draft(
            task_code=code,
            actor=actor,
            at=at,
            organisation_id=organisation_id,
            principal_id=principal_id,
            situation=(situations or {}).get(code, {}),
        )
        for code in codes
    ]
    first = Case.objects.select_related("matter").get(matter__number=numbers[0]).matter
    combined = CombinedApplication.objects.create(
        number=_new_number(at),
        applicant_person_id=first.applicant_person_id,
        applicant_organisation_id=first.applicant_organisation_id,
        applicant_name=first.applicant_name,
        agent_id=first.agent_id,
        begun_at=at,
    )
    Case.objects.filter(matter__number__in=numbers).update(combined=combined)
    return combined.number


def _new_number(at: dt.datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        (serial,) = cursor.fetchone()
    return combined_number(on=day_of(at), serial=serial)
