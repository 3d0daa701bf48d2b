"""Say that an alert has been looked at, and what came of it."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.access import visible_alerts
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import Actor, DutyKind


class AlreadyAcknowledged(NotAllowedNow):
    """Somebody has looked at the alert before."""


def acknowledge_alert(*, alert_id: int, note: str, actor: Actor, at: dt.datetime) -> str:
    """Keep who looked at an alert, when, and what they found; once, and it stays. Return the number of its matter.

    Raises NotFound for an alert that the actor does not see, NotYours without the duty of a supervisor, BadInput
    without a note, AlreadyAcknowledged.
    """
    seen = visible_alerts(actor).filter(pk=alert_id)
    found = seen.select_related("matter", "acknowledged_by").first()
    if found is None:
        raise NotFound(_("没有找到这条预警"))
    if not actor.charged_with(DutyKind.SUPERVISOR):
        raise NotYours(_("预警由效能监察人员核查"))
    if not note.strip():
        raise BadInput({"note": _("请写明核查情况")})
    if not seen.filter(acknowledged_at=None).update(
        acknowledged_by_id=actor.official_id, acknowledged_at=at, note=note.strip()
    ):
        found.refresh_from_db()
        who = found.acknowledged_by.name if found.acknowledged_by else ""
        raise AlreadyAcknowledged(_("这条预警已由 %(who)s 核查") % {"who": who})
    return found.matter.number
