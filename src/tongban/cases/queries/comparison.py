"""What merging steps brings: the versions and variants of an item side by side, by how their cases really went."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from tongban.catalogue.queries import ImplementationView, versions_of
from tongban.catalogue.rules.steps import longest_path, stages
from tongban.kernel.clock import ZONE
from tongban.kernel.queries import calendar_of
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor, DutyKind

COMPARING = (DutyKind.SUPERVISOR, DutyKind.EDITOR)

# Working days from the acceptance to the decision, by the ordinals of the calendar; pauses are part of what it took.
_CASES = """
SELECT c.version_id, count(*), count(c.decided_at),
    count(*) FILTER (WHERE c.decided_at IS NOT NULL AND m.finished_on <= m.answer_due_on),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY ended.ordinal - began.ordinal),
    avg(ended.ordinal - began.ordinal)::float
FROM cases_case c JOIN matters_matter m ON m.id = c.matter_id AND m.state <> 'draft'
LEFT JOIN kernel_calendarday began ON began.region_code = %(calendar)s AND began.day = c.accepted_on
LEFT JOIN kernel_calendarday ended ON ended.region_code = %(calendar)s
    AND ended.day = (c.decided_at AT TIME ZONE %(zone)s)::date
WHERE c.version_id = ANY(%(versions)s) AND NOT c.mock GROUP BY c.version_id
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One version: what it promises, its steps as a graph, and how its cases went; days are working days.

    `on_time` is the share of the decided cases that were decided in time, None before any was.
    """

    version: int
    variant: str
    in_use: bool
    effective_on: dt.date
    promised_days: int
    steps: int
    stages: int
    authorities: int
    longest_path: int
    cases: int
    decided: int
    on_time: float | None
    median_days: float | None
    mean_days: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The versions and variants of an item that were ever in use, the ordinary ones first, the newest first."""

    code: str
    name: str
    name_en: str
    ways: list[Way]


def compare(actor: Actor, task_code: str) -> Comparison:
    """Compare the ways of an item by their real cases, which are read in one query.

    Raises NotYours for who neither supervises nor edits, NotFound for an item not in use.
    """
    if not any(actor.charged_with(kind) for kind in COMPARING):
        raise NotYours(_("比较各版流程是监督人员和事项编辑的职责"))
    versions = versions_of(task_code)
    current = versions[0]
    with connection.cursor() as cursor:
        cursor.execute(
            _CASES,
            {
                "versions": [each.version_id for each in versions],
                "calendar": calendar_of(current.region_code).region,
                "zone": ZONE.key,
            },
        )
        counted = {version: figures for version, *figures in cursor.fetchall()}
    ways = [_way(each, *counted.get(each.version_id, (0, 0, 0, None, None))) for each in versions]
    return Comparison(current.code, current.name, current.name_en, ways)


def _way(
    item: ImplementationView, cases: int, decided: int, in_time: int, median: float | None, mean: float | None
) -> Way:
    return Way(
        version=item.number,
        variant=item.variant,
        in_use=item.state == "published",
        effective_on=item.effective_on,
        promised_days=item.promised_days,
        steps=len(item.steps),
        stages=len(stages(item.steps)),
        authorities=len({step.authority_id for step in item.steps}),
        longest_path=longest_path(item.steps),
        cases=cases,
        decided=decided,
        on_time=in_time / decided if decided else None,
        median_days=median,
        mean_days=mean,
    )
