"""The pages of the lead and the head: asking once more, the suspension wizard, the extension, the hearing."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.cases.factory import case
from tests.cases.joint import GRAPH, in_review, opine
from tests.city import DAY, MONDAY, actor, picture
from tests.web.office.test_step import fill_in, key_of, state
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.models import Hearing, Proposal, Review, ThirdParty
from tongban.matters.models import Clock, Matter, Pause

Browser = Callable[[str], Client]
Shift = Callable[[dt.timedelta], None]


def errors_of(answer: HttpResponse) -> set[str]:
    return {target.removeprefix("#") for target, _message in answer.context["errors"]}


class TestBoard:
    def test_shows_a_late_branch_red_while_the_case_is_not(self, browser_of: Browser, shift: Shift) -> None:
        number = in_review(GRAPH)
        shift(4 * DAY)

        text = check(browser_of("lead_reviewer").get(f"/office/cases/{number}/"))

        board = text[text.index('id="reviews"') : text.index("</ol>", text.index('id="reviews"'))]
        late = board[board.index("交通安全会审") - 600 : board.index("交通安全会审")]
        assert "已超期" in late
        assert "已超期" not in board[board.index("汇总意见") - 300 :]

    def test_says_which_steps_fell_away(self, browser_of: Browser) -> None:
        text = check(browser_of("lead_reviewer").get(f"/office/cases/{in_review(GRAPH)}/"))

        assert "按规则不需要的环节：规划会审" in text

    def test_keeps_the_first_opinion_beside_the_second_round(self, browser_of: Browser) -> None:
        number, lead = in_review(), browser_of("lead_reviewer")
        opine(number, "traffic", actor("joint_reviewer"), opinion="disagree", text="高峰不能施工")

        answer = fill_in(lead, number, "ask_again", step_code="traffic", asked="夜间施工可以吗？")

        text = check(lead.get(answer.headers["Location"]))
        assert "高峰不能施工" in text
        assert "夜间施工可以吗？" in text
        assert "第二次审查" in text
        assert Review.objects.filter(matter__number=number, step_code="traffic").count() == 2

    def test_asks_for_what_is_missing(self, browser_of: Browser) -> None:
        number = in_review()
        opine(number, "traffic", actor("joint_reviewer"))

        answer = fill_in(browser_of("lead_reviewer"), number, "ask_again", step_code="traffic")

        check(answer, 422)
        assert errors_of(answer) == {"asked"}

    def test_offers_the_gathered_conditions_to_the_decider(self, browser_of: Browser) -> None:
        number = in_review()
        for step, role in (("engineering", "lead_reviewer"), ("traffic", "joint_reviewer")):
            opine(number, step, actor(role), opinion="agree_with_conditions", conditions=f"条件{step}")

        text = check(browser_of("decider").get(f"/office/cases/{number}/decide/"))

        area = re.search(r'<textarea[^>]*name="conditions"[^>]*>([^<]*)</textarea>', text)
        assert area
        assert area[1].strip().splitlines() == ["市政工程审查：条件engineering", "交通安全会审：条件traffic"]


class TestSuspensionWizard:
    def test_first_asks_what_is_happening_and_nothing_more(self, browser_of: Browser) -> None:
        text = check(browser_of("lead_reviewer").get(f"/office/cases/{case('reviewing')}/suspend/"))

        assert {"expert_review", "public_notice", "site_visit"} <= set(re.findall(r'name="kind" value="(\w+)"', text))
        assert 'name="days"' not in text
        assert "下一步" in text

    def test_answers_what_is_unlawful_with_the_closed_list(self, browser_of: Browser) -> None:
        number, lead = case("reviewing"), browser_of("lead_reviewer")
        before = state(number)

        text = check(lead.post(f"/office/cases/{number}/suspend/", {"kind": "public_notice", "preview": "next"}))

        assert "“公示”的时间要计入办理期限" in text
        assert "第四十五条：听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审" in text
        assert 'name="days"' not in text
        assert state(number) == before

    def test_then_asks_for_days_reason_and_paper_and_shows_the_new_due_day(self, browser_of: Browser) -> None:
        number, lead = case("reviewing"), browser_of("lead_reviewer")
        address = f"/office/cases/{number}/suspend/"

        asked = check(lead.post(address, {"kind": "expert_review", "preview": "next"}))
        previewed = check(lead.post(address, {"kind": "expert_review", "days": "5", "preview": "yes"}))

        assert {'name="days"', 'name="reason"', 'name="file"'} <= set(re.findall(r'name="\w+"', asked))
        assert "3月20日（周五）" in previewed

    def test_keeps_the_paper_and_hands_it_out_to_who_handles_the_case(self, browser_of: Browser) -> None:
        number, lead = case("reviewing"), browser_of("lead_reviewer")
        address, paper = f"/office/cases/{number}/suspend/", picture("red")
        sent = {"once": key_of(lead.get(address)), "kind": "expert_review", "days": "5", "reason": "净距不足"}

        answer = lead.post(address, {**sent, "file": SimpleUploadedFile("评审通知.png", paper)})

        place = f"/office/cases/{number}/pauses/{Pause.objects.get(matter__number=number).pk}"
        assert answer.status_code == 302
        assert place in check(lead.get(f"/office/cases/{number}/"))
        assert lead.get(place).content == paper
        assert browser_of("supervisor").get(place).status_code == 404

    def test_offers_the_grounds_of_the_items_own_law(self, browser_of: Browser) -> None:
        own = {"code": "eia_notice", "label": "环评公示", "law": "环境影响评价法", "article": "第二十一条"}
        number, lead = in_review(pause_grounds=[own]), browser_of("lead_reviewer")

        fill_in(lead, number, "suspend", kind="eia_notice", days="5", reason="依法公示")

        text = check(lead.get(f"/office/cases/{number}/"))
        assert "环评公示" in text
        assert "《环境影响评价法》第二十一条" in text


class TestExtension:
    def test_is_asked_for_previewed_and_approved_by_the_head(self, browser_of: Browser) -> None:
        number, lead, head = case("reviewing"), browser_of("lead_reviewer"), browser_of("head")
        address = f"/office/cases/{number}/request_extension/"
        previewed = check(lead.post(address, {"days": "10", "preview": "yes"}))
        fill_in(lead, number, "request_extension", days="10", reason="须等专家意见")
        approving = check(head.get(f"/office/cases/{number}/extend/"))

        answer = fill_in(head, number, "extend")

        assert "4月14日（周二）" in previewed
        assert "须等专家意见" in approving
        assert "4月14日（周二）" in approving
        assert answer.status_code == 302
        assert "延长 10 个工作日" in check(head.get(f"/office/cases/{number}/"))
        assert Clock.objects.get(matter__number=number, kind="legal").due_on == dt.date(2026, 4, 14)
        assert Proposal.objects.get(matter__number=number).outcome == "approved"

    def test_names_what_is_wrong(self, browser_of: Browser) -> None:
        answer = fill_in(browser_of("lead_reviewer"), case("reviewing"), "request_extension", days="11")

        check(answer, 422)
        assert errors_of(answer) == {"days", "reason"}


class TestHearing:
    def test_is_told_asked_for_convened_and_recorded(self, browser_of: Browser, shift: Shift) -> None:
        number, lead, applicant = case("reviewed"), browser_of("lead_reviewer"), browser_of("applicant")
        fill_in(lead, number, "tell_of_hearing", about="拟不予许可")
        mine = applicant.get(f"/my/cases/{number}/")
        applicant.post(f"/my/cases/{number}/hearing", {"once": key_of(mine)})
        asked = check(applicant.get(f"/my/cases/{number}/"))
        host = actor("head").official_id
        said = {"held_on": "2026-03-11", "place": "三楼听证室", "host_id": str(host), "public": "yes"}
        fill_in(lead, number, "convene_hearing", **said)
        shift(9 * DAY)

        fill_in(browser_of("head"), number, "hold_hearing", minutes="各方到场，同意夜间施工。")

        assert "申请听证" in check(mine)
        assert "已申请听证" in asked
        assert Matter.objects.get(number=number).paused_on is None
        assert Hearing.objects.get(matter__number=number).minutes
        assert "同意夜间施工" in check(browser_of("decider").get(f"/office/cases/{number}/"))
        assert "三楼听证室" in check(browser_of("supervisor").get(f"/office/cases/{number}/"))

    def test_names_what_is_wrong(self, browser_of: Browser) -> None:
        number, lead = case("reviewed"), browser_of("lead_reviewer")
        fill_in(lead, number, "tell_of_hearing", about="拟不予许可")
        actions.request_hearing(number=number, actor=actor("applicant"), at=MONDAY)

        answer = fill_in(lead, number, "convene_hearing", held_on="2026-03-03")

        check(answer, 422)
        assert errors_of(answer) == {"held_on", "place", "host_id"}


class TestThirdParties:
    def test_are_told_and_heard(self, browser_of: Browser) -> None:
        number, lead = case("reviewed"), browser_of("lead_reviewer")
        fill_in(lead, number, "notify_third_party", name="示例商铺", interest="出入口受阻", phone="")

        told = ThirdParty.objects.get(matter__number=number)
        fill_in(lead, number, "record_third_party", third_party_id=str(told.pk), statement="避开营业时间即可")

        text = check(lead.get(f"/office/cases/{number}/"))
        assert "避开营业时间即可" in text
        told.refresh_from_db()
        assert told.answered_at is not None
        assert "示例商铺" not in check(browser_of("applicant").get(f"/my/cases/{number}/"))

    @pytest.mark.parametrize(
        ("verb", "said", "fields"),
        [
            ("notify_third_party", {}, {"name", "interest"}),
            ("request_hearing", {}, {"asked_by"}),
            ("tell_of_hearing", {}, {"about"}),
        ],
    )
    def test_are_asked_for_what_is_missing(
        self, browser_of: Browser, verb: str, said: dict[str, str], fields: set[str]
    ) -> None:
        number, lead = case("reviewed"), browser_of("lead_reviewer")
        if verb == "request_hearing":
            fill_in(lead, number, "tell_of_hearing", about="拟不予许可")

        answer = fill_in(lead, number, verb, **said)

        check(answer, 422)
        assert errors_of(answer) == fields
