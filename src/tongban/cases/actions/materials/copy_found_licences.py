"""Make for the authority a copy of each licence that stands in the place of a material (用途限定副本)."""

from __future__ import annotations

import datetime as dt
import logging

from django.utils.translation import gettext as _

from tongban.cases.models import MaterialFinding
from tongban.cases.queries.findings import newest_attempt
from tongban.cases.rules.resolving import FOUND, LICENCE
from tongban.kernel.errors import Refusal
from tongban.licences.actions.copies import make_copy
from tongban.matters.queries import Facts
from tongban.parties.queries import authority
from tongban.parties.rules.actor import SYSTEM

# What a department can have from another it does not ask of the applicant.
BASIS = "政务数据共享条例（国务院令第809号）"
_log = logging.getLogger(__name__)


def copy_found_licences(facts: Facts, *, at: dt.datetime) -> int:
    """Make a copy that counts for this case alone of each licence that was found for it, and return how many.

    One that was copied is not copied again. A licence that has ended meanwhile gives none: the officials see that it
    has. The copies end with the case.
    """
    if facts.parts["case"].mock:
        return 0
    owner = authority(facts.matter.owner_id)
    rows = newest_attempt(facts).filter(path=LICENCE, outcome=FOUND, copy="")
    made: dict[str, str] = {}
    for row in rows:
        if row.evidence not in made:
            try:
                made[row.evidence] = make_copy(
                    identifier=row.evidence,
                    purpose=_("办理“%(item)s”") % {"item": facts.matter.subject},
                    case_number=facts.matter.number,
                    user_name=owner.name,
                    user_code=owner.uscc,
                    basis=BASIS,
                    fetched_by=(owner.id, None),
                    actor=SYSTEM,
                    at=at,
                ).number
            except Refusal as refused:
                _log.warning("no copy for %s: %s", facts.matter.number, type(refused).__name__)
                continue
    # A handful of licences a case at most, each with its own copy.
    for identifier, number in made.items():
        MaterialFinding.objects.filter(pk__in=[row.pk for row in rows if row.evidence == identifier]).update(
            copy=number
        )
    return len(made)
