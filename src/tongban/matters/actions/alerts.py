"""Alerts: rows that are written with the step that raises them, and what a supervisor says of them."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.writes import Insert, Write
from tongban.matters.models import Alert, Matter
from tongban.matters.queries.signs import Sign
from tongban.matters.rules.alerts import ALERT_RULES, BACKDATED

_RAISE = """
INSERT INTO matters_alert (matter_id, rule, severity, facts, raised_at, entry_sequence, note)
SELECT sign.matter_id, %s, %s, sign.facts, %s, sign.entry_sequence, ''
FROM jsonb_to_recordset(%s::jsonb) AS sign(matter_id bigint, entry_sequence integer, facts jsonb)
ON CONFLICT (matter_id, rule, entry_sequence) DO NOTHING
"""


def alert(rule: str, matter: Matter, *, at: dt.datetime, facts: Mapping[str, Any] | None = None) -> Insert:
    """Return the row of an alert, to be written with the step that raises it.

    `rule` is a code of ALERT_RULES (KeyError otherwise); `facts` explain it and must hold no personal data. The alert
    points to the journal entry of that step.
    """
    return Insert(
        Alert(
            rule=rule,
            severity=ALERT_RULES[rule].severity,
            facts=dict(facts or {}),
            raised_at=at,
            entry_sequence=matter.version + 1,
        )
    )


def backdated(matter: Matter, *, occurred_at: dt.datetime | None, at: dt.datetime) -> list[Write]:
    """Return the alert on a step that is recorded later than is allowed for; none when it is in time.

    Raises BadInput for what is said to have happened later than now.
    """
    if occurred_at is None:
        return []
    if occurred_at > at:
        raise BadInput({"occurred_at": _("发生时间不能晚于现在")})
    minutes = int((at - occurred_at).total_seconds() // 60)
    allowed = parameter("backdating_tolerance_minutes", matter.region_id, day_of(at))
    if at - occurred_at <= dt.timedelta(minutes=allowed):
        return []
    return [alert(BACKDATED, matter, at=at, facts={"minutes": minutes, "allowed": allowed})]


def raise_alerts(rule: str, signs: Sequence[Sign], *, at: dt.datetime) -> int:
    """Raise a rule's alerts for entries of the past, and return how many were not there yet; in one statement."""
    rows = [{"matter_id": sign.matter_id, "entry_sequence": sign.entry_sequence, "facts": sign.facts} for sign in signs]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [rule, ALERT_RULES[rule].severity.value, at, json.dumps(rows)])
        return int(cursor.rowcount)
