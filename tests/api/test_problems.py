import json

import pytest
from django.test import Client

from tests.api.client import Api, api_of
from tests.cases.factory import case, road_code


class TestProblem:
    @pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/none", "/api/v2/items", "/api/v1/items/"])
    def test_answers_an_address_that_leads_nowhere(self, visitor: Api, path: str) -> None:
        answer = visitor.get(path)

        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert set(answer.json()) == {"type", "title", "status", "detail", "errors"}

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("post", "items", "GET"),
            ("delete", "cases", "GET"),
            ("put", "applications", "POST"),
            ("post", "openapi.json", "GET"),
        ],
    )
    def test_answers_another_method(self, visitor: Api, method: str, path: str, allowed: str) -> None:
        answer = getattr(visitor.client, method)(f"/api/v1/{path}")

        assert answer.status_code == 405
        assert answer.headers["Allow"] == allowed
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_speaks_the_reader_s_language(self) -> None:
        chinese, english = api_of("stranger"), api_of("stranger", language="en-GB,en;q=0.8")

        told, said = chinese.get("cases/none"), english.get("cases/none")

        assert (told.headers["Content-Language"], said.headers["Content-Language"]) == ("zh-Hans", "en")
        assert told.json()["title"] == "没有找到"
        assert told.json()["type"] == said.json()["type"] == "urn:tongban:problem:not-found"

    def test_names_each_field_that_is_wrong(self, applicant: Api) -> None:
        answer = applicant.post("applications", {"organisation": 5, "colour": "red"})

        assert answer.status_code == 422
        told = {each["field"]: each["detail"] for each in answer.json()["errors"]}
        assert told == {"item": "请填写此项", "organisation": "应为文字", "colour": "没有这个字段，请核对名称"}


class TestBodies:
    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ("", 422),
            ("{", 400),
            ("[]", 400),
            ("nul", 400),
            ('{"item": NaN}', 400),
            ('{"item": "a\\u0000b"}', 400),
            ('{"item": "\\ud800"}', 400),
            ('{"item": "x", "answers": {"a": 1e999}}', 400),
            ("[" * 100_000, 400),
            ('{"item": "x", "answers": {"a": ' + "9" * 5000 + "}}", 400),
            ('{"item": "' + "x" * 61 + '"}', 422),
            ('{"item": "x" }' + " " * 1024 * 1024, 413),
        ],
    )
    def test_that_cannot_be_taken_are_refused(self, applicant: Api, sent: str, status: int) -> None:
        answer = applicant.client.post(
            "/api/v1/applications",
            sent,
            content_type="application/json",
            headers={**applicant.headers, "Idempotency-Key": "a-key-of-mine"},
        )

        assert answer.status_code == status, answer.content.decode()
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_of_another_media_type_are_refused(self, applicant: Api) -> None:
        headers = {**applicant.headers, "Idempotency-Key": "a-key-of-mine"}
        sent = json.dumps({"item": road_code()})

        for media in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
            answer = applicant.client.post("/api/v1/applications", sent, content_type=media, headers=headers)
            assert answer.status_code == 415

    def test_an_upload_must_be_multipart(self, applicant: Api) -> None:
        answer = applicant.post(f"cases/{case('draft')}/materials/plan", {"file": "x"})

        assert answer.status_code == 415

    def test_an_upload_over_the_limit_is_refused_before_it_is_read(self, applicant: Api) -> None:
        number = case("draft")

        answer = applicant.upload(f"cases/{number}/materials/plan", "平面图.pdf", b"x" * (26 * 1024 * 1024))

        assert answer.status_code == 413

    def test_sent_in_chunks_without_a_length_are_refused(self, applicant: Api) -> None:
        headers = {**applicant.headers, "Idempotency-Key": "a-key-of-mine", "Transfer-Encoding": "chunked"}

        answer = applicant.client.generic("POST", "/api/v1/applications", headers=headers)

        assert answer.status_code == 411

    def test_a_broken_multipart_is_refused(self, applicant: Api) -> None:
        answer = Client().post(
            f"/api/v1/cases/{case('draft')}/materials/plan",
            b"no parts",
            content_type="multipart/form-data",
            headers=applicant.headers,
        )

        assert answer.status_code == 400
