"""Taking an application in at a window, for who stands there."""

import datetime as dt

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.responses import Status

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import case_href
from tongban.api.idempotent import Key, once
from tongban.api.shapes import bodies
from tongban.api.shapes import cases as shapes
from tongban.api.shapes.base import Links
from tongban.cases import actions
from tongban.kernel import clock
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotYours
from tongban.parties.actions import enrol_party
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import PartyView

calls = Calls("cases 办件")


@calls.write("POST", "/registrations", rule=TOKEN, answer=shapes.Started, status=201, refuses=(404,))
def register_application(request: HttpRequest, body: bodies.Register, key: Key) -> Status[shapes.Started]:
    """Take an application in at a window: received at once, with a receipt; files are attached afterwards."""

    def work() -> shapes.Started:
        actor, at = caller(request), clock.now()
        if not actor.charged_with(DutyKind.CLERK):
            raise NotYours(_("只有窗口收件人员可以在窗口收件"))
        applicant = _party(body, "applicant", actor, at)
        agent = _party(body, "agent", actor, at) if body.agent else None
        done = actions.register(
            task_code=body.item,
            person_id=applicant.id if applicant.kind == "person" else None,
            organisation_id=applicant.id if applicant.kind == "organisation" else None,
            agent_person_id=agent.id if agent else None,
            answers=body.answers,
            situation=body.situation,
            channel=body.channel,
            purpose=body.purpose,
            about_licence=body.about_licence,
            papers=body.papers,
            occurred_at=body.occurred_at,
            mock=body.mock,
            actor=actor,
            at=at,
        )
        return shapes.Started(number=done.number, state=done.state, links=Links(self=case_href(done.number)))

    return once(request, key, body, work, status=201)


def _party(body: bodies.Register, who: str, actor: Actor, at: dt.datetime) -> PartyView:
    """Return the applicant or the agent, taken down if need be; what is wrong is told at their fields."""
    fields = {"code": who, "id_kind": f"{who}_id_kind", "name": f"{who}_name", "phone": f"{who}_phone"}
    try:
        found = enrol_party(**{key: getattr(body, field) for key, field in fields.items()}, actor=actor, at=at)
    except BadInput as refused:
        raise BadInput({fields.get(key, key): told for key, told in refused.errors.items()}) from refused
    if who == "agent" and found.kind != "person":
        raise BadInput({who: _("经办人必须是个人，请填写公民身份号码")})
    return found
