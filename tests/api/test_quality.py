"""Quality, gaps and reports of wrong guides through the API: the same filters, the same rights."""

from __future__ import annotations

import pytest

from tests.api.client import api_of
from tests.catalogue.figures.test_gaps import showed
from tests.catalogue.reports.test_reports import item, reported
from tests.catalogue.revisions.flow import draft_of, revision
from tests.city import MONDAY
from tongban.catalogue.actions.check_versions import check_versions
from tongban.catalogue.models import Finding, GuideReport
from tongban.matters.models import Matter


class TestQuality:
    def test_is_counted_and_listed_by_the_same_filter(self) -> None:
        check_versions(version_ids=None, at=MONDAY)
        steward = api_of("steward", language="en")

        board = steward.get("quality", {"rule": "Q12"}).json()
        found = steward.get("quality/findings", {"rule": "Q12"}).json()

        assert [each["key"] for each in board["authorities"]] == ["chengguan"]
        assert board["total"]["warnings"] == found["count"] > 0
        assert (found["results"][0]["rule"], found["results"][0]["severity"]) == ("Q12", "warning")

    @pytest.mark.parametrize("path", ["quality", "quality/findings", "gaps"])
    def test_is_not_for_others(self, path: str) -> None:
        assert api_of("clerk").get(path).status_code == 403
        assert api_of("applicant").get(path).status_code == 403

    def test_refuses_a_filter_that_it_does_not_know(self) -> None:
        assert api_of("steward").get("quality", {"severity": "fatal"}).status_code == 422

    def test_takes_the_reason_of_a_warning_from_an_editor_alone(self) -> None:
        row = Finding.objects.get(version=draft_of(revision()), rule="Q12")
        body = {"version_id": row.version_id, "rule": "Q12", "field": row.field, "reason": "多出的时间用于送达"}

        refused = [api_of(role).post("quality/reasons", body).status_code for role in ("item_reviewer", "clerk")]
        assert refused == [403, 404]
        assert not Finding.objects.exclude(reason="").exists()

        assert api_of("steward").post("quality/reasons", body).json() == {"kept": 1}
        row.refresh_from_db()
        assert row.reason == "多出的时间用于送达"


class TestGaps:
    def test_are_read_with_the_figures(self) -> None:
        showed({"1": 10})

        found = api_of("supervisor").get("gaps", {"kind": "early"}).json()

        (row,) = found["results"]
        assert (row["code"], row["figures"]["p90_days"], row["early"]) == (item().task_code, 1, True)
        assert found["counts"] == {"late": 0, "early": 1, "more_materials": 0, "more_visits": 0}


class TestGuideReports:
    def test_are_made_once_and_read_by_the_reporter(self) -> None:
        applicant, path = api_of("applicant"), f"items/{item().task_code}/reports"
        body = {"about": "fees", "text": "收费写错了"}

        made = [applicant.post(path, body, key="the-same-key") for _ in range(2)]

        assert [each.status_code for each in made] == [201, 201]
        assert GuideReport.objects.count() == 1
        number = made[0].json()["number"]
        assert [row["number"] for row in applicant.get("guide-reports", {"own": "true"}).json()["results"]] == [number]
        assert api_of("stranger").get(f"guide-reports/{number}").status_code == 404

    def test_are_answered_by_the_editor_alone(self) -> None:
        number = reported()
        body, steward = {"answer": "指南没有错"}, api_of("steward")

        assert steward.get(f"guide-reports/{number}").json()["verbs"] == ["mend", "find_right"]
        assert api_of("item_reviewer").post(f"guide-reports/{number}/find-right", body).status_code == 403
        assert api_of("clerk").post(f"guide-reports/{number}/find-right", body).status_code == 404
        assert steward.post(f"guide-reports/{number}/mend", body).status_code == 409
        assert steward.post(f"guide-reports/{number}/find-right", {"answer": " "}).status_code == 422
        assert Matter.objects.get(number=number).state == "open"

        done = steward.post(f"guide-reports/{number}/find-right", body).json()

        assert (done["state"], done["answer"], done["verbs"]) == ("declined", "指南没有错", [])
