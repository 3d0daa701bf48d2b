"""Finding matters by their lamp, in SQL."""

import datetime as dt

from django.db.models import F, Q

from tongban.matters.rules.lamps import Lamp


def having_lamp(code: str, today: dt.date, of: str = "") -> Q:
    """Return the filter for a lamp, the same rule as `rules.lamps`; it matches all when none is named.

    `of` is the way to the matter from what is filtered, such as `matter__`.
    """
    due, warn, paused, finished, owed = (
        f"{of}{column}" for column in ("due_on", "warn_on", "paused_on", "finished_on", "answer_due_on")
    )
    answered_late = Q(**{f"{finished}__gt": F(owed)})
    done = Q(**{f"{finished}__isnull": False, due: None})
    # Said without NOT, which would have to tell apart what is unknown: nothing was answered late yet.
    not_late = Q(**{finished: None}) | Q(**{owed: None}) | Q(**{f"{finished}__lte": F(owed)})
    running = not_late & (Q(**{finished: None}) | Q(**{f"{due}__isnull": False}))
    is_paused, is_late = Q(**{f"{paused}__isnull": False}), Q(**{f"{due}__lt": today})
    in_time = Q(**{f"{due}__gte": today}) | Q(**{due: None})
    is_warned = Q(**{f"{warn}__lte": today, f"{due}__isnull": False})
    unwarned = Q(**{f"{warn}__gt": today}) | Q(**{warn: None}) | Q(**{due: None})
    filters: dict[str, Q] = {
        Lamp.GREEN: not_late & done,
        Lamp.GREY: running & is_paused & in_time,
        Lamp.RED: answered_late | is_late,
        Lamp.YELLOW: running & Q(**{paused: None}) & in_time & is_warned,
        Lamp.WHITE: running & Q(**{paused: None}) & in_time & unwarned,
    }
    return filters.get(code, Q())
