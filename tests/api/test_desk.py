"""The calls of the reviewer's desk and of those who compare versions."""

from tests.api.client import api_of
from tests.cases.factory import case, road_code
from tongban.sharing.models import LookUp


class TestSources:
    def test_are_answered_beside_the_form_and_logged_once_for_a_key(self) -> None:
        number, lead = case("reviewing"), api_of("lead_reviewer")

        first = lead.post(f"cases/{number}/sources", {}, "sources-key-1")
        before = LookUp.objects.filter(case_number=number).count()
        second = lead.post(f"cases/{number}/sources", {}, "sources-key-1")

        assert (first.status_code, second.json()) == (200, first.json())
        lines = {line["key"]: line for line in first.json()["lines"]}
        assert lines["applicant_uscc"]["differs"] is False
        assert lines["applicant_uscc"]["sources"][0]["name"]
        assert LookUp.objects.filter(case_number=number).count() == before

    def test_are_refused_to_who_only_watches(self) -> None:
        assert api_of("supervisor").post(f"cases/{case('reviewing')}/sources", {}).status_code == 403


class TestHearing:
    def test_is_told_and_asked_for_by_calls(self) -> None:
        number, lead, applicant = case("reviewed"), api_of("lead_reviewer"), api_of("applicant")

        told = lead.post(f"cases/{number}/tell_of_hearing", {"about": "拟不予许可"})
        asked = applicant.post(f"cases/{number}/request_hearing", {})

        assert (told.status_code, asked.status_code) == (200, 200)
        seen = applicant.case(number)["hearing"]
        assert (seen["ask_until"], seen["asked_by_name"]) == ("2026-03-09", applicant.case(number)["applicant_name"])


class TestComparison:
    def test_is_answered_to_supervisors(self) -> None:
        case("submitted")

        found = api_of("supervisor").get(f"items/{road_code()}/comparison").json()

        (way,) = found["ways"]
        assert (way["cases"], way["decided"], way["on_time"]) == (1, 0, None)
        assert (way["steps"], way["authorities"], way["longest_path"]) == (2, 2, 5)

    def test_is_refused_to_others(self) -> None:
        assert api_of("clerk").get(f"items/{road_code()}/comparison").status_code == 403
