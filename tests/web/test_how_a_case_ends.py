"""What an applicant reads and may ask when a case ends before its decision, or when nobody has answered."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.city import DAY, STORY, actor
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.actions.sweep_cases import sweep_silence
from tongban.cases.queries import case_page
from tongban.kernel.clock import now

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def applicant(as_user: Callable[[str], Client]) -> Client:
    return as_user(STORY["people"]["applicant"])


class TestAskToWithdraw:
    def test_of_what_is_under_review_goes_to_the_authority(self, applicant: Client) -> None:
        number = case("reviewing", now())
        page, form = f"/my/cases/{number}/", f"/my/cases/{number}/ask-to-withdraw"
        assert form in check(applicant.get(page))

        refused = applicant.post(form, {"reason": " ", "once": "first-form-key"})
        asked = applicant.post(form, {"reason": "工程取消", "once": "second-form-key"}, follow=True)

        assert "请写明撤回的原因" in check(refused, 422)
        text = check(asked)
        assert "您已申请撤回" in text
        assert form not in text
        assert case_page(actor("applicant"), number, now()).state == "reviewing"

    def test_shows_why_it_was_declined_and_may_be_asked_again(self, applicant: Client) -> None:
        number = case("reviewing", now())
        actions.ask_to_withdraw(number=number, reason="工程取消", actor=actor("applicant"), at=now())
        actions.decline(number=number, kind="withdrawal", answer="涉及第三人利益", actor=actor("decider"), at=now())

        text = check(applicant.get(f"/my/cases/{number}/"))

        assert "涉及第三人利益" in text
        assert f"/my/cases/{number}/ask-to-withdraw" in text


class TestAnEnd:
    def test_by_the_authority_is_shown_with_its_reason_and_its_paper(self, applicant: Client) -> None:
        number = case("accepted", now())
        actions.terminate(number=number, ground="subject_ceased", reason="公司已注销", actor=actor("decider"), at=now())

        text = check(applicant.get(f"/my/cases/{number}/"))

        assert "公司已注销" in text
        assert "查看《终止通知书》" in text

    def test_by_silence_is_no_end(self, applicant: Client) -> None:
        handed_in = now() - 20 * DAY
        number = case("submitted", handed_in)

        sweep_silence(at=now())

        text = check(applicant.get(f"/my/cases/{number}/"))
        assert "视为受理" in text
        accepted_on = case_page(actor("applicant"), number, now()).raw.accepted_on
        assert isinstance(accepted_on, dt.date)
        assert f"{accepted_on.month}月{accepted_on.day}日" in text
