"""What was deferred never came: its consequence, as the applicant was told it (容缺材料逾期未补)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.terminate import DEFERRAL_LAPSED, terminate
from tongban.cases.lifecycle.words import BEFORE_DECISION
from tongban.cases.queries.promises import owed
from tongban.cases.queries.reading import read_case
from tongban.credit.actions import record
from tongban.credit.rules.records import Kind, Severity
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.matters.actions.alerts import alert
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Write
from tongban.matters.events import NotAllowedNow
from tongban.matters.rules.alerts import DEFERRAL_LATE
from tongban.parties.rules.actor import SYSTEM, Actor


class NothingLapsed(NotAllowedNow):
    """No deferred material is beyond its day."""


@retried
def lapse_deferred(*, number: str, at: dt.datetime, actor: Actor = SYSTEM) -> Stepped:
    """Mark what did not come by its day, stop the clock, record it, and let the consequence follow.

    By the parameter `tolerance_consequence`: a case that is not decided is terminated, or can only be refused, or
    goes on with the mark. A mock case has no consequence. Raises NothingLapsed, NotFound, NotYours, NotAllowedNow.
    """
    with transaction.atomic():
        facts = read_case(number, actor)
        allow(facts, "lapse_deferred", actor)
        today = day_of(at)
        late = [each for each in owed(facts) if each.due_on < today]
        if not late:
            raise NothingLapsed(_("没有逾期未补的容缺材料"))
        writes: list[Write] = [Change(each, {"lapsed_at": at}) for each in late]
        if len(late) == len(owed(facts)):
            writes += stop(facts.running("tolerance"), today)
        codes = sorted(each.code for each in late)
        consequence = parameter("tolerance_consequence", facts.region_code, today)
        mock = facts.parts["case"].mock
        if not mock:
            writes.append(alert(DEFERRAL_LATE, facts.matter, at=at, facts={"materials": codes}))
        done = step(
            facts,
            "lapse_deferred",
            actor=actor,
            at=at,
            writes=writes,
            said={"lapsed": codes, "consequence": consequence},
        )
        if mock:
            return done
        record(
            kind=Kind.DEFERRAL_LAPSED,
            severity=Severity.MINOR,
            basis=_("没有按容缺受理承诺书在期限内补交材料：%(names)s")
            % {"names": "、".join(each.name for each in late)},
            matter_number=number,
            person_id=facts.matter.applicant_person_id,
            organisation_id=facts.matter.applicant_organisation_id,
            region_code=facts.region_code,
            at=at,
        )
        if consequence == "terminate" and done.state in BEFORE_DECISION.split():
            return terminate(
                number=number,
                ground=DEFERRAL_LAPSED,
                reason="没有按容缺受理承诺书在期限内补交：" + "、".join(each.name for each in late) + "。",
                actor=actor,
                at=at,
            )
        return done
