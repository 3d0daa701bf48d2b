"""The pages of those who keep registers: freshness, import with preview, exact searches, and corrections."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factory import case
from tests.city import actor
from tests.web.pages import check
from tongban.kernel.actions.stage_file import stage_file
from tongban.kernel.clock import now
from tongban.sharing.actions import report_wrong
from tongban.sharing.models import DataCorrection, LegalPersonRecord, LookUp

SignIn = Callable[[str], Client]
FIRM = "91529900TB0002031X"
PAGE = "/office/registers/legal-persons/"


@pytest.fixture
def steward(browser_of: SignIn) -> Client:
    return browser_of("data_steward")


def upload(browser: Client, text: str, name: str = "firms.csv") -> object:
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, text.encode())})


class TestRegisters:
    def test_lists_ones_own_with_how_fresh_they_are(self, steward: Client) -> None:
        text = check(steward.get("/office/registers/"))

        assert "法人基础信息库" in text
        assert "人口基础信息库" not in text

    @pytest.mark.parametrize("role", ["clerk", "administrator", "supervisor"])
    def test_is_shut_to_other_duties(self, browser_of: SignIn, role: str) -> None:
        for path in ("/office/registers/", PAGE):
            assert browser_of(role).get(path).status_code == 403

    def test_hides_the_registers_of_others(self, steward: Client) -> None:
        assert steward.get("/office/registers/population/").status_code == 404
        search = {"subject": "529900198806120219", "purpose": "看看"}
        assert steward.post("/office/registers/population/search", search).status_code == 404
        assert not LookUp.objects.filter(act="search").exists()

    def test_previews_a_file_and_takes_it_once(self, steward: Client) -> None:
        page = upload(steward, f"subject,org.phone\n{FIRM},0851-99030199\n")

        text = check(page)  # type: ignore[arg-type]
        assert "新增 0 条，变更 1 条，0 条没有变化。" in text
        assert LegalPersonRecord.objects.get(subject_code=FIRM).phone != "0851-99030199"
        sent = {"file": page.context["file"], "name": "firms.csv", "once": "press-it-twice"}  # type: ignore[attr-defined]
        for _press in range(2):
            assert steward.post(f"{PAGE}apply", sent).status_code == 302
        assert LegalPersonRecord.objects.get(subject_code=FIRM).phone == "0851-99030199"

    def test_takes_no_file_that_its_reader_did_not_look_over(self, steward: Client) -> None:
        table = f"subject,org.phone\n{FIRM},0851-99030199\n".encode()
        of_another = stage_file(data=table, owner="account:0", at=now())

        sent = {"file": of_another, "name": "firms.csv", "once": "of-somebody-else"}

        assert steward.post(f"{PAGE}apply", sent).status_code == 404
        assert LegalPersonRecord.objects.get(subject_code=FIRM).phone != "0851-99030199"

    def test_names_what_is_wrong_with_a_file(self, steward: Client) -> None:
        page = upload(steward, "subject,org.registered_on\n1,昨天\n")

        text = check(page, status=422)  # type: ignore[arg-type]
        assert "values.org.registered_on" in text

    def test_shows_rows_of_exactly_one_subject_for_a_purpose(self, steward: Client) -> None:
        refused = steward.post(f"{PAGE}search", {"subject": FIRM, "purpose": ""})
        shown = steward.post(f"{PAGE}search", {"subject": FIRM, "purpose": "核对更名"})

        check(refused, status=422)
        assert "贵阳黔衡岭建设工程有限公司（示例）" in check(shown)
        assert LookUp.objects.get(act="search").purpose == "核对更名"


class TestCorrections:
    @pytest.fixture
    def number(self) -> str:
        case("draft", now())
        row = LegalPersonRecord.objects.get(subject_code=self._firm())
        return report_wrong(
            register="legal-persons",
            row=f"legal-persons/{row.pk}",
            element="org.address",
            held=row.address,
            given="贵阳市示例新址 1 号",
            note="去年搬了",
            case_number="",
            actor=actor("applicant"),
            at=now(),
        )

    def _firm(self) -> str:
        log = LookUp.objects.filter(registers__contains=["legal-persons"]).latest("pk")
        return log.subject_code

    def test_wait_for_the_provider_who_puts_the_register_right(self, steward: Client, number: str) -> None:
        assert "法人基础信息库：住所" in check(steward.get("/office/corrections/"))
        path = f"/office/corrections/{number}/"
        assert "贵阳市示例新址 1 号" in check(steward.get(path))

        check(steward.post(path, {"once": "correction-none"}), status=422)
        steward.post(path, {"verb": "take_up", "once": "correction-take"})
        sent = {
            "verb": "correct_record",
            "value": "贵阳市示例新址 1 号",
            "answer": "已核对",
            "once": "correction-right",
        }
        assert steward.post(path, sent).status_code == 302

        assert DataCorrection.objects.get().matter.state == "corrected"
        assert LegalPersonRecord.objects.get(subject_code=self._firm()).address == "贵阳市示例新址 1 号"
        assert "已核对" in check(steward.get(path))

    def test_are_masked_for_the_supervisor_and_shut_to_others(self, browser_of: SignIn, number: str) -> None:
        assert browser_of("clerk").get("/office/corrections/").status_code == 403
        assert browser_of("ji.huce").get(f"/office/corrections/{number}/").status_code == 404
        text = check(browser_of("supervisor").get(f"/office/corrections/{number}/"))
        assert "发送答复" not in text
        path = f"/office/corrections/{number}/"
        sent = {"verb": "reject_report", "answer": "对的", "once": "supervisor-tries"}
        assert browser_of("supervisor").post(path, sent).status_code == 403
        assert DataCorrection.objects.get().matter.state == "reported"
