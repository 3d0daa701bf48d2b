"""Documents that are kept, files in pieces, and drafts on several devices, over the API."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.client import Api, api_of
from tests.cases.factory import case, pdf
from tests.city import actor, company, picture
from tongban.cases.models import CaseMaterial
from tongban.parties.queries import organisation
from tongban.sharing.models import KeptDocument, Upload
from tongban.sharing.rules.pieces import PIECE_TYPE

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def applicant() -> Api:
    return api_of("applicant")


@pytest.fixture
def stranger() -> Api:
    return api_of("stranger")


def uscc() -> str:
    return organisation(company(actor("applicant"))).code


def put_in(caller: Api, data: bytes = b"", **told: Any) -> Any:
    sent = {"obtained_on": "2026-01-05", "name": "场地证明", **told}
    file = SimpleUploadedFile("场地.png", data or picture())
    return caller.client.post("/api/v1/me/documents", {**sent, "file": file}, headers=caller.headers)


def send(caller: Api, data: bytes, name: str = "图.pdf") -> str:
    told = f"filename {base64.b64encode(name.encode()).decode()}"
    headers = {**caller.headers, "Upload-Length": str(len(data)), "Upload-Metadata": told}
    begun = caller.client.post("/api/v1/uploads", headers=headers)
    assert begun.status_code == 201, begun.content
    piece(caller, begun.headers["Location"], 0, data)
    return str(begun.json()["id"])


def piece(caller: Api, url: str, offset: int, data: bytes) -> Any:
    headers = {**caller.headers, "Upload-Offset": str(offset)}
    return caller.client.patch(url, data, content_type=PIECE_TYPE, headers=headers)


class TestDocuments:
    def test_are_put_in_listed_changed_read_and_removed(self, applicant: Api) -> None:
        kept = put_in(applicant, organisation=uscc())
        assert kept.status_code == 201, kept.content
        href = kept.json()["links"]["self"]

        told = applicant.get("me/documents", {"organisation": uscc()}).json()
        assert [(each["name"], each["owner_kind"], each["lapsed"]) for each in told["results"]] == [
            ("场地证明", "organisation", False)
        ]
        body = {"name": "场地租赁合同", "obtained_on": "2026-01-05", "valid_until": "2026-02-01"}
        assert applicant.patch(href, body).json()["valid_until"] == "2026-02-01"
        assert applicant.get(f"{href}/file").content == picture()
        assert applicant.delete(href).status_code == 204
        assert applicant.get("me/documents").json()["count"] == 0

    def test_are_nothing_to_a_stranger(self, applicant: Api, stranger: Api) -> None:
        href = put_in(applicant).json()["links"]["self"]
        body = {"name": "x", "obtained_on": "2026-01-05"}

        told = [stranger.get(href), stranger.get(f"{href}/file"), stranger.patch(href, body), stranger.delete(href)]

        assert [each.status_code for each in told] == [404, 404, 404, 404]
        assert stranger.get("me/documents").json()["count"] == 0
        assert put_in(stranger, organisation=uscc()).status_code == 403
        assert KeptDocument.objects.get().removed_at is None

    def test_are_given_for_a_material_and_kept_from_a_case(self, applicant: Api) -> None:
        number = case("draft")
        file = CaseMaterial.objects.filter(matter__number=number, code="plan").earliest("pk")
        kept = applicant.post(f"cases/{number}/materials/{file.pk}/keep", {"valid_until": "2036-01-01"})
        assert kept.status_code == 201, kept.content

        given = applicant.post(f"cases/{number}/materials/plan/kept", {"document": kept.json()["id"]})

        assert given.status_code == 201, given.content
        assert CaseMaterial.objects.get(pk=given.json()["ids"][0]).sha256 == file.sha256


class TestUploads:
    def test_go_on_where_they_stopped_and_become_a_material(self, applicant: Api) -> None:
        number, data = case("draft"), pdf()
        headers = {**applicant.headers, "Upload-Length": str(len(data))}
        begun = applicant.client.post("/api/v1/uploads", headers=headers)
        url = begun.headers["Location"]

        assert piece(applicant, url, 0, data[:100]).headers["Upload-Offset"] == "100"
        wrong = piece(applicant, url, 0, data)
        assert (wrong.status_code, wrong.json()["status"]) == (409, 409)
        assert applicant.client.head(url, headers=applicant.headers).headers["Upload-Offset"] == "100"
        assert piece(applicant, url, 100, data[100:]).status_code == 204
        body = {"uploads": [begun.json()["id"]]}
        refused = applicant.post(f"cases/{number}/materials/plan/received", body)

        # A file without a name has no ending by which it could be taken.
        assert refused.status_code == 422
        key = send(applicant, data)
        given = applicant.post(f"cases/{number}/materials/plan/received", {"uploads": [key]})
        assert given.status_code == 201, given.content
        assert applicant.get(f"cases/{number}/materials/{given.json()['ids'][0]}/file").content == data
        assert not Upload.objects.filter(key=key).exists()

    def test_of_photographs_become_one_pdf(self, applicant: Api) -> None:
        number = case("draft")
        keys = [send(applicant, picture(each), f"{each}.png") for each in ("red", "blue")]

        given = applicant.post(f"cases/{number}/materials/plan/received", {"uploads": keys, "as_one_pdf": True})

        assert CaseMaterial.objects.get(pk=given.json()["ids"][0]).media_type == "application/pdf"

    def test_are_nothing_to_a_stranger(self, applicant: Api, stranger: Api) -> None:
        url = f"/api/v1/uploads/{send(applicant, pdf())}"

        assert stranger.client.head(url, headers=stranger.headers).status_code == 404
        assert piece(stranger, url, 0, b"x").status_code == 404
        assert stranger.delete(url).status_code == 404
        assert Upload.objects.count() == 1

    def test_are_refused_when_too_large(self, applicant: Api) -> None:
        headers = {**applicant.headers, "Upload-Length": str(201 * 1024 * 1024)}

        assert applicant.client.post("/api/v1/uploads", headers=headers).status_code == 413


class TestDrafts:
    def test_merge_by_the_revision_that_was_seen_and_name_what_is_in_conflict(self, applicant: Api) -> None:
        path = f"cases/{case('draft')}/answers"
        seen = applicant.get(path).json()["revision"]
        applicant.patch(path, {"answers": {"road_name": "另一处填的路"}})

        merged = applicant.patch(path, {"answers": {"purpose": "供水"}, "revision": seen})
        conflict = applicant.patch(path, {"answers": {"road_name": "这里填的路", "purpose": "供气"}, "revision": seen})

        assert merged.json()["answers"]["road_name"] == "另一处填的路"
        assert conflict.status_code == 409
        assert {each["field"] for each in conflict.json()["errors"]} == {"road_name", "purpose"}
        assert "另一处填的路" in conflict.json()["errors"][0]["detail"]
        assert applicant.get(path).json()["answers"]["purpose"] == "供水"

    def test_save_nothing_over_what_was_overtaken(self, applicant: Api, stranger: Api) -> None:
        path = f"cases/{case('draft')}/answers"
        tag = applicant.get(path).headers["ETag"]

        def patch(body: dict[str, Any], tag: str) -> Any:
            headers = {**applicant.headers, "If-Match": tag}
            return applicant.client.patch(
                f"/api/v1/{path}", {"answers": body}, content_type="application/json", headers=headers
            )

        first = patch({"road_name": "一路"}, tag)
        second = patch({"road_name": "二路"}, tag)

        assert (first.status_code, second.status_code) == (200, 412)
        assert second.json()["errors"][0]["field"] == "road_name"
        assert patch({"road_name": "二路"}, first.headers["ETag"]).json()["answers"]["road_name"] == "二路"
        assert stranger.get(path).status_code == 404
