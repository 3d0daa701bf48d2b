"""Promising on the portal and at the window, handing in later, trying out, and the checks in the office."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factory import case, pdf
from tests.cases.promised import (
    CLERK,
    DRAINAGE,
    HYGIENE,
    REPORT,
    REVIEWER,
    code_of,
    drafted,
    on_a_promise,
    without_the_report,
)
from tests.city import MONDAY, STORY, actor, company
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.models import Case, Commitment, DeferredMaterial
from tongban.cases.queries.promises import signed
from tongban.cases.queries.reading import read_case
from tongban.credit.actions import record
from tongban.credit.models import Record
from tongban.credit.rules.records import Kind, Severity
from tongban.kernel import clock
from tongban.matters.models import Matter

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Let the pages live on the story's Monday."""
    monkeypatch.setattr(clock, "_OFFSET_FILE", f"{tmp_path}/clock")
    clock.set_offset(MONDAY + dt.timedelta(hours=1) - dt.datetime.now(dt.UTC))


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


def key_of(page: object) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page.content.decode())  # type: ignore[attr-defined]
    assert found
    return found.group(1)


def excluded_by_credit() -> None:
    """Record a false promise of the applicant's firm."""
    record(
        kind=Kind.FALSE_PROMISE,
        severity=Severity.GENERAL,
        basis="核查发现",
        organisation_id=company(actor("applicant")),
        at=MONDAY,
    )


class TestWayOfHandling:
    def test_shows_both_texts_whole_and_takes_the_signature(self, applicant: Client) -> None:
        number = drafted(HYGIENE)
        page = applicant.get(f"/applications/{number}/promises")
        text = check(page)
        assert "告知承诺：书面承诺符合条件" in text
        assert "不再适用告知承诺" in text
        assert "接受并配合核查" in text

        answer = applicant.post(
            f"/applications/{number}/promises",
            {"way": "promise", "version": "2026-1", "promise_read": "yes", "once": key_of(page)},
        )

        assert answer.headers["Location"] == f"/applications/{number}/materials"
        kept = Commitment.objects.get(matter__number=number)
        assert (kept.kind, kept.told_version, kept.replaces) == ("promise", "2026-1", ["pledge", "test-report"])
        assert len(kept.sha256) == 64
        materials = check(applicant.get(f"/applications/{number}/materials"))
        assert "已承诺，免交" in materials
        assert 'id="material-test-report"' not in materials

    def test_asks_to_sign_what_is_chosen(self, applicant: Client) -> None:
        number = drafted(HYGIENE)

        answer = applicant.post(f"/applications/{number}/promises", {"way": "promise", "version": "2026-1"})

        assert "勾选签署" in check(answer, 422)
        assert not Commitment.objects.exists()

    def test_can_be_changed_to_the_ordinary_way(self, applicant: Client) -> None:
        number = drafted(HYGIENE)
        applicant.post(
            f"/applications/{number}/promises", {"way": "promise", "version": "2026-1", "promise_read": "yes"}
        )

        applicant.post(f"/applications/{number}/promises", {"way": "ordinary"})

        assert Commitment.objects.get(matter__number=number).ended_at is not None

    def test_signs_what_comes_later(self, applicant: Client) -> None:
        number = drafted(DRAINAGE)
        assert "受理后 5 个工作日内补交" in check(applicant.get(f"/applications/{number}/promises"))

        applicant.post(f"/applications/{number}/promises", {"later": REPORT, "later_read": "yes"})

        kept = Commitment.objects.get(matter__number=number)
        assert (kept.kind, kept.replaces) == ("deferral", [REPORT])
        assert "已承诺后补" in check(applicant.get(f"/applications/{number}/materials"))

    def test_tells_the_excluded_why(self, applicant: Client) -> None:
        excluded_by_credit()
        number = drafted(HYGIENE)

        text = check(applicant.get(f"/applications/{number}/promises"))
        assert "尚未修复" in text
        applicant.post(
            f"/applications/{number}/promises", {"way": "promise", "version": "2026-1", "promise_read": "yes"}
        )

        assert not Commitment.objects.exists()

    def test_is_not_asked_where_nothing_can_be_promised(self, applicant: Client) -> None:
        number = case("draft")

        assert applicant.get(f"/applications/{number}/promises").status_code == 404
        assert "选择办理方式" not in check(applicant.get(f"/applications/{number}/materials"))


class TestOwed:
    def test_is_handed_in_on_the_page_of_the_case(self, applicant: Client) -> None:
        number = without_the_report("accepted")
        page = applicant.get(f"/my/cases/{number}/")
        assert "容缺材料" in check(page)

        applicant.post(
            f"/my/cases/{number}/deferred/{REPORT}",
            {"file": SimpleUploadedFile("报告.pdf", pdf()), "once": key_of(page)},
        )

        assert DeferredMaterial.objects.get(matter__number=number).given_at is not None
        assert "已补交" in check(applicant.get(f"/my/cases/{number}/"))

    def test_is_asked_for_of_whoever_sends_none(self, applicant: Client) -> None:
        number = without_the_report("accepted")
        page = applicant.get(f"/my/cases/{number}/")

        answer = applicant.post(f"/my/cases/{number}/deferred/{REPORT}", {"once": key_of(page)}, follow=True)

        assert "请先选择文件" in answer.content.decode()
        assert DeferredMaterial.objects.get(matter__number=number).given_at is None

    def test_is_taken_at_the_window_too(self, as_user: SignIn) -> None:
        number = without_the_report("accepted")
        clerk = as_user(STORY["people"]["clerk"])
        check(clerk.get(f"/office/cases/{number}/"))
        page = clerk.get(f"/office/cases/{number}/supply_deferred/")
        check(page)

        answer = clerk.post(
            f"/office/cases/{number}/supply_deferred/",
            {"material_code": REPORT, "file": SimpleUploadedFile("报告.pdf", pdf()), "once": key_of(page)},
        )

        assert answer.status_code == 302
        assert DeferredMaterial.objects.get(matter__number=number).given_at is not None


class TestMock:
    def test_is_marked_and_converted_with_one_press(self, applicant: Client) -> None:
        code = code_of(DRAINAGE)
        firm = company(actor("applicant"))
        page = applicant.get(f"/items/{code}/apply")
        check(page)
        applicant.post(f"/items/{code}/apply", {"applicant": str(firm), "mock": "yes", "once": key_of(page)})
        mock = Case.objects.get()
        number = mock.matter.number
        assert mock.mock
        assert "这是模拟办件" in check(applicant.get(f"/applications/{number}/1/"))

        tried = without_the_report("accepted", mock=True)
        text = check(applicant.get(f"/my/cases/{tried}/"))
        assert "这是模拟办件" in text
        assert "转为正式申请" in text
        answer = applicant.post(f"/my/cases/{tried}/convert", {"once": key_of(applicant.get(f"/my/cases/{tried}/"))})

        real = Case.objects.get(converted_from__number=tried)
        assert answer.headers["Location"] == f"/applications/{real.matter.number}/review"
        assert "已转为正式申请" in check(applicant.get(f"/my/cases/{tried}/"))

    def test_is_marked_in_the_office_and_left_out_of_what_supervisors_watch(self, as_user: SignIn) -> None:
        number = without_the_report("accepted", mock=True)

        clerk = as_user(STORY["people"]["clerk"])
        assert "模拟办理" in check(clerk.get(f"/office/cases/{number}/"))
        watched = as_user(STORY["people"]["supervisor"]).get("/office/?task=all")
        assert number not in check(watched)


class TestWindow:
    def test_records_who_signed_there(self, as_user: SignIn) -> None:
        number = drafted(DRAINAGE)
        _submitted_without_the_report(number)
        clerk = as_user(STORY["people"]["clerk"])
        form = clerk.get(f"/office/cases/{number}/accept/")
        refused = clerk.post(f"/office/cases/{number}/accept/", {"note": "", "once": key_of(form)})
        assert "还缺" in check(refused, 422)
        page = clerk.get(f"/office/cases/{number}/sign/")
        check(page)
        signer = actor("applicant").person_id

        nobody = clerk.post(f"/office/cases/{number}/sign/", {"later": REPORT, "signer": "", "once": key_of(page)})
        assert "请选择当面签署的人" in check(nobody, 422)
        answer = clerk.post(
            f"/office/cases/{number}/sign/", {"later": REPORT, "signer": str(signer), "once": key_of(page)}
        )

        assert answer.status_code == 302
        kept = signed(read_case(number, actor("clerk")), "deferral")
        assert kept is not None
        assert kept.signer_id == signer
        assert actions.accept(number=number, actor=actor("clerk"), at=clock.now()).state == "accepted"

    def test_is_for_clerks_of_an_open_application(self, as_user: SignIn) -> None:
        number = without_the_report("accepted")

        assert as_user(STORY["people"]["clerk"]).get(f"/office/cases/{number}/sign/").status_code == 404
        assert as_user(STORY["people"]["decider"]).get(f"/office/cases/{number}/sign/").status_code == 403


class TestVerification:
    def test_is_listed_shown_and_closed(self, as_user: SignIn) -> None:
        number = on_a_promise("granted")
        reviewer = as_user(REVIEWER)
        page = reviewer.get(f"/office/cases/{number}/")
        assert "现在开始核查承诺" in check(page)
        reviewer.post(f"/office/cases/{number}/verification/", {"once": key_of(page)})
        path = f"/office/verifications/{number}-HC/"
        assert path in check(reviewer.get("/office/verifications/"))

        page = reviewer.get(path)
        check(page)
        wrong = reviewer.post(path, {"outcome": "broken", "method": "site", "result": "不符", "once": key_of(page)})
        text = check(wrong, 422)
        assert "请写明证据" in text
        assert "两名以上工作人员" in text
        assert Matter.objects.get(number=f"{number}-HC").state == "open"

        said = {"outcome": "broken", "method": "data", "result": "不符", "evidence": "比对结果", "once": key_of(page)}
        answer = reviewer.post(path, said)

        assert answer.status_code == 302
        assert Record.objects.get().kind == "false_promise"
        assert "许可是凭不实承诺取得的" in check(reviewer.get(path))
        assert "违反承诺" in check(reviewer.get(f"/office/cases/{number}/"))

    def test_is_closed_by_its_reviewers_only(self, as_user: SignIn) -> None:
        number = on_a_promise("granted")
        actions.begin_verification(number=number, actor=actor(REVIEWER), at=MONDAY)
        path = f"/office/verifications/{number}-HC/"
        clerk = as_user(CLERK)
        said = {"outcome": "kept", "method": "data", "result": "合格", "once": key_of(as_user(REVIEWER).get(path))}

        assert "记录核查结果" not in check(clerk.get(path))
        assert clerk.post(path, said).status_code == 403
        assert as_user(STORY["people"]["clerk"]).get(path).status_code == 404

        assert Matter.objects.get(number=f"{number}-HC").state == "open"


class TestCredit:
    def test_is_shown_to_its_subject_and_repaired_by_an_administrator(self, applicant: Client, as_user: SignIn) -> None:
        record(
            kind=Kind.DEFERRAL_LAPSED,
            severity=Severity.MINOR,
            basis="逾期未补",
            organisation_id=company(actor("applicant")),
            at=MONDAY,
        )
        assert "容缺材料逾期未补" in check(applicant.get("/my/credit/"))
        administrator = as_user(STORY["people"]["administrator"])
        page = administrator.get("/office/credit/")
        check(page)
        made = Record.objects.get().pk

        refused = administrator.post("/office/credit/", {"record": made, "reason": "", "once": key_of(page)})
        check(refused, 422)
        assert Record.objects.get().repaired_at is None
        administrator.post("/office/credit/", {"record": made, "reason": "已补交", "once": key_of(page)})

        assert Record.objects.get().repaired_at is not None
        assert "已修复" in check(applicant.get("/my/credit/"))
        assert as_user(STORY["people"]["clerk"]).get("/office/credit/").status_code == 403


def _submitted_without_the_report(number: str) -> None:
    """Hand in with a signed deferral that is taken back by the window's finding nothing signed."""
    from tests.cases.promised import promise_report

    promise_report(number)
    actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
    Commitment.objects.filter(matter__number=number).delete()


class TestGuide:
    def test_says_where_one_may_promise(self, applicant: Client) -> None:
        assert "可以选择告知承诺" in check(applicant.get(f"/items/{code_of(HYGIENE)}/"))
        assert "可以选择告知承诺" not in check(applicant.get(f"/items/{code_of(DRAINAGE)}/"))
