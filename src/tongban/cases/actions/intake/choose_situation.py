"""Say anew in which situation (情形) one applies: what is asked for follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.combined.share_material import take_shared
from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.actions.materials.close_assistances import close_assistances
from tongban.cases.actions.materials.look_around import look_around
from tongban.cases.models import Case, CaseMaterial, Commitment
from tongban.cases.queries.reading import item_of, read_case, version_of
from tongban.cases.queries.situation import SituationChange, SituationSettled, change_of, no_answers
from tongban.catalogue.rules.situations import unanswered
from tongban.kernel.errors import BadInput
from tongban.matters.actions.hold import hold
from tongban.matters.actions.step import retried
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class ShownOtherwise(NotAllowedNow):
    """What it would change now is not what was shown; it has to be looked at again."""


@retried
@transaction.atomic
def choose_situation(
    *, number: str, situation: Mapping[str, str], actor: Actor, at: dt.datetime, shown: str | None = None
) -> SituationChange:
    """Keep the answers to the item's questions, look for the materials again, and return what was changed.

    What was typed stays. Files that were given for materials which fall away are taken back, departments that were
    asked to attest them need not answer, and what was promised for other materials than are asked for now ends, to be
    signed anew. What is asked for now and another draft of a combined application has is given here too. The same
    situation again changes nothing.

    `shown` is the mark of the change that was agreed to; without one whatever it comes to is. Raises BadInput by the
    key of a question that is left open or answered otherwise than it offers, ShownOtherwise, SituationSettled once the
    application was handed in, NotFound, NotYours.
    """
    hold(number)
    facts = changeable(number, actor)
    if facts.state != "draft":
        raise SituationSettled
    case: Case = facts.parts["case"]
    change = change_of(facts, situation)
    wrong = unanswered(version_of(case.version_id).situations, change.chosen) | no_answers(change, situation)
    if wrong:
        raise BadInput(wrong)
    if not change.differs:
        return change
    if shown is not None and shown != change.mark:
        raise ShownOtherwise(_("申请刚才有了变化，改选情形的结果和看到的不同，没有改动；请再看一遍有什么变化"))
    given = CaseMaterial.objects.filter(matter_id=facts.matter.pk, code__in=change.fewer, removed_at=None)
    given.update(removed_at=at)
    if change.asked:
        close_assistances(case_matter_id=facts.matter.pk, at=at, codes=change.fewer)
    if change.signs_anew:
        Commitment.objects.filter(matter_id=facts.matter.pk, ended_at=None).update(ended_at=at)
    Case.objects.filter(pk=case.pk).update(situation=dict(change.chosen), saved_at=at)
    if change.more and case.combined_id is not None:
        asked_now = item_of(read_case(number, actor)).materials
        take_shared(case=case, materials=[each for each in asked_now if each.code in change.more], actor=actor, at=at)
    look_around(read_case(number, actor), actor=actor, at=at)
    return change
