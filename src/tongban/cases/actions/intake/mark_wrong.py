"""Note that a register is wrong about an answer that the applicant put right."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.models import Case
from tongban.cases.rules.sources import reportable
from tongban.kernel.errors import BadInput
from tongban.matters.actions.hold import hold
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor

LONGEST_NOTE = 500


class NothingToReport(NotAllowedNow):
    """The answer does not come from a register, or is still what the register says, or was reported already."""


@transaction.atomic
def mark_wrong(*, number: str, field: str, wrong: bool, note: str, actor: Actor, at: dt.datetime) -> None:
    """Note that the register is wrong about an answer that the applicant put right, or take that back.

    It is told to who answers for the register when the application is handed in. Raises BadInput, NothingToReport,
    NotFound, NotYours, NotAllowedNow.
    """
    hold(number)
    case: Case = changeable(number, actor).parts["case"]
    if len(note) > LONGEST_NOTE:
        raise BadInput({f"{field}-note": _("请写在 %(most)d 个字以内") % {"most": LONGEST_NOTE}})
    mark = case.sources.get(field, {})
    if wrong and not reportable(mark, case.answers.get(field)):
        raise NothingToReport(_("只有信息库填好、您又改过的内容才能请他们改正"))
    kept = {key: value for key, value in mark.items() if key != "report"}
    sources = {**case.sources, field: {**kept, "report": {"note": note.strip()}} if wrong else kept}
    if mark:
        Case.objects.filter(pk=case.pk).update(sources=sources)
