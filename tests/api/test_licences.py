import pytest

from tests.api.client import Api
from tests.cases.factory import case, pdf
from tongban.cases.models import Decision


@pytest.fixture
def identifier() -> str:
    """The identifier of a licence that was issued."""
    return str(Decision.objects.get(matter__number=case("issued")).licence_identifier)


class TestReadLicence:
    def test_shows_the_holder_its_face(self, applicant: Api, identifier: str) -> None:
        answer = applicant.get(f"licences/{identifier}")

        assert answer.status_code == 200
        licence = answer.json()
        assert (licence["name"], licence["state"]) == ("挖掘城市道路许可证", "valid")
        assert "示例东路" in [line["value"] for line in licence["face"]]
        assert applicant.get(licence["file"]).content.startswith(b"%PDF")

    def test_is_hidden_from_strangers(self, stranger: Api, identifier: str) -> None:
        for path in (f"licences/{identifier}", f"licences/{identifier}/file"):
            assert stranger.get(path).status_code == 404
        assert stranger.get("licences").json()["count"] == 0


class TestVerifyLicence:
    def test_tells_anybody_its_state_now_and_on_a_day(self, visitor: Api, identifier: str) -> None:
        before = visitor.get(f"licences/{identifier}/verification", {"on": "2026-03-01"}).json()
        after = visitor.get(f"licences/{identifier}/verification", {"on": "2026-06-02"}).json()

        assert (before["state"], before["state_on"], after["state_on"]) == ("valid", "not_yet_valid", "expired")
        assert before["label"] == "有效"

    @pytest.mark.parametrize("on", ["2026-02-30", "today", "10000-01-01", "-1", "2026-13-01", "٢٠٢٦-٠١-٠١"])
    def test_refuses_a_day_that_is_none(self, visitor: Api, identifier: str, on: str) -> None:
        answer = visitor.get(f"licences/{identifier}/verification", {"on": on})

        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "on", "detail": "请填写日期，例如 2026-03-09"}]

    @pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
    def test_bears_the_first_and_the_last_day(self, visitor: Api, identifier: str, on: str) -> None:
        assert visitor.get(f"licences/{identifier}/verification", {"on": on}).status_code == 200

    def test_tells_a_slip_from_a_forgery(self, visitor: Api, identifier: str) -> None:
        slip = identifier[:-1] + ("0" if identifier[-1] != "0" else "1")

        assert visitor.get(f"licences/{slip}/verification").status_code == 404
        assert visitor.get("licences/%00/verification").status_code == 404
        assert visitor.get(f"licences/{'9' * 200}/verification").status_code in (404, 422)


class TestVerifyFile:
    def test_finds_one_changed_byte(self, applicant: Api, visitor: Api, identifier: str) -> None:
        whole = applicant.get(f"licences/{identifier}/file").content
        changed = whole[:1000] + bytes([whole[1000] ^ 1]) + whole[1001:]

        assert visitor.upload("licences/verification", "a.pdf", whole).json()["outcome"] == "genuine"
        assert visitor.upload("licences/verification", "a.pdf", changed).json()["genuine"] is False

    @pytest.mark.parametrize("data", [b"", b"MZ", b"%PDF-1.7", pdf(), bytes(100_000)])
    def test_bears_any_file(self, visitor: Api, data: bytes) -> None:
        answer = visitor.upload("licences/verification", "a.pdf", data)

        assert answer.status_code == 200
        assert answer.json()["outcome"] == "not_ours"

    def test_needs_a_file(self, visitor: Api) -> None:
        answer = visitor.client.post("/api/v1/licences/verification", {})

        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "file", "detail": "请填写此项"}]
