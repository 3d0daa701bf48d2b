"""Keep the index of reviews at hand as small as the work at hand: those of closed cases are put away."""

import datetime as dt

from django.db import connection

# The inboxes look at the reviews that are not put away, of cases that are open: one that is put away late costs time
# and shows nothing wrong; one whose case was taken up again comes back.
_PUT_AWAY = """
UPDATE cases_review AS r SET put_away = true FROM matters_matter AS m
WHERE m.id = r.matter_id AND NOT r.put_away AND m.closed_at <= %s
"""
_BRING_BACK = """
UPDATE cases_review AS r SET put_away = false FROM matters_matter AS m
WHERE m.id = r.matter_id AND r.put_away AND m.closed_at IS NULL
"""


def sweep_reviews(*, at: dt.datetime) -> int:
    """Put away the reviews of cases that were closed by `at`, as a set, and return how many; run it as often as wished.

    Reviews of cases that are open again, because a court or a reconsideration said so, are brought back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BRING_BACK)
        cursor.execute(_PUT_AWAY, [at])
        return int(cursor.rowcount)
