"""The form of every verb: what it asks, what it does once, and what it refuses without a trace."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.lifecycle import APPLICANT, MOVES, SYSTEM_DUTY
from tongban.cases.lifecycle.decision import AT_ONCE
from tongban.cases.models import Decision, Delivery, Review
from tongban.matters.models import JournalEntry, Matter
from tongban.web.office.forms import FORMS

Browser = Callable[[str], Client]


def key_of(page: HttpResponse) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def fill_in(browser: Client, number: str, verb: str, **answers: str) -> HttpResponse:
    """Open the form, answer it, and send it."""
    address = f"/office/cases/{number}/{verb}/"
    page = browser.get(address)
    check(page)
    return browser.post(address, {"once": key_of(page), **answers})


def state(number: str) -> tuple[str, int]:
    matter = Matter.objects.get(number=number)
    return matter.state, JournalEntry.objects.filter(matter=matter).count()


STEPS = [
    ("submitted", "clerk", "accept", {"note": "材料齐全"}, "accepted"),
    (
        "submitted",
        "clerk",
        "return_for_correction",
        {"pick-plan": "on", "problem-plan": "没有尺寸", "requirement-plan": "请标注尺寸", "pick-road_section": "on"}
        | {"problem-road_section": "太笼统", "requirement-road_section": "写明灯杆号", "note": "请一次补齐"},
        "correcting",
    ),
    ("submitted", "clerk", "begin_pre_review", {}, "pre_review"),
    ("submitted", "clerk", "receive", {}, "received"),
    ("submitted", "clerk", "propose_refusal", {"ground": "not_required", "reason": "不需要许可"}, "submitted"),
    (
        "submitted",
        "lead_reviewer",
        "refuse_acceptance",
        {"ground": "not_required", "reason": "不需要许可", "how_it_could_be_done": "直接施工"},
        "not_required",
    ),
    (
        "submitted",
        "decider",
        "refuse_acceptance",
        {
            "ground": "not_competent",
            "reason": "公路",
            "competent_authority": "交通运输局",
            "how_it_could_be_done": "到交通运输窗口申请",
        },
        "not_accepted",
    ),
    ("reviewing", "decider", "terminate", {"ground": "subject_ceased", "reason": "公司已注销"}, "terminated"),
    ("accepted", "clerk", "propose_voiding", {"reason": "重复收件"}, "accepted"),
    ("accepted", "lead_reviewer", "open_reviews", {}, "reviewing"),
    (
        "reviewing",
        "joint_reviewer",
        "give_opinion",
        {"step_code": "traffic", "opinion": "disagree", "text": "高峰不能施工"},
        "reviewing",
    ),
    (
        "reviewing",
        "lead_reviewer",
        "suspend",
        {"kind": "expert_review", "days": "5", "reason": "净距不足"},
        "reviewing",
    ),
    ("reviewed", "decider", "decide", {"outcome": "granted", "conditions": "夜间施工"}, "granted"),
    ("reviewed", "decider", "decide", {"outcome": "refused", "reasons": "不符合条件"}, "refused"),
]

REFUSALS = [
    ("submitted", "clerk", "propose_refusal", {"ground": "", "reason": ""}, {"ground", "reason"}),
    (
        "submitted",
        "decider",
        "refuse_acceptance",
        {"ground": "bad", "reason": "x"},
        {"ground", "how_it_could_be_done"},
    ),
    ("reviewing", "decider", "terminate", {}, {"ground", "reason"}),
    ("submitted", "clerk", "propose_voiding", {}, {"reason"}),
    (
        "submitted",
        "clerk",
        "propose_refusal",
        {"ground": "not_competent", "reason": "x"},
        {"competent_authority"},
    ),
    ("submitted", "clerk", "return_for_correction", {}, {""}),
    (
        "submitted",
        "clerk",
        "return_for_correction",
        {"pick-design": "on", "problem-design": "缺页", "pick-plan": "on", "requirement-plan": "补"},
        {"problem-plan", "requirement-design"},
    ),
    ("reviewing", "lead_reviewer", "give_opinion", {"step_code": "engineering"}, {"opinion"}),
    (
        "reviewing",
        "lead_reviewer",
        "give_opinion",
        {"step_code": "engineering", "opinion": "agree_with_conditions", "text": "同意"},
        {"conditions"},
    ),
    (
        "reviewing",
        "lead_reviewer",
        "give_opinion",
        {"step_code": "engineering", "opinion": "disagree"},
        {"text"},
    ),
    ("reviewing", "lead_reviewer", "suspend", {}, {"kind", "days", "reason"}),
    (
        "reviewing",
        "lead_reviewer",
        "suspend",
        {"kind": "site_visit", "days": "5", "reason": "踏勘"},
        {"kind"},
    ),
    ("reviewing", "lead_reviewer", "suspend", {"kind": "hearing", "days": "121", "reason": "x"}, {"days"}),
    ("reviewing", "lead_reviewer", "suspend", {"kind": "hearing", "days": "三", "reason": "x"}, {"days"}),
    ("reviewed", "decider", "decide", {}, {"outcome"}),
    ("reviewed", "decider", "decide", {"outcome": "refused"}, {"reasons"}),
]


class TestStep:
    def test_is_called_by_its_verb_in_english(self, browser_of: Browser) -> None:
        number = case("submitted")

        page = check(browser_of("clerk").get(f"/office/cases/{number}/?lang=en"))
        form = check(browser_of("clerk").get(f"/office/cases/{number}/accept/?lang=en"))

        assert ">Accept<" in page
        assert ">Accept</h1>" in form

    @pytest.mark.parametrize(("stage", "role", "verb", "answers", "after"), STEPS)
    def test_is_taken_and_said(
        self, browser_of: Browser, stage: str, role: str, verb: str, answers: dict[str, str], after: str
    ) -> None:
        number = case(stage)
        _before, entries = state(number)
        desk = browser_of(role)

        answer = fill_in(desk, number, verb, **answers)

        assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/cases/{number}/")
        assert state(number) == (after, entries + 1)
        assert str(FORMS[verb].done) in check(desk.get(f"/office/cases/{number}/"))

    @pytest.mark.parametrize(("stage", "role", "verb", "answers", "fields"), REFUSALS)
    def test_names_what_is_wrong_at_its_field_and_changes_nothing(
        self, browser_of: Browser, stage: str, role: str, verb: str, answers: dict[str, str], fields: set[str]
    ) -> None:
        number = case(stage)
        before = state(number)

        answer = fill_in(browser_of(role), number, verb, **answers)

        text = check(answer, 422)
        assert 'id="error-summary"' in text
        targets = {target.removeprefix("#") for target, _message in answer.context["errors"]}
        assert targets == fields
        assert all(not target or f'id="{target}"' in text for target in targets)
        assert state(number) == before

    def test_a_second_press_does_nothing_more(self, browser_of: Browser) -> None:
        number, clerk = case("submitted"), browser_of("clerk")
        address = f"/office/cases/{number}/accept/"
        sent = {"once": key_of(clerk.get(address)), "note": "好"}
        clerk.post(address, sent)
        after_one = state(number)

        again = clerk.post(address, sent)

        assert (again.status_code, again.headers["Location"]) == (302, f"/office/cases/{number}/")
        assert state(number) == after_one

    def test_the_same_form_with_other_words_is_refused(self, browser_of: Browser) -> None:
        number, clerk = case("submitted"), browser_of("clerk")
        address = f"/office/cases/{number}/accept/"
        key = key_of(clerk.get(address))
        clerk.post(address, {"once": key, "note": "好"})
        after_one = state(number)

        text = check(clerk.post(address, {"once": key, "note": "别的"}), 409)

        assert "已经提交过了" in text
        assert state(number) == after_one

    def test_without_its_key_is_refused(self, browser_of: Browser) -> None:
        number = case("submitted")
        before = state(number)

        check(browser_of("clerk").post(f"/office/cases/{number}/accept/", {"note": ""}), 409)

        assert state(number) == before

    def test_tells_the_slower_of_two_clerks_who_was_faster(self, browser_of: Browser) -> None:
        number, second = case("submitted"), browser_of("second_clerk")
        address = f"/office/cases/{number}/accept/"
        key = key_of(second.get(address))
        actions.accept(number=number, actor=actor("clerk"), at=MONDAY)
        before = state(number)

        text = check(second.post(address, {"once": key, "note": ""}), 409)

        assert "王硕言" in text
        assert "已受理" in text
        assert state(number) == before

    @pytest.mark.parametrize(
        ("stage", "role", "verb", "reason"),
        [
            ("accepted", "clerk", "accept", "现在不能“受理”"),
            ("submitted", "lead_reviewer", "accept", "不在您的职责范围内"),
            ("reviewing", "decider", "decide", "还有审查意见未提出"),
            ("reviewing", "lead_reviewer", "resume", "没有正在进行的特别程序"),
        ],
    )
    def test_that_is_not_open_leads_back_to_the_case_with_the_reason(
        self, browser_of: Browser, stage: str, role: str, verb: str, reason: str
    ) -> None:
        number, desk = case(stage), browser_of(role)

        answer = desk.get(f"/office/cases/{number}/{verb}/")

        assert answer.headers["Location"] == f"/office/cases/{number}/"
        assert reason in check(desk.get(answer.headers["Location"]))

    def test_of_the_wrong_duty_is_refused_when_posted_too(self, browser_of: Browser) -> None:
        number = case("submitted")
        before = state(number)

        check(browser_of("decider").post(f"/office/cases/{number}/accept/", {"once": "a" * 20}), 403)

        assert state(number) == before

    @pytest.mark.parametrize("verb", ["submit", "hand_over", "nonsense"])
    def test_that_the_office_does_not_know_is_not_found(self, browser_of: Browser, verb: str) -> None:
        check(browser_of("clerk").get(f"/office/cases/{case('submitted')}/{verb}/"), 404)


class TestSuspend:
    def test_shows_when_it_would_end_before_it_is_sent(self, browser_of: Browser) -> None:
        number, lead = case("reviewing"), browser_of("lead_reviewer")
        before = state(number)

        answer = lead.post(f"/office/cases/{number}/suspend/", {"days": "5", "preview": "yes"})

        text = check(answer)
        assert "3月9日（周一）" in text
        assert "3月20日（周五）" in text
        assert state(number) == before

    def test_is_ended_by_resume_which_moves_the_due_day(self, browser_of: Browser) -> None:
        number, lead = case("reviewing"), browser_of("lead_reviewer")
        fill_in(lead, number, "suspend", kind="expert_review", days="5", reason="净距不足")

        answer = fill_in(lead, number, "resume", kind="expert_review", result="通过")

        assert answer.status_code == 302
        assert Matter.objects.get(number=number).paused_on is None


class TestEnd:
    def test_a_licence_is_made_delivered_and_the_case_closed(self, browser_of: Browser) -> None:
        number, issuer, clerk = case("granted"), browser_of("issuer"), browser_of("clerk")

        fill_in(issuer, number, "issue")
        wrong = fill_in(issuer, number, "deliver", mode="window")
        fill_in(issuer, number, "deliver", mode="window", receiver="何雨禾", identity="居民身份证")
        fill_in(clerk, number, "close")

        check(wrong, 422)
        assert Delivery.objects.get(matter__number=number).receiver == "何雨禾"
        assert state(number)[0] == "closed"
        assert "此件已结束" in check(clerk.get(f"/office/cases/{number}/"))


class TestForms:
    def test_there_is_one_for_every_verb_of_officials(self) -> None:
        elsewhere = {"register", "hand_over"}
        of_officials = {move.verb for move in MOVES if move.duties - {APPLICANT, SYSTEM_DUTY}}

        assert set(FORMS) == of_officials - elsewhere | {AT_ONCE.verb}

    @pytest.mark.parametrize(
        ("verb", "field", "values"),
        [
            ("give_opinion", "opinion", Review.Opinion.values),
            ("decide", "outcome", Decision.Outcome.values),
            ("deliver", "mode", Delivery.Mode.values),
        ],
    )
    def test_offer_what_the_actions_take(self, verb: str, field: str, values: list[str]) -> None:
        assert [key for key, _label in FORMS[verb].base_fields[field].choices] == values  # type: ignore[attr-defined]
