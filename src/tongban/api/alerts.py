"""Alerts, for supervisors."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Path, Query
from ninja.responses import Status
from pydantic import Field

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import case_href
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import alerts as shapes
from tongban.api.shapes.base import Body, Links
from tongban.kernel import clock
from tongban.matters.actions.acknowledge_alert import acknowledge_alert
from tongban.matters.events import NotYours
from tongban.matters.queries.alerts import AlertView, RuleCount, alerts
from tongban.parties.rules.actor import DutyKind

calls = Calls("supervision 监察")
AlertId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class AlertQuery(Body):
    """`rule` is one of the answer's rules; with `acknowledged`, those that somebody has looked at."""

    rule: Annotated[str, Field(max_length=20)] = ""
    acknowledged: bool = False
    page: Page = 1


@calls.get("/alerts", rule=TOKEN, answer=shapes.Alerts)
def read_alerts(request: HttpRequest, asked: Query[AlertQuery]) -> shapes.Alerts:
    """Read the alerts that the caller watches over, the newest first, with counts by rule."""
    actor = caller(request)
    if not actor.charged_with(DutyKind.SUPERVISOR, DutyKind.HEAD, DutyKind.GOVERNMENT_HEAD):
        raise NotYours(_("预警由效能监察人员核查"))
    found = alerts(actor, rule=asked.rule, acknowledged=asked.acknowledged, page=asked.page)
    return shapes.Alerts(
        count=found.count,
        page=found.page,
        pages=found.pages,
        rules=[shapes.AlertRule(rule=each.rule, label=_label(each), count=each.count) for each in found.rules],
        results=[_alert(each) for each in found.results],
    )


@calls.write("POST", "/alerts/{alert_id}/acknowledge", rule=TOKEN, answer=shapes.Acknowledged)
def acknowledge(
    request: HttpRequest, alert_id: AlertId, body: shapes.Acknowledge, key: Key
) -> Status[shapes.Acknowledged]:
    """Say that an alert has been looked at, and what came of it; once, and it stays."""

    def work() -> shapes.Acknowledged:
        acknowledge_alert(alert_id=alert_id, note=body.note, actor=caller(request), at=clock.now())
        return shapes.Acknowledged(id=alert_id, links=Links(self="/api/v1/alerts"))

    return once(request, key, body, work)


def _alert(found: AlertView) -> shapes.Alert:
    names = (name for name in shapes.Alert.model_fields if name not in ("label", "links"))
    said = {name: getattr(found, name) for name in names}
    return shapes.Alert(**said, label=_label(found), links=Links(self=case_href(found.number)))


def _label(rule: AlertView | RuleCount) -> str:
    return rule.label_en if (get_language() or "").startswith("en") else rule.label
