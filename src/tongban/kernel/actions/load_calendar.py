"""Load the country's calendar: the published years, and a projection of the years after."""

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version

import chinese_calendar
from django.db import transaction

from tongban.kernel.actions.store_days import DayRule, projected, rules_of, store_days
from tongban.kernel.rules.calendar import CONFIRMED, ONE_DAY

SEED = "chinesecalendar"
# Where the package has not what the notice says: the Saturday before New Year 2006 was worked.
CORRECTED = {dt.date(2005, 12, 31): DayRule(working=True, name="元旦", basis="国办发明电〔2005〕35号")}


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load left behind: rows written, the last confirmed day, the last projected day."""

    changed: int
    confirmed_through: dt.date
    last: dt.date


@transaction.atomic
def load_calendar(*, following_years: int = 2) -> LoadReport:
    """Seed the country's calendar from the package `chinesecalendar` (State Council notices since 2004).

    The `following_years` after the last confirmed year are projected from weekends. Days that a notice
    confirmed stay as they are, so it may be run at every start; nothing is written when nothing is new.
    """
    stored = rules_of("")
    rules = _published()
    rules.update(
        {day: rule for day, rule in stored.items() if rule.status == CONFIRMED and not rule.basis.startswith(SEED)}
    )
    confirmed_through = max(rules)
    extend(rules, following_years=following_years)
    for day, rule in stored.items():
        rules.setdefault(day, rule)
    changed = store_days(region_code="", rules=rules)
    return LoadReport(changed, confirmed_through, max(rules))


def extend(rules: dict[dt.date, DayRule], *, following_years: int) -> None:
    """Project the missing days, to the end of the years that follow the last confirmed one."""
    last_confirmed = max(day for day, rule in rules.items() if rule.status == CONFIRMED)
    day = min(rules)
    while day.year <= last_confirmed.year + following_years:
        if day not in rules:
            rules[day] = projected(day)
        day += ONE_DAY


def _published() -> dict[dt.date, DayRule]:
    basis = f"{SEED} {version(SEED)}"
    holidays: dict[dt.date, str] = chinese_calendar.holidays
    workdays: dict[dt.date, str] = chinese_calendar.workdays
    first, last = dt.date(min(holidays).year, 1, 1), dt.date(max(holidays).year, 12, 31)
    rules: dict[dt.date, DayRule] = {}
    day = first
    while day <= last:
        name = holidays.get(day) or workdays.get(day) or ""
        rules[day] = DayRule(
            # As the package's `is_workday` says, which looks through all days for the first and last each time.
            working=day in workdays or (day.weekday() < 5 and day not in holidays),
            name=chinese_calendar.Holiday(name).chinese if name else "",
            basis=basis,
        )
        day += ONE_DAY
    return rules | CORRECTED
