"""Items as files over the API: looked over, drafted by editors, given out as linked data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.client import Api, api_of
from tongban.catalogue.models import Revision, Version
from tongban.catalogue.rules.drafts import as_in_file

NAME = "砍伐城市树木审批"


def the_item() -> Version:
    return Version.objects.get(name=NAME, state="published")


def upload(api: Api, query: str = "", **changes: Any) -> Any:
    content = {**as_in_file(the_item().content), **changes}
    return api.upload(f"items/imports{query}", "items.json", json.dumps([content], ensure_ascii=False).encode())


class TestImports:
    def test_say_what_would_change_and_write_nothing(self) -> None:
        answer = upload(api_of("steward"), promised_days=6)

        assert answer.status_code == 200, answer.content.decode()
        said = answer.json()
        assert [each["name"] for each in said["changed"]] == [NAME]
        assert said["changed"][0]["changes"]
        assert (said["created"], said["unchanged"], said["problems"], said["revisions"]) == ([], 0, [], [])
        assert not Revision.objects.filter(source="file").exists()

    def test_name_row_and_field_of_what_is_wrong(self) -> None:
        said = upload(api_of("steward"), "?draft=true", promised_days="六").json()

        assert [(each["file"], each["row"], each["field"]) for each in said["problems"]] == [
            ("items.json", 1, "promised_days")
        ]
        assert not Revision.objects.filter(source="file").exists()

    def test_draft_a_revision_when_asked(self) -> None:
        said = upload(api_of("steward"), "?draft=true", promised_days=6).json()

        revision = Revision.objects.get(source="file")
        assert said["revisions"] == [revision.matter.number]
        assert revision.versions.get().content["promised_days"] == 6

    def test_leave_what_is_under_way_and_say_so(self) -> None:
        upload(api_of("steward"), "?draft=true", promised_days=6)

        said = upload(api_of("steward"), "?draft=true", promised_days=5).json()

        assert (said["under_way"], said["unchanged"], said["problems"], said["revisions"]) == (1, 0, [], [])
        assert Revision.objects.get(source="file").versions.get().content["promised_days"] == 6

    @pytest.mark.parametrize("name", ["items.toml", "items.csv", "items"])
    def test_take_the_kinds_of_files_that_the_office_takes(self, name: str) -> None:
        answer = api_of("steward").upload("items/imports", name, b"[]")

        assert answer.status_code == 422
        assert "不能识别这种文件" in answer.content.decode()

    def test_answer_a_broken_file_like_any_other(self) -> None:
        answer = api_of("steward").upload("items/imports?draft=true", "items.json", b'[{"name": "\\ud800"}]')

        assert answer.status_code == 200
        assert [(each["row"], each["field"]) for each in answer.json()["problems"]] == [(1, "name")]

    @pytest.mark.parametrize("role", ["applicant", "clerk", "item_reviewer"])
    def test_are_for_editors(self, role: str) -> None:
        assert upload(api_of(role), promised_days=6).status_code == 403


class TestLinkedData:
    def test_tells_an_item_in_the_words_of_the_vocabulary(self) -> None:
        code = the_item().implementation.task_code

        answer = Api("").get(f"items/{code}.jsonld")

        assert answer.headers["Content-Type"] == "application/ld+json"
        said = json.loads(b"".join(answer.streaming_content))
        (service,) = said["@graph"]
        context = said["@context"]
        assert service["@type"] == "cpsv:PublicService"
        assert service["dct:identifier"] == code
        assert service["dct:title"][0] == {"@language": "zh", "@value": NAME}
        assert service["m8g:hasCompetentAuthority"]["dct:identifier"] == code[:18]
        assert service["m8g:processingTime"] == {"@type": "xsd:duration", "@value": "P7D"}
        shapes = {
            "cpsv:hasInput": ("m8g:Evidence", {"dct:identifier", "dct:title"}),
            "m8g:hasLegalResource": ("eli:LegalResource", {"dct:title"}),
            "m8g:hasChannel": ("m8g:Channel", {"dct:identifier", "dct:type"}),
        }
        for name, (kind, needed) in shapes.items():
            assert service[name], name
            assert all(row["@type"] == kind and needed <= set(row) and "@id" in row for row in service[name])
        assert service["cpsv:produces"]["@type"] == "cpsv:Output"
        assert {key.split(":")[0] for key in service if not key.startswith("@")} <= set(context)

    def test_of_no_item_is_not_there(self) -> None:
        assert Api("").get("items/none.jsonld").status_code == 404


class TestTheWholeCatalogue:
    def test_is_given_out_to_who_has_a_token(self) -> None:
        answer = api_of("steward").get("items.json")

        said = json.loads(b"".join(answer.streaming_content))
        assert len(said) == Version.objects.filter(state="published").count()
        assert Api("").get("items.json").status_code == 401
