"""What another situation (情形) would change of an application that is still a draft."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.models import Assistance
from tongban.cases.queries.reading import read_case, version_of
from tongban.catalogue.rules.situations import clean
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


class SituationSettled(NotAllowedNow):
    """It was handed in: what is asked for was settled by its situation then."""

    def __init__(self) -> None:
        super().__init__(_("申请已经提交，情形不能再改；情形选错的，请撤回后重新申请"))


@dataclass(frozen=True, slots=True)
class AskedDepartment:
    """A department that was asked to attest a material and has not answered; `number` is that of the request."""

    number: str
    department: str
    material: str


@dataclass(frozen=True, slots=True)
class SituationChange:
    """`chosen` are the answers to the item's questions, by key; `before` those that the application has now.

    `fewer` are the materials that fall away and `more` those that are asked for then, names by code; `files` the names
    of the files that were given for what falls away, and `asked` who need not attest it any more; `signs_anew` tells
    that what was promised no longer fits. `mark` differs whenever one of these does, and stands for no content.
    """

    before: Mapping[str, str]
    chosen: Mapping[str, str]
    fewer: Mapping[str, str]
    more: Mapping[str, str]
    files: tuple[str, ...]
    asked: tuple[AskedDepartment, ...]
    signs_anew: bool
    mark: str

    @property
    def differs(self) -> bool:
        """Tell whether anything would change at all."""
        return self.before != self.chosen


def situation_change(actor: Actor, number: str, situation: Mapping[str, str] | None = None) -> SituationChange:
    """Return what this situation would change, nothing where none is given; questions may be left open.

    Raises NotFound for who does not apply, BadInput by the key of what is no answer to a question that is asked,
    SituationSettled where one is given for what was handed in.
    """
    facts = read_case(number, actor)
    if not is_applicant(actor, facts):
        raise NotFound(_("没有找到，请核对编号"))
    if situation is None:
        return change_of(facts, facts.parts["case"].situation)
    if facts.state != "draft":
        raise SituationSettled
    change = change_of(facts, situation)
    if wrong := no_answers(change, situation):
        raise BadInput(wrong)
    return change


def no_answers(change: SituationChange, situation: Mapping[str, str]) -> dict[str, str]:
    """Return a message for each key that is no question asked after these answers, or answered as none of its own."""
    return {key: _("请从列出的回答里选择") for key, value in situation.items() if change.chosen.get(key) != value}


def change_of(facts: Facts, situation: Mapping[str, str]) -> SituationChange:
    """Return the same of a case that was read; what is no answer to a question of the item is left out."""
    case = facts.parts["case"]
    whole = version_of(case.version_id)
    before, chosen = clean(whole.situations, case.situation), clean(whole.situations, situation)
    now, then = ({m.code: m.name for m in whole.in_situation(each).materials} for each in (before, chosen))
    fewer = {code: name for code, name in now.items() if code not in then}
    more = {code: name for code, name in then.items() if code not in now}
    given = [each for each in facts.parts["materials"] if each.removed_at is None and each.code in fewer]
    asked = _waiting_for(facts, fewer) if fewer else ()
    ending = [each.pk for each in facts.parts["commitments"] if each.ended_at is None] if fewer or more else []
    told = [before, chosen, [fewer, more], [each.pk for each in given], [each.number for each in asked], ending]
    return SituationChange(
        before=before,
        chosen=chosen,
        fewer=fewer,
        more=more,
        files=tuple(each.file_name for each in given),
        asked=asked,
        signs_anew=bool(ending),
        mark=hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32],
    )


def _waiting_for(facts: Facts, codes: Mapping[str, str]) -> tuple[AskedDepartment, ...]:
    """Return the departments that still owe an answer on one of these materials, in one query."""
    waiting = Assistance.objects.filter(of_id=facts.matter.pk, matter__closed_at=None, code__in=codes)
    rows = waiting.order_by("pk").values_list("matter__number", "matter__owner__name", "name")
    return tuple(AskedDepartment(*row) for row in rows)
