"""What was found for materials, what departments attest, and what applications asked, over the API."""

import base64

import pytest

from tests.api.client import Api, api_of
from tests.cases.factory import case, give_files, pdf, road_code
from tests.cases.materials.facts import business_licence, changed_materials, drafted, filled, material, record
from tests.cases.scenarios.test_situation_spares_materials import drafted as in_a_situation
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import Assistance, Case, MaterialFinding
from tongban.parties.queries import authority
from tongban.parties.rules.actor import DutyKind

__all__ = ["changed_materials"]


class TestFindings:
    def test_tell_what_was_found_and_why_not(self, applicant: Api) -> None:
        identifier = business_licence()
        number = drafted()

        told = applicant.get(f"cases/{number}/materials").json()

        found = {each["code"]: each for each in told["materials"]}
        assert told["counts"]["materials_required"] == 6
        assert found["business-licence"]["ways"][0]["evidence"] == identifier
        assert [(way["path"], way["reason"]) for way in found["design"]["ways"]] == [
            ("shared", "no_record"),
            ("upload", "to_upload"),
        ]
        assert found["design"]["missing"]

    def test_are_looked_for_again(self, applicant: Api) -> None:
        number = drafted()
        record("drawing-reviews", {"project.drawing_review_number": "SC-1"})

        told = applicant.post(f"cases/{number}/materials/resolution").json()

        assert {each["code"] for each in told["materials"] if each["found"]} == {"plan", "design"}

    def test_are_nothing_to_a_stranger(self) -> None:
        number = drafted()
        stranger = api_of("stranger")

        for answer in (
            stranger.get(f"cases/{number}/materials"),
            stranger.post(f"cases/{number}/materials/resolution"),
            stranger.post(f"cases/{number}/materials/plan/assistance"),
            stranger.post(f"cases/{number}/wrong_sources", {"field": "applicant_address"}),
            stranger.get(f"cases/{number}/things"),
        ):
            assert answer.status_code == 404

        assert set(MaterialFinding.objects.values_list("attempt", flat=True)) == {1}


class TestSources:
    def test_name_the_row_and_take_the_word_that_it_is_wrong(self, applicant: Api) -> None:
        number = drafted()
        refused = applicant.post(f"cases/{number}/wrong_sources", {"field": "applicant_address"})
        applicant.patch(f"cases/{number}/answers", {"answers": {"applicant_address": "搬到了新址"}})

        marked = applicant.post(f"cases/{number}/wrong_sources", {"field": "applicant_address", "note": "去年搬的"})

        assert (refused.status_code, marked.status_code) == (409, 200)
        answers = {each["key"]: each for group in applicant.case(number)["answers"] for each in group["answers"]}
        assert answers["applicant_name"]["row"].startswith("legal-persons/")
        assert answers["applicant_address"]["held_by"] == "法人基础信息库"
        assert Case.objects.get(matter__number=number).sources["applicant_address"]["report"] == {"note": "去年搬的"}


class TestThings:
    def test_are_offered_and_chosen(self, applicant: Api) -> None:
        for thing in ("A", "B"):
            record("drawing-reviews", {"project.road_name": f"示例{thing}路"}, thing=thing)
        number = drafted()
        assert applicant.get(f"cases/{number}/things").json()["offered"] == {"project": {"A": "A", "B": "B"}}

        wrong = applicant.post(f"cases/{number}/things", {"things": {"project": "C"}})
        chosen = applicant.post(f"cases/{number}/things", {"things": {"project": "B"}})

        assert (wrong.status_code, chosen.json()["chosen"]) == (422, {"project": "B"})


class TestSituation:
    OWN = {"site": "own", "work": "new"}

    @pytest.fixture
    def number(self) -> str:
        return in_a_situation({"site": "others", "work": "new"})

    def test_is_shown_before_it_is_changed(self, applicant: Api, number: str) -> None:
        held = applicant.get(f"cases/{number}/situation").json()
        shown = applicant.get(f"cases/{number}/situation?chosen=site:own&chosen=work:new").json()

        assert (held["chosen"]["site"], held["fewer"]) == ("others", {})
        assert [each["key"] for each in held["questions"] if each["chosen"]] == ["site", "work"]
        assert (shown["chosen"], set(shown["fewer"])) == (self.OWN, {"owner-consent"})
        assert Case.objects.get(matter__number=number).situation["site"] == "others"

    def test_is_changed_once_under_one_key(self, applicant: Api, number: str) -> None:
        first = applicant.post(f"cases/{number}/situation", {"situation": self.OWN}, key="a-change-of-situation")
        again = applicant.post(f"cases/{number}/situation", {"situation": self.OWN}, key="a-change-of-situation")
        wrong = applicant.post(f"cases/{number}/situation", {"situation": {"site": "moon", "work": "new"}})

        assert (first.status_code, again.json(), wrong.status_code) == (200, first.json(), 422)
        assert set(first.json()["fewer"]) == {"owner-consent"}
        assert Case.objects.get(matter__number=number).situation == self.OWN

    def test_is_what_was_read_or_nothing_is_changed(self, applicant: Api, number: str) -> None:
        (office,) = actor("joint_reviewer").authorities(DutyKind.REVIEWER)
        material("owner-consent", assisted_by=authority(office).key)
        asked = f"cases/{number}/situation?chosen=site:own&chosen=work:new"
        read = applicant.get(asked).json()["mark"]
        request = applicant.post(f"cases/{number}/materials/owner-consent/assistance").json()["number"]

        refused = applicant.post(f"cases/{number}/situation", {"situation": self.OWN, "shown": read})
        assert refused.status_code == 409
        assert Case.objects.get(matter__number=number).situation["site"] == "others"
        now = applicant.get(asked).json()
        done = applicant.post(f"cases/{number}/situation", {"situation": self.OWN, "shown": now["mark"]})

        assert [each["number"] for each in now["asked"]] == [request]
        assert (done.status_code, done.json()["asked"]) == (200, now["asked"])
        assert Assistance.objects.get().matter.state == "closed"

    def test_is_refused_in_reading_as_in_writing_and_open_questions_are_shown(
        self, applicant: Api, number: str
    ) -> None:
        for wrong in ("moon:own", "site:moon"):
            assert applicant.get(f"cases/{number}/situation?chosen={wrong}").status_code == 422

        begun = applicant.get(f"cases/{number}/situation?chosen=site:own").json()
        assert {each["key"]: each["chosen"] for each in begun["questions"]}["work"] == ""

    def test_is_told_as_it_stands_once_it_was_handed_in(self, applicant: Api) -> None:
        number = case("correcting")

        told = applicant.get(f"cases/{number}/situation")
        other = applicant.get(f"cases/{number}/situation?chosen=site:own")

        assert (told.status_code, told.json()["fewer"], told.json()["more"]) == (200, {}, {})
        assert other.status_code == 409

    def test_is_nothing_to_a_stranger(self, number: str) -> None:
        stranger = api_of("stranger")

        assert stranger.get(f"cases/{number}/situation").status_code == 404
        assert stranger.get(f"cases/{number}/situation?chosen=site:moon").status_code == 404
        assert stranger.post(f"cases/{number}/situation", {"situation": self.OWN}).status_code == 404
        assert Case.objects.get(matter__number=number).situation["site"] == "others"


class TestAssistance:
    @pytest.fixture
    def number(self) -> str:
        (owner,) = actor("joint_reviewer").authorities(DutyKind.REVIEWER)
        material("restoration", assisted_by=authority(owner).key)
        return filled()

    def test_is_asked_for_and_answered_with_a_file(self, applicant: Api, number: str) -> None:
        asked = applicant.post(f"cases/{number}/materials/restoration/assistance")
        request = asked.json()["number"]
        office = api_of("joint_reviewer")
        assert [each["number"] for each in office.get("assistance").json()["results"]] == [request]

        body = {"text": "属实", "file_name": "证明.pdf", "file": base64.b64encode(pdf()).decode()}
        answer = office.post(f"assistance/{request}/answer", body)

        assert (asked.status_code, answer.status_code, answer.json()["state"]) == (201, 200, "answered")
        assert applicant.get(answer.json()["file"]).content == pdf()

    def test_is_declined_with_a_reason_by_who_was_asked(self, applicant: Api, number: str) -> None:
        request = applicant.post(f"cases/{number}/materials/restoration/assistance").json()["number"]
        office = api_of("joint_reviewer")

        assert applicant.post(f"assistance/{request}/decline", {"text": "不"}).status_code == 403
        assert api_of("stranger").post(f"assistance/{request}/answer", {"text": "属实"}).status_code == 404
        for file in ("%", "é"):
            refused = office.post(f"assistance/{request}/answer", {"text": "属实", "file": file})
            assert (refused.status_code, [each["field"] for each in refused.json()["errors"]]) == (422, ["file"])
        assert Assistance.objects.get().answered_at is None
        assert office.post(f"assistance/{request}/decline", {"text": "不归我们登记"}).json()["state"] == "declined"


class TestBurden:
    def test_of_one_item_is_for_anybody_and_of_all_for_supervisors(self, applicant: Api) -> None:
        number = filled()
        give_files(number, actor("applicant"), MONDAY)
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)

        told = applicant.get("burden", {"item": road_code(), "month": "2026-03"}).json()
        board = api_of("supervisor").get("burden", {"month": "2026-03"}).json()

        assert told["total"] == board["total"] == board["items"][0]["burden"]
        assert (told["total"]["materials_required"], told["total"]["materials_asked"]) == (6, 4)
        assert applicant.get("burden").status_code == 403
        assert applicant.get("burden", {"month": "2026-13"}).status_code == 422
