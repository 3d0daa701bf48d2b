"""The sweep marks what has turned, once, and says so grouped; its lamps are those of the rules, day by day."""

import datetime as dt
import itertools
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matters.days import days, owner
from tests.matters.errand import MONDAY, NUMBERS
from tongban.kernel.models import Announcement
from tongban.matters.actions.sweep_lamps import sweep_lamps
from tongban.matters.events import LAMPS_TURNED
from tongban.matters.models import LampChange, Matter
from tongban.matters.queries import lamp_of
from tongban.parties.models import Authority

__all__ = ["days", "owner"]

TODAY = MONDAY.date()
DAY = dt.timedelta(days=1)


def matter(owner: Authority, **values: object) -> Matter:
    """Make an open matter, as a row."""
    given = {"kind": "errand", "state": "running", "opened_at": MONDAY, "version": 1, **values}
    return Matter.objects.create(
        number=f"L{next(NUMBERS):06d}",
        region_id=owner.region_id,
        owner=owner,
        applicant_name="乙",
        subject="差事",
        **given,
    )


def marked() -> list[tuple[int, str, dt.date]]:
    return sorted(LampChange.objects.values_list("matter_id", "lamp", "due_on"))


class TestSweepLamps:
    def test_marks_what_has_turned_yellow_or_red_and_nothing_else(self, owner: Authority) -> None:
        late = matter(owner, due_on=TODAY - DAY, warn_on=TODAY - 3 * DAY)
        warned = matter(owner, due_on=TODAY + DAY, warn_on=TODAY)
        matter(owner, due_on=TODAY + 9 * DAY, warn_on=TODAY + DAY)
        matter(owner)
        matter(owner, due_on=TODAY - DAY, warn_on=TODAY - 2 * DAY, closed_at=MONDAY)

        found = sweep_lamps(at=MONDAY)

        assert found == {"yellow": 1, "red": 1}
        assert marked() == [(late.pk, "red", TODAY - DAY), (warned.pk, "yellow", TODAY + DAY)]

    def test_leaves_a_pause_grey_until_the_day_that_is_owed_has_passed(self, owner: Authority) -> None:
        paused = matter(owner, due_on=TODAY + DAY, warn_on=TODAY, paused_on=TODAY)

        assert sweep_lamps(at=MONDAY) == {"yellow": 0, "red": 0}
        assert sweep_lamps(at=MONDAY + 2 * DAY) == {"yellow": 0, "red": 1}
        assert marked() == [(paused.pk, "red", TODAY + DAY)]

    def test_marks_nothing_twice_but_a_new_due_day_anew(self, owner: Authority) -> None:
        one = matter(owner, due_on=TODAY + DAY, warn_on=TODAY)

        assert [sweep_lamps(at=MONDAY + n * DAY) for n in (0, 0, 1)] == [
            {"yellow": 1, "red": 0},
            {"yellow": 0, "red": 0},
            {"yellow": 0, "red": 0},
        ]
        Matter.objects.filter(pk=one.pk).update(due_on=TODAY + 8 * DAY, warn_on=TODAY + 5 * DAY)

        assert sweep_lamps(at=MONDAY + 5 * DAY) == {"yellow": 1, "red": 0}
        assert marked() == [(one.pk, "yellow", TODAY + DAY), (one.pk, "yellow", TODAY + 8 * DAY)]

    def test_says_so_once_for_an_owner_and_holder(self, owner: Authority) -> None:
        for _ in range(3):
            matter(owner, due_on=TODAY - DAY, warn_on=TODAY - DAY)
        matter(owner, due_on=TODAY, warn_on=TODAY)

        sweep_lamps(at=MONDAY)
        sweep_lamps(at=MONDAY)

        said = Announcement.objects.get(topic=LAMPS_TURNED)
        payload = said.payload if isinstance(said.payload, dict) else json.loads(said.payload)
        assert {key: payload[key] for key in ("owner", "holder", "kind", "red", "yellow", "on")} == {
            "owner": owner.pk,
            "holder": None,
            "kind": "errand",
            "red": 3,
            "yellow": 1,
            "on": TODAY.isoformat(),
        }

    @pytest.mark.parametrize("on", [TODAY - DAY, TODAY, TODAY + DAY])
    def test_has_the_lamps_of_the_rules(self, owner: Authority, on: dt.date) -> None:
        days = (None, TODAY - DAY, TODAY, TODAY + DAY)
        made = [
            matter(owner, due_on=due, warn_on=due and min(warn, due), paused_on=paused)
            for due, warn, paused in itertools.product(days, days[1:], (None, TODAY - DAY))
        ]

        sweep_lamps(at=MONDAY + (on - TODAY))

        shown = {each.pk: str(lamp_of(each, on)) for each in made}
        expected = {pk: lamp for pk, lamp in shown.items() if lamp in ("yellow", "red")}
        assert dict(LampChange.objects.values_list("matter_id", "lamp")) == expected

    def test_is_one_statement_however_many_turn(self, owner: Authority) -> None:
        Matter.objects.bulk_create(
            [
                Matter(
                    kind="errand",
                    number=f"M{place}",
                    state="running",
                    region_id=owner.region_id,
                    owner=owner,
                    applicant_name="乙",
                    subject="差事",
                    opened_at=MONDAY,
                    due_on=TODAY - DAY,
                )
                for place in range(50)
            ]
        )

        with CaptureQueriesContext(connection) as said:
            assert sweep_lamps(at=MONDAY)["red"] == 50

        assert len([each for each in said.captured_queries if "SAVEPOINT" not in each["sql"]]) == 1
