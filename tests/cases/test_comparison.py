"""The ways of an item side by side, by how their cases really went."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import answers, give_files, road_code
from tests.cases.joint import opine, road
from tests.city import DAY, MONDAY, actor, company
from tongban.cases import actions
from tongban.cases.models import Case
from tongban.cases.queries.comparison import compare
from tongban.catalogue.actions import import_items
from tongban.kernel.errors import NotFound
from tongban.matters.events import NotYours
from tongban.matters.models import Matter

TWO = [
    {
        "code": "engineering",
        "name": "市政工程审查",
        "authority": "chengguan",
        "days": 2,
        "lead": True,
        "kind": "review",
    },
    {"code": "last", "name": "汇总", "authority": "chengguan", "days": 1, "kind": "review", "after": ["engineering"]},
]


@pytest.fixture
def two_ways() -> str:
    import_items([road(variant="two-stage", steps=TWO, promised_days=3)], at=MONDAY)
    return road_code()


def decided(variant: str, after: dt.timedelta) -> str:
    applicant, lead = actor("applicant"), actor("lead_reviewer")
    number = actions.draft(
        task_code=road_code(), actor=applicant, at=MONDAY, organisation_id=company(applicant), variant=variant
    )
    actions.save_draft(number=number, answers=answers(MONDAY.date()), actor=applicant, at=MONDAY)
    give_files(number, applicant, MONDAY)
    actions.submit(number=number, actor=applicant, at=MONDAY)
    actions.accept(number=number, actor=actor("clerk"), at=MONDAY)
    actions.open_reviews(number=number, actor=lead, at=MONDAY)
    opine(number, "engineering", lead)
    opine(number, "last" if variant else "traffic", lead if variant else actor("joint_reviewer"))
    actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY + after)
    return number


class TestVariants:
    def test_are_drafted_under_when_asked_for(self, two_ways: str) -> None:
        number, firm = decided("two-stage", DAY), company(actor("applicant"))

        assert Case.objects.get(matter__number=number).version.variant == "two-stage"
        with pytest.raises(NotFound):
            actions.draft(
                task_code=two_ways, actor=actor("applicant"), at=MONDAY, organisation_id=firm, variant="no-such-way"
            )


class TestCompare:
    def test_says_of_each_way_how_its_cases_went_and_how_long_its_steps_may_take(self, two_ways: str) -> None:
        decided("", 9 * DAY)  # seven working days
        decided("", 15 * DAY)  # eleven, where nine were promised
        decided("two-stage", 2 * DAY)
        applicant = actor("applicant")
        actions.draft(task_code=two_ways, actor=applicant, at=MONDAY, organisation_id=company(applicant))

        found = compare(actor("supervisor"), two_ways)

        ordinary, two_stage = found.ways
        assert (ordinary.variant, ordinary.steps, ordinary.stages, ordinary.authorities) == ("", 2, 1, 2)
        assert (ordinary.longest_path, ordinary.promised_days, ordinary.in_use) == (5, 9, True)
        assert (ordinary.cases, ordinary.decided, ordinary.on_time) == (2, 2, 0.5)
        assert (ordinary.median_days, ordinary.mean_days) == (9.0, 9.0)
        assert (two_stage.variant, two_stage.stages, two_stage.longest_path) == ("two-stage", 2, 3)
        assert (two_stage.cases, two_stage.on_time, two_stage.median_days) == (1, 1.0, 2.0)

    def test_reads_all_cases_in_one_query(self, two_ways: str) -> None:
        watching = actor("supervisor")
        compare(watching, two_ways)
        with CaptureQueriesContext(connection) as queries:
            compare(watching, two_ways)

        assert sum("cases_case" in each["sql"] for each in queries.captured_queries) == 1

    def test_is_for_those_who_watch_and_edit(self, two_ways: str) -> None:
        for role in ("clerk", "lead_reviewer", "decider", "applicant"):
            with pytest.raises(NotYours):
                compare(actor(role), two_ways)
        with pytest.raises(NotFound):
            compare(actor("supervisor"), "no-such-item")
        assert not Matter.objects.filter(state="granted").exists()
