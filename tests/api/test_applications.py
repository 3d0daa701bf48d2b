import datetime as dt

import pytest

from tests.api.client import Api
from tests.cases.factory import answers, case, pdf, road_code
from tests.city import STORY, picture
from tongban.cases.models import Case, CaseMaterial

COMPANY = "91529900TB00020158"


def start(api: Api, key: str | None = None, **body: object) -> object:
    return api.post("applications", {"item": road_code(), "organisation": COMPANY, **body}, key)


class TestStartApplication:
    def test_makes_a_draft_with_answers_and_what_is_known(self, applicant: Api) -> None:
        answer = start(applicant, answers={"road_name": "示例东路"})

        assert answer.status_code == 201
        started = answer.json()
        assert started["state"] == "draft"
        seen = applicant.case(started["number"])
        told = {each["key"]: each for group in seen["answers"] for each in group["answers"]}
        assert told["road_name"]["value"] == "示例东路"
        assert told["applicant_uscc"]["value"] == COMPANY
        assert told["applicant_uscc"]["source"]
        assert [verb["verb"] for verb in seen["verbs"]] == ["submit", "discard"]
        assert started["links"]["self"] == f"/api/v1/cases/{started['number']}"

    def test_is_done_once_for_a_key(self, applicant: Api) -> None:
        first, second = start(applicant, "one-key-of-mine"), start(applicant, "one-key-of-mine")

        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json() == second.json()
        assert Case.objects.count() == 1

    def test_a_key_sent_with_another_body_is_refused(self, applicant: Api) -> None:
        start(applicant, "one-key-of-mine")

        answer = start(applicant, "one-key-of-mine", answers={"road_name": "另一条路"})

        assert answer.status_code == 422
        assert [each["field"] for each in answer.json()["errors"]] == ["Idempotency-Key"]
        assert Case.objects.count() == 1

    def test_a_key_belongs_to_its_caller(self, applicant: Api, stranger: Api) -> None:
        start(applicant, "one-key-of-mine")

        assert start(stranger, "one-key-of-mine").status_code == 403

    @pytest.mark.parametrize("key", ["short", "x" * 81, "with a space", ""])
    def test_needs_a_well_formed_key(self, applicant: Api, key: str) -> None:
        answer = applicant.client.post(
            "/api/v1/applications",
            {"item": road_code()},
            content_type="application/json",
            headers={**applicant.headers, **({"Idempotency-Key": key} if key else {})},
        )

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
        assert not Case.objects.exists()

    def test_without_a_mandate_is_refused_alike_for_known_and_unknown_companies(self, stranger: Api) -> None:
        known, unknown = start(stranger), start(stranger, organisation="91529900TB00029990")

        assert (known.status_code, unknown.status_code) == (403, 403)
        assert known.json() == unknown.json()
        assert not Case.objects.exists()

    def test_of_an_unknown_item_is_not_found(self, applicant: Api) -> None:
        assert applicant.post("applications", {"item": "none", "organisation": COMPANY}).status_code == 404

    def test_an_official_who_is_no_person_cannot_apply(self, clerk: Api) -> None:
        assert clerk.post("applications", {"item": road_code()}).status_code == 403


class TestSaveAnswers:
    def test_merges_into_what_is_there(self, applicant: Api) -> None:
        number = case("draft")

        saved = applicant.patch(f"cases/{number}/answers", {"answers": {"road_name": "新路", "purpose": ""}})

        assert saved.status_code == 200
        assert saved.json()["answers"]["road_name"] == "新路"
        assert "purpose" not in saved.json()["answers"]

    def test_after_submission_is_refused_and_changes_nothing(self, applicant: Api) -> None:
        number = case("submitted")

        answer = applicant.patch(f"cases/{number}/answers", {"answers": {"road_name": "新路"}})

        assert answer.status_code == 409
        assert Case.objects.get().answers["road_name"] == STORY["answers"]["road_name"]

    def test_of_a_stranger_s_case_is_not_found(self, stranger: Api) -> None:
        answer = stranger.patch(f"cases/{case('draft')}/answers", {"answers": {"road_name": "新路"}})

        assert answer.status_code == 404


class TestAttachMaterial:
    def test_keeps_the_file_and_gives_it_back(self, applicant: Api) -> None:
        number, data = start(applicant).json()["number"], picture()

        answer = applicant.upload(f"cases/{number}/materials/plan", "平面图.png", data)

        assert answer.status_code == 201
        kept = applicant.get(answer.json()["href"])
        assert (kept.status_code, kept.headers["Content-Type"], kept.content) == (200, "image/png", data)
        assert kept.headers["Content-Disposition"].startswith("attachment")
        (plan,) = [each for each in applicant.case(number)["materials"] if each["code"] == "plan"]
        assert [given["name"] for given in plan["files"]] == ["平面图.png"]

    def test_with_a_key_is_done_once(self, applicant: Api) -> None:
        number = start(applicant).json()["number"]
        path = f"cases/{number}/materials/plan"

        ids = {applicant.upload(path, "平面图.png", picture(), "upload-key-1").json()["id"] for _ in range(2)}

        assert len(ids) == CaseMaterial.objects.count() == 1

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("平面图.pdf", b"MZ\x90\x00 not a pdf"),
            ("平面图.exe", b"MZ\x90\x00"),
            ("平面图.png", pdf()),
            ("平面图.pdf", b""),
            ("../../etc/passwd", pdf()),
        ],
    )
    def test_refuses_what_is_not_what_it_says(self, applicant: Api, name: str, data: bytes) -> None:
        number = start(applicant).json()["number"]

        answer = applicant.upload(f"cases/{number}/materials/plan", name, data)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["detail"]
        assert not CaseMaterial.objects.exists()

    def test_of_an_unknown_material_or_a_stranger_is_not_found(self, applicant: Api, stranger: Api) -> None:
        number = start(applicant).json()["number"]

        assert applicant.upload(f"cases/{number}/materials/none", "a.pdf", pdf()).status_code == 404
        assert stranger.upload(f"cases/{number}/materials/plan", "a.pdf", pdf()).status_code == 404

    def test_can_be_taken_back_once(self, applicant: Api) -> None:
        number = start(applicant).json()["number"]
        given = applicant.upload(f"cases/{number}/materials/plan", "平面图.png", picture()).json()["id"]
        path = f"cases/{number}/materials/plan/{given}"

        first, second = applicant.delete(path), applicant.delete(path)

        assert (first.status_code, first.content) == (204, b"")
        assert second.status_code == 404
        assert applicant.delete(f"cases/{number}/materials/plan/{10**30}").status_code in (404, 422)


def test_answers_of_the_story_are_dated() -> None:
    assert answers(dt.date(2026, 3, 2))["start_on"] == "2026-04-16"
