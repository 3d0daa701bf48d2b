import pytest

from tests.api.client import Api, api_of
from tests.city import STORY
from tests.licences.factory import authority_id, firm, licence
from tests.licences.test_import_stock import row, table
from tongban.licences.models import Licence
from tongban.parties.models import Duty, PartyEvent


def ours() -> list[str]:
    """The numbers of the stock that a test entered."""
    return list(Licence.objects.filter(number__startswith="旧字").values_list("number", flat=True))


class TestTypes:
    def test_are_told_to_anybody(self, visitor: Api) -> None:
        listed = visitor.get("licence-types", {"q": "挖掘城市道路"}).json()
        one = visitor.get("licence-types/road-excavation").json()

        assert (listed["count"], listed["results"][0]["code"]) == (1, "road-excavation")
        assert (one["look"], one["define_code"]) == ("permit", one["type_code"][:18])
        assert visitor.get("licence-types").json()["count"] == 403
        assert visitor.get("licence-types/none").status_code == 404


class TestMetadata:
    def test_has_the_national_names(self, applicant: Api, stranger: Api) -> None:
        made = licence().identifier

        told = applicant.get(f"licences/{made}/metadata").json()["metadata"]

        assert (told["certificate_identifier"], told["certificate_version"]) == (made, "001")
        assert (told["holder_code"], told["holder_type"]) == (firm().code, "001")
        assert (told["status"], told["operation"], told["area_code"]) == ("01", "01", "520100000000")
        assert (told["issue_date"], told["validity_end"]) == ("20260302", "20300601")
        assert stranger.get(f"licences/{made}/metadata").status_code == 404

    def test_feed_is_the_administrators(self, applicant: Api) -> None:
        licence()

        assert applicant.get("licences/feed").status_code == 403
        assert not PartyEvent.objects.filter(kind="pull_licence_feed").exists()

    def test_feed_tells_an_administrator_of_the_own_authority_alone_and_is_kept(self) -> None:
        made = licence().identifier
        elsewhere = Duty.objects.get(kind="administrator", official__account__username=STORY["people"]["administrator"])
        assert api_of("administrator").get("licences/feed").json() == {"next": 0, "results": []}

        Duty.objects.filter(pk=elsewhere.pk).update(authority_id=authority_id())
        told = api_of("administrator").get("licences/feed").json()

        assert [each["source_id"] for each in told["results"]] == [made]
        assert "face" not in told["results"][0]
        kept = PartyEvent.objects.get(kind="pull_licence_feed")
        assert (kept.facts["rows"], kept.facts["to"], kept.facts["after"]) == (1, told["next"], 0)


class TestStock:
    def test_is_previewed_then_entered_once(self) -> None:
        issuer, data = api_of("issuer"), table(row())

        preview = issuer.upload("licences/stock?preview=true", "a.csv", data)
        done = [issuer.upload("licences/stock?preview=false", "a.csv", data, "stock-key-0001") for _ in range(2)]

        assert (preview.json()["created"], preview.json()["preview"]) == (1, True)
        assert [each.json()["created"] for each in done] == [1, 1]
        assert ours() == ["旧字001"]

    def test_is_not_another_file_under_the_same_key(self) -> None:
        issuer = api_of("issuer")
        issuer.upload("licences/stock?preview=false", "a.csv", table(row()), "stock-key-0002")

        for name, data in (("a.csv", table(row("旧字002"))), ("b.csv", table(row()))):
            answer = issuer.upload("licences/stock?preview=false", name, data, "stock-key-0002")
            assert answer.status_code == 422
        assert ours() == ["旧字001"]

    @pytest.mark.parametrize("role", ["applicant", "stranger", "clerk"])
    def test_is_the_issuers(self, role: str) -> None:
        answer = api_of(role).upload("licences/stock?preview=false", "a.csv", table(row()))

        assert answer.status_code in (403, 404)
        assert ours() == []


class TestVersions:
    def test_are_made_once_a_key(self) -> None:
        made, issuer = licence().identifier, api_of("issuer")
        body = {"reason": "名称有误", "face": {"road_name": "示例西路"}, "valid_until": "2030-06-01"}

        answers = [issuer.post(f"licences/{made}/correct", body, "correct-key-0001") for _ in range(2)]

        assert {each.status_code for each in answers} == {200}
        assert Licence.objects.filter(replaces__identifier=made).count() == 1
        assert api_of("stranger").post(f"licences/{made}/correct", body).status_code == 404
