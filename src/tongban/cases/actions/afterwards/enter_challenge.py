"""Enter a reconsideration or a lawsuit about the case (行政许可法 第七条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.models import Challenge
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class AlreadyChallenged(NotAllowedNow):
    """One of its kind runs already; while a reconsideration runs, nobody may sue."""


@retried
def enter_challenge(
    *, number: str, kind: str, body: str, case_number: str, lodged_on: dt.date | None, actor: Actor, at: dt.datetime
) -> Stepped:
    """Enter who hears it, under which number, and since when; the decision stays in force meanwhile.

    Raises BadInput, AlreadyChallenged, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "enter_challenge", actor)
    errors = {}
    if kind not in Challenge.Kind.values:
        errors["kind"] = _("请选择行政复议或者行政诉讼")
    if not body.strip():
        errors["body"] = _("请写明受理的复议机关或者法院")
    if not case_number.strip():
        errors["case_number"] = _("请写明案号")
    if lodged_on is None:
        errors["lodged_on"] = _("请填写受理日期")
    elif lodged_on > day_of(at):
        errors["lodged_on"] = _("受理日期不能晚于今天")
    if errors or lodged_on is None:
        raise BadInput(errors)
    if any(not each.outcome for each in facts.parts["challenges"]):
        raise AlreadyChallenged(_("已经有复议或诉讼正在进行，请先登记它的结果"))
    challenge = Challenge(kind=kind, body=body.strip()[:200], number=case_number.strip()[:100], lodged_on=lodged_on)
    said = {"kind": kind, "lodged_on": lodged_on.isoformat()}
    return step(facts, "enter_challenge", actor=actor, at=at, writes=[Insert(challenge)], said=said)
