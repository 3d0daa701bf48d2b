"""Where what cases showed differs from what the guide promises."""

from __future__ import annotations

from typing import Any

import pytest

from tests.city import MONDAY, actor
from tongban.catalogue.actions.keep_figures import keep_figures, sum_figures
from tongban.catalogue.models import Implementation
from tongban.catalogue.queries.gaps import GapsAsked, every_gap, gaps
from tongban.catalogue.rules.figures import Gap
from tongban.matters.events import NotYours

TODAY = MONDAY.date()


def item(authority: str = "chengguan") -> Implementation:
    found = Implementation.objects.filter(
        authority__key=authority, current__type="01", current__promised_unit="working", current__promised_days__gt=4
    )
    return found.select_related("current").order_by("task_code")[0]


def showed(days: dict[str, int], *, of: Implementation | None = None, materials: int = 0, visits: int = 0) -> None:
    """Let the cases of today have shown this."""
    told = {"code": (of or item()).task_code, "applied": 20, "answered": sum(days.values()), "days": days}
    keep_figures(day=TODAY, figures=[{**told, "materials": materials, "visits": visits}])
    sum_figures(at=MONDAY)


def marks(gap: Gap) -> tuple[bool, bool, bool, bool]:
    return gap.late, gap.early, gap.more_materials, gap.more_visits


def the_gap(**asked: Any) -> Gap:
    found = gaps(actor("steward"), GapsAsked(**asked), TODAY)
    assert found.count == 1
    return found.rows[0]


class TestGaps:
    def test_hold_what_takes_longer_than_promised(self) -> None:
        promised = item().current.promised_days
        showed({str(promised): 8, str(promised + 1): 2})

        gap = the_gap()

        assert (gap.code, gap.promised_days, gap.figures.p90_days) == (item().task_code, promised, promised + 1)
        assert marks(gap) == (True, False, False, False)

    def test_hold_what_could_be_promised_sooner(self) -> None:
        showed({"1": 10})

        assert marks(the_gap()) == (False, True, False, False)

    def test_hold_what_asks_for_more_papers_and_visits(self) -> None:
        promised = item().current.promised_days
        papers = item().current.content["materials"]
        showed({str(promised): 10}, materials=10 * (len(papers) + 1), visits=10 * (item().current.visits + 1))

        assert marks(the_gap()) == (False, False, True, True)

    def test_leave_out_what_is_as_promised_and_what_too_few_showed(self) -> None:
        promised = item().current.promised_days
        showed({str(promised): 10})
        assert gaps(actor("steward"), GapsAsked(), TODAY).count == 0

        showed({str(promised + 9): 9})
        assert gaps(actor("steward"), GapsAsked(), TODAY).count == 0

    def test_are_narrowed_and_counted_alike(self, django_assert_num_queries: Any) -> None:
        showed({"1": 10}, visits=90)
        steward = actor("steward")
        gaps(steward, GapsAsked(), TODAY)  # the parameters are kept for a while

        with django_assert_num_queries(4):
            found = gaps(steward, GapsAsked(kind="early", authority="chengguan"), TODAY)

        assert (found.count, found.counts) == (1, {"late": 0, "early": 1, "more_materials": 0, "more_visits": 1})
        assert gaps(steward, GapsAsked(kind="late"), TODAY).rows == []
        assert list(every_gap(steward, GapsAsked(kind="early"), TODAY)) == found.rows

    def test_are_for_who_looks_after_the_authority(self) -> None:
        showed({"1": 10})

        assert gaps(actor("supervisor"), GapsAsked(), TODAY).count == 1
        assert gaps(actor("publisher"), GapsAsked(), TODAY).count == 1
        with pytest.raises(NotYours):
            gaps(actor("clerk"), GapsAsked(), TODAY)
