"""Say anew in which situation (情形) one applies: what is asked for follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.actions.materials.look_around import look_around
from tongban.cases.models import Case, CaseMaterial, Commitment
from tongban.cases.queries.reading import read_case, version_of
from tongban.cases.queries.situation import SituationChange, change_of
from tongban.catalogue.rules.situations import unanswered
from tongban.kernel.errors import BadInput
from tongban.matters.actions.hold import hold
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class SituationSettled(NotAllowedNow):
    """It was handed in: what is asked for was settled by its situation then."""


@transaction.atomic
def choose_situation(*, number: str, situation: Mapping[str, str], actor: Actor, at: dt.datetime) -> SituationChange:
    """Keep the answers to the item's questions, look for the materials again, and return what was changed.

    What was typed stays. Files that were given for materials which fall away are taken back, and what was promised for
    other materials than are asked for now ends, to be signed anew. The same situation again changes nothing. Raises
    BadInput by the key of a question that is left open or answered otherwise than it offers, SituationSettled once the
    application was handed in, NotFound, NotYours.
    """
    hold(number)
    facts = changeable(number, actor)
    if facts.state != "draft":
        raise SituationSettled(_("申请已经提交，情形不能再改；情形选错的，请撤回后重新申请"))
    case: Case = facts.parts["case"]
    change = change_of(facts, situation)
    wrong = {key: _("请从列出的回答里选择") for key, value in situation.items() if change.chosen.get(key) != value}
    wrong = unanswered(version_of(case.version_id).situations, change.chosen) | wrong
    if wrong:
        raise BadInput(wrong)
    if not change.differs:
        return change
    given = CaseMaterial.objects.filter(matter_id=facts.matter.pk, code__in=change.fewer, removed_at=None)
    given.update(removed_at=at)
    if change.signs_anew:
        Commitment.objects.filter(matter_id=facts.matter.pk, ended_at=None).update(ended_at=at)
    Case.objects.filter(pk=case.pk).update(situation=dict(change.chosen), saved_at=at)
    look_around(read_case(number, actor), actor=actor, at=at)
    return change
