"""End the special procedure: the clock runs again, and the due day has moved by the working days excluded."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.queries.readiness import not_suspended
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.pauses import end_pause
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NotSuspended(NotAllowedNow):
    """No special procedure is open."""


@retried
def resume(*, number: str, result: str, actor: Actor, at: dt.datetime, kind: str = "") -> Stepped:
    """Close the open special procedure (of `kind`, where several are open) with its result.

    The day on which it ends is not counted, the day on which it began was. Raises NotSuspended, BadInput.
    """
    facts = read_case(number, actor)
    allow(facts, "resume", actor)
    pause = next((p for p in facts.pauses if p.ended_on is None and kind in ("", p.kind)), None)
    if pause is None:
        raise NotSuspended(not_suspended(facts) or _("没有正在进行的这类特别程序"))
    if not result.strip():
        raise BadInput({"result": _("请写明特别程序的结果")})
    today = day_of(at)
    return step(
        facts,
        "resume",
        actor=actor,
        at=at,
        writes=[end_pause(pause, on=today, result=result.strip()[:2000])],
        said={"kind": pause.kind, "from": pause.started_on.isoformat(), "to": today.isoformat()},
    )
