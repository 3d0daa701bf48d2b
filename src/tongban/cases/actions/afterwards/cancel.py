"""Strike a grant off when it has come to its end (注销, 行政许可法 第七十条)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.models import Decision
from tongban.cases.queries.lists import cancellation_grounds
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.licences.actions import cancel as cancel_licence
from tongban.licences.lifecycle import MOVES
from tongban.licences.queries import licence_facts
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.matters.lifecycle import LICENSING_LAW
from tongban.parties.rules.actor import Actor

EXPIRED = "expired"


class StillValid(NotAllowedNow):
    """The licence has not expired, so expiry is no ground."""


@retried
@transaction.atomic
def cancel(*, number: str, ground: str, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Cancel the grant with a written decision; its licence is cancelled in the same transaction, for ever.

    `ground` is of the closed list of the law. Raises BadInput, StillValid for a licence that has not expired, NotFound,
    NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "cancel", actor)
    today = day_of(at)
    grounds = cancellation_grounds(facts.region_code, today)
    errors = {}
    if ground not in grounds:
        errors["ground"] = _("请选择注销的法定情形（行政许可法第七十条）")
    if not reason.strip():
        errors["reason"] = _("请写明注销的事实和理由")
    if errors:
        raise BadInput(errors)
    decision: Decision = facts.parts["decision"]
    if ground == EXPIRED and (decision.valid_until is None or today <= decision.valid_until):
        raise StillValid(_("有效期还没有届满，不能以届满为由注销"))
    article = f"《{LICENSING_LAW}》{grounds[ground].basis}"
    struck = decision.licence_identifier
    if struck and licence_facts(struck).written_state in MOVES["cancel"].sources:
        cancel_licence(identifier=struck, reason=reason.strip(), basis=article, actor=actor, at=at)
    return step(
        facts,
        "cancel",
        actor=actor,
        at=at,
        writes=[
            *(write for clock in facts.clocks if clock.stopped_on is None for write in stop(clock, today)),
            paper(
                facts,
                "cancellation_decision",
                at=at,
                fields=[
                    ("被许可人", facts.matter.applicant_name),
                    ("注销的许可", facts.matter.subject),
                    *([("证照标识", struck)] if struck else []),
                    ("法律依据", article),
                    ("注销日期", chinese_day(today)),
                ],
                body=[
                    f"因{grounds[ground].label}，依照{article}的规定，办理注销手续。",
                    f"事实和理由：{reason.strip()}",
                ],
            ),
        ],
        said={"ground": ground, **({"licence": struck} if struck else {})},
    )
