"""Write a calendar's days and number its working days afresh."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import connection, transaction

from tongban.kernel.models import CalendarDay
from tongban.kernel.queries import forget_calendars
from tongban.kernel.rules.calendar import CONFIRMED, PROJECTED, Day, number_days
from tongban.kernel.rules.codes import enclosing

WEEKEND_BASIS = "按周末推算"
# Thousands of days at once: each city and each new database begins with them.
_STORE = """
INSERT INTO kernel_calendarday (region_code, day, working, ordinal, status, name, basis, local)
SELECT %s, * FROM unnest(%s::date[], %s::boolean[], %s::int[], %s::text[], %s::text[], %s::text[], %s::boolean[])
    ON CONFLICT (region_code, day) DO UPDATE SET
       (working, ordinal, status, name, basis, local) =
       (EXCLUDED.working, EXCLUDED.ordinal, EXCLUDED.status, EXCLUDED.name, EXCLUDED.basis, EXCLUDED.local)
"""


@dataclass(frozen=True, slots=True)
class DayRule:
    """What is known of a day: whether it works, how surely, what it is called, and by which notice."""

    working: bool
    status: str = CONFIRMED
    name: str = ""
    basis: str = ""
    local: bool = False


def projected(day: dt.date) -> DayRule:
    """Return the rule of a day whose notice is not out: Monday to Friday work."""
    return DayRule(working=day.weekday() < 5, status=PROJECTED, basis=WEEKEND_BASIS)


def rules_of(region_code: str) -> dict[dt.date, DayRule]:
    """Return the region's own days as they are stored now, locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", ["kernel.calendar"])
    rows = CalendarDay.objects.filter(region_code=region_code).values_list(
        "day", "working", "status", "name", "basis", "local"
    )
    return {day: DayRule(working, status, name, basis, local) for day, working, status, name, basis, local in rows}


def inherited(region_code: str) -> dict[dt.date, DayRule]:
    """Return the days of the nearest division around a region that has some, or of the country: local to it no more."""
    for division in enclosing(region_code)[1:]:
        if found := rules_of(division):
            return {day: replace(rule, local=False) for day, rule in found.items()}
    return {}


def store_days(*, region_code: str, rules: Mapping[dt.date, DayRule]) -> int:
    """Store the days of a region; a change reaches each division within it, except for what is local there.

    Return how many rows were new or changed. Must run in a transaction.
    """
    changed = _upsert(region_code, rules)
    regions = CalendarDay.objects.exclude(region_code="").values_list("region_code", flat=True).distinct()
    # The larger before those within it, which take over what it has.
    for region in sorted(regions, key=lambda code: (len(enclosing(code)), code)):
        if region != region_code and region_code in enclosing(region):
            local = {day: rule for day, rule in rules_of(region).items() if rule.local}
            changed += _upsert(region, {**inherited(region), **local})
    forget_calendars()
    transaction.on_commit(forget_calendars)
    return changed


def _upsert(region_code: str, rules: Mapping[dt.date, DayRule]) -> int:
    numbered = number_days(Day(day, rule.working, 0, rule.status) for day, rule in rules.items())
    fields = ["working", "ordinal", "status", "name", "basis", "local"]
    stored = {
        row[0]: row[1:] for row in CalendarDay.objects.filter(region_code=region_code).values_list("day", *fields)
    }
    fresh = []
    for each in numbered:
        rule = rules[each.day]
        values = (rule.working, each.ordinal, rule.status, rule.name, rule.basis, rule.local)
        if stored.get(each.day) != values:
            fresh.append((each.day, *values))
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(_STORE, [region_code, *map(list, zip(*fresh, strict=True))])
    return len(fresh)
