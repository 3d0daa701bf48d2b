from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.city import actor
from tests.licences.factory import authority_id, firm, licence
from tests.licences.test_import_stock import row, table
from tongban.licences.models import Licence, StockImport
from tongban.parties.models import Authority

Browsers = Callable[[str], Client]

DESK = "/office/licence-desk/"


def ours() -> list[Licence]:
    """The licences of the story's company, without those of the demo's people."""
    return list(Licence.objects.filter(holder_code=firm().code, type__code="road-excavation").order_by("pk"))


class TestDesk:
    def test_leads_an_issuer_and_lists_the_types_of_the_authority(self, browser_of: Browsers) -> None:
        page = browser_of("issuer").get(DESK).content.decode()

        assert "挖掘城市道路许可证" in page
        assert f"{DESK}stock/" in page
        assert "医师执业证书" not in page

    @pytest.mark.parametrize("path", ["", "duplicates/", "stock/", "transfer-in/"])
    @pytest.mark.parametrize("role", ["stranger", "clerk"])
    def test_is_the_issuers_alone(self, path: str, role: str, browser_of: Browsers) -> None:
        assert browser_of(role).get(DESK + path).status_code in (302, 403, 404)


class TestStock:
    def test_is_looked_over_then_entered_once(self, browser_of: Browsers) -> None:
        browser = browser_of("issuer")
        upload = SimpleUploadedFile("旧证.csv", table(row()))

        preview = browser.post(f"{DESK}stock/", {"file": upload, "level": "B"})

        assert preview.status_code == 200
        assert ours() == []
        sent = {name: preview.context[name] for name in ("file", "name", "level", "authority")} | {
            "once": "licence-desk-key-0001"
        }
        browser.post(f"{DESK}stock/enter", sent)
        browser.post(f"{DESK}stock/enter", sent)
        assert [each.number for each in ours()] == ["旧字001"]

    def test_names_row_and_field_and_writes_nothing(self, browser_of: Browsers) -> None:
        before = StockImport.objects.count()

        page = browser_of("issuer").post(
            f"{DESK}stock/", {"file": SimpleUploadedFile("a.csv", table(row(颁发日期="某日"))), "level": "B"}
        )

        assert page.status_code == 422
        assert "issue_date" in page.content.decode()
        assert StockImport.objects.count() == before


class TestVersions:
    def test_put_right_what_was_wrong(self, browser_of: Browsers) -> None:
        made = licence().identifier
        browser = browser_of("issuer")

        browser.post(f"/office/licences/{made}/", {"purpose": "更正"})
        shown = browser.get(f"/office/licences/{made}/correct/")
        answer = browser.post(
            f"/office/licences/{made}/correct/",
            {
                "reason": "道路名称写错",
                "valid_from": "2026-03-02",
                "valid_until": "2030-06-01",
                "holder_name": firm().name,
                "once": "licence-desk-key-0002",
                **{f"face-{line['key']}": line["value"] for line in Licence.objects.get(identifier=made).face},
                "face-road_name": "示例西路",
            },
        )

        assert shown.status_code == 200
        assert answer.status_code == 302, answer.content.decode()
        new = Licence.objects.get(replaces__identifier=made)
        assert {line["key"]: line["value"] for line in new.face}["road_name"] == "示例西路"

    def test_of_a_duplicate_lead_to_the_one_that_stays(self, browser_of: Browsers) -> None:
        stays, gone = licence().identifier, licence().identifier
        browser = browser_of("issuer")

        browser.post(f"/office/licences/{gone}/", {"purpose": "合并"})
        answer = browser.post(
            f"/office/licences/{gone}/merge/", {"into": stays, "reason": "登记了两次", "once": "licence-desk-key-0003"}
        )

        assert answer.url.endswith(f"{stays}/")  # type: ignore[attr-defined]
        last = Licence.objects.get(identifier=gone).standings.last()
        assert last is not None
        assert last.refers_to is not None
        assert last.refers_to.identifier == stays

    def test_are_found_when_the_stock_has_one_twice(self, browser_of: Browsers) -> None:
        from tests.licences.test_import_stock import bring
        from tongban.licences.queries.duplicates import duplicates

        bring(table(row("旧〔2024〕5号"), row("旧[2024]5号")))

        assert [(each.same_number, each.holder_code) for each in duplicates(actor("issuer"))] == [(True, firm().code)]
        assert duplicates(actor("decider")) == []
        assert "疑似重复" in browser_of("issuer").get(f"{DESK}duplicates/").content.decode()

    def test_do_not_come_over_where_nobody_gave_them_away(self, browser_of: Browsers) -> None:
        made = licence().identifier
        browser = browser_of("issuer")

        refused = browser.post(
            f"{DESK}transfer-in/",
            {
                "identifier": made,
                "authority": Authority.objects.get(pk=authority_id()).key,
                "reason": "转入",
                "once": "licence-desk-key-0004",
            },
        )

        assert refused.status_code == 404
        assert not Licence.objects.filter(replaces__identifier=made).exists()


class TestTypes:
    def test_are_shown_to_anybody(self, client) -> None:  # type: ignore[no-untyped-def]
        listed = client.get("/licence-types/", {"q": "律师执业"}).content.decode()
        one = client.get("/licence-types/road-excavation/").content.decode()

        assert "律师执业证" in listed
        assert "挖掘道路" in one
        assert client.get("/licence-types/none/").status_code == 404
