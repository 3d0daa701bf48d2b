"""Look through the journal of the last days for signs of faked clocks and undivided work, and raise alerts."""

import datetime as dt

from tongban.cases.queries import signs
from tongban.kernel.clock import day_of
from tongban.matters.actions.alerts import raise_alerts
from tongban.matters.queries.overruns import pauses_overrun, steps_overdue
from tongban.matters.queries.signs import Sign, entered_after_hours, paused_late
from tongban.matters.rules.alerts import PAUSE_OVERRUN, STEP_LATE

# A night that was missed is made up for within this time; what was found before is not raised twice.
LOOK_BACK = dt.timedelta(days=7)


def sweep_alerts(*, at: dt.datetime) -> dict[str, int]:
    """Raise the alerts that the journal since a week ago gives cause for; return how many were new, by rule.

    Each rule is one or a few statements however many cases there are (domain M02–M05, M08, M09). It may be repeated.
    """
    since = at - LOOK_BACK
    found: dict[str, list[Sign]] = {
        "M02": [*entered_after_hours("case", since=since, until=at), *signs.decided_in_no_time(since)],
        "M03": paused_late("case", "suspend", since=since),
        "M04": signs.told_more_than_once(since),
        "M05": signs.begun_again(since),
        "M08": signs.done_by_one(since),
        "M09": signs.decided_before_accepted(since),
        STEP_LATE: steps_overdue("case", on=day_of(at)),
        PAUSE_OVERRUN: pauses_overrun("case", on=day_of(at)),
    }
    idle = signs.without_effect({sign.matter_id for each in found.values() for sign in each})
    return {
        rule: raise_alerts(rule, [sign for sign in each if sign.matter_id not in idle], at=at)
        for rule, each in found.items()
    }
