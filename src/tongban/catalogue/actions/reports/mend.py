"""Say that a guide was put right."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tongban.catalogue.actions.reports.answering import close
from tongban.catalogue.models import GuideReport, Implementation
from tongban.matters.actions.step import Stepped, allow, retried
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor

# Where an item has no address or number of its own, the authority's is shown: putting that right makes no version.
_ELSEWHERE = (GuideReport.About.PLACE,)


class NotMendedYet(NotAllowedNow):
    """What was found wrong is still in force."""


@retried
def mend(*, number: str, answer: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close a report with what was put right; the version that it is about is no longer in force by then.

    Raises NotMendedYet, BadInput, NotYours, NotAllowedNow, NotFound.
    """
    facts = read(number, actor=actor, kind="guide_report")
    allow(facts, "mend", actor)
    row: GuideReport = facts.parts["guide_report"]
    unchanged = Implementation.objects.filter(pk=row.implementation_id, current_id=row.version_id).exists()
    if unchanged and row.about not in _ELSEWHERE:
        raise NotMendedYet(_("指南还是被反映有误的那个版本，请先发布改正后的版本，再答复已更正"))
    return close(facts, "mend", text=answer, actor=actor, at=at)
