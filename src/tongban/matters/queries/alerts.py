"""Reading alerts: of one matter, and the list that supervisors work off."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.kernel.rules.paging import page_of
from tongban.matters.access import visible_alerts
from tongban.matters.lifecycle import KINDS
from tongban.matters.models import Alert, JournalEntry
from tongban.matters.rules.alerts import ALERT_RULES
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 30
MOST_OF_A_MATTER = 200


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert as it is read: its rule in words, the entry that raised it, and who has looked at it."""

    id: int
    rule: str
    label: str
    label_en: str
    severity: str
    facts: dict[str, Any]
    raised_at: dt.datetime
    kind: str
    number: str
    subject: str
    owner: str
    owner_en: str
    entry_sequence: int
    verb: str
    verb_label: str
    by: str
    acknowledged_at: dt.datetime | None
    acknowledged_by: str
    note: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many alerts of a rule there are, for the choice of one."""

    rule: str
    label: str
    label_en: str
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class AlertPage:
    """A page of alerts, the newest first, with the counts by rule of all of them."""

    count: int
    page: int
    pages: int
    rules: tuple[RuleCount, ...]
    results: tuple[AlertView, ...]


def alerts_of(matter_id: int, actor: Actor) -> list[AlertView]:
    """List the alerts of a matter that the actor may see, the newest first, in one query."""
    return [_view(row) for row in _ordered(visible_alerts(actor).filter(matter_id=matter_id))[:MOST_OF_A_MATTER]]


def alerts(actor: Actor, *, rule: str = "", acknowledged: bool = False, page: int = 1) -> AlertPage:
    """Return a page of the alerts that the actor may see, in two queries; beyond the end it is the last page.

    Those that nobody has acknowledged yet, or those that somebody has; of one rule when it is named.
    """
    seen = visible_alerts(actor).filter(acknowledged_at__isnull=not acknowledged)
    counts = {found["rule"]: found["n"] for found in seen.values("rule").annotate(n=Count("pk")).order_by()}
    rules = tuple(
        RuleCount(code, known.label, known.label_en, known.severity, counts[code])
        for code, known in ALERT_RULES.items()
        if counts.get(code)
    )
    count = counts.get(rule, 0) if rule else sum(counts.values())
    wanted = seen.filter(rule=rule) if rule else seen
    rows, count, page, pages = page_of(_ordered(wanted), page, PAGE_SIZE, count=count)
    return AlertPage(count, page, pages, rules, tuple(_view(row) for row in rows))


def _ordered(found: QuerySet[Alert]) -> QuerySet[Alert, Any]:
    entry = JournalEntry.objects.filter(matter=OuterRef("matter"), sequence=OuterRef("entry_sequence"))
    said = Subquery(entry.values(said=JSONObject(verb="verb", by="actor__name")))
    rows = found.select_related("matter__owner", "acknowledged_by").annotate(said=said)
    return rows.order_by("-raised_at", "-pk")


def _view(row: Any) -> AlertView:
    rule, verb = ALERT_RULES[row.rule], row.said["verb"]
    return AlertView(
        id=row.pk,
        rule=rule.code,
        label=rule.label,
        label_en=rule.label_en,
        severity=row.severity,
        facts=row.facts,
        raised_at=row.raised_at,
        kind=row.matter.kind,
        number=row.matter.number,
        subject=row.matter.subject,
        owner=row.matter.owner.name,
        owner_en=row.matter.owner.name_en,
        entry_sequence=row.entry_sequence,
        verb=verb,
        verb_label=KINDS[row.matter.kind].move(verb).label,
        by=row.said["by"] or "",
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by.name if row.acknowledged_by else "",
        note=row.note,
    )
