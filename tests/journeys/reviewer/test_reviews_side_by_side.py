"""Two authorities review side by side; the clock pauses on lawful grounds only, and moves by what was excluded."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestTheReviewers:
    def test_receive_the_case_at_the_same_time_and_give_their_opinions(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number = stages.accepted()
        lead_words, joint_words = stages.facts["opinions"]
        lead = walk("lead_reviewer").goto(f"/office/cases/{number}/")

        lead.look("reviewer-case-accepted")
        lead.follow("分送审查", within=".move-buttons")
        lead.look("reviewer-open-reviews")
        lead.press("确认分送")
        assert lead.main().count("正在审查") + lead.main().count("等您的意见") == 2
        lead.look("reviewer-case-reviewing")

        joint = walk("joint_reviewer").goto(f"/office/?q={number}")
        with joint.page.expect_navigation():
            joint.page.locator("tbody tr", has_text=number).get_by_role("link").click()
        joint.look("joint-reviewer-case")
        joint.follow("提出审查意见", within=".move-buttons")
        joint.look("reviewer-opinion")
        joint.press("提出意见")
        assert joint.status == 422
        joint.fill(opinion="agree_with_conditions")
        joint.press("提出意见")
        assert joint.status == 422
        assert "有条件同意" in joint.main()
        joint.look("reviewer-opinion-without-conditions")
        joint.fill(text=joint_words["text"], conditions=joint_words["conditions"])
        joint.press("提出意见")
        assert joint_words["conditions"] in joint.main()
        assert joint.page.locator(".move-buttons").get_by_role("link", name="提出审查意见").count() == 0
        joint.look("joint-reviewer-case-done")

        lead.goto(f"/office/cases/{number}/give_opinion/")
        lead.fill(**{key: lead_words[key] for key in ("opinion", "text", "conditions")})
        lead.press("提出意见")
        for words in (lead_words, joint_words):
            assert words["text"] in lead.main()
            assert words["conditions"] in lead.main()
        lead.look("reviewer-case-reviewed")

    def test_the_lead_suspends_only_on_lawful_grounds_and_for_stated_days(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number, facts = stages.in_review(), stages.facts["suspension"]
        before = stages.story.days.after(int(stages.story.seen["promised_days"]))
        lead = walk("lead_reviewer").goto(f"/office/cases/{number}/")
        assert f"{before.month}月{before.day}日" in lead.main()
        lead.follow("启动特别程序", within=".move-buttons")

        grounds = lead.page.locator("input[name=kind]").evaluate_all("all => all.map(one => one.value)")
        assert {"expert_review", "public_notice", "site_visit", "consultation"} <= set(grounds)
        lead.look("reviewer-suspend")
        lead.fill(kind="public_notice")
        lead.press("下一步", within="main .step-form .actions")
        assert "第四十五条" in lead.main()
        lead.look("reviewer-suspend-pretext")
        lead.fill(kind=facts["kind"])
        lead.press("下一步", within="main .step-form .actions")
        for days, reason in (("0", facts["reason"]), ("9999", facts["reason"]), (str(facts["days"]), "")):
            lead.fill(kind=facts["kind"], days=days, reason=reason)
            lead.press("启动特别程序", within="main .step-form .actions")
            assert lead.status == 422, (days, reason)
            assert lead.path.endswith("/suspend/")
        lead.look("reviewer-suspend-unlawful")
        assert "暂停" not in stages.story.my_case().text

        lead.fill(days=str(facts["days"]), reason=facts["reason"])
        lead.page.get_by_role("button", name="算一算").click()
        after = stages.story.days.calendar.add(before, int(facts["days"])).day
        lead.page.locator("#pause-preview", has_text=f"{after.month}月{after.day}日").wait_for()
        lead.look("reviewer-suspend-preview")
        lead.press("启动特别程序", within="main .step-form .actions")
        assert lead.path == f"/office/cases/{number}/"
        assert "专家评审" in lead.main()
        lead.look("reviewer-case-suspended")
        applicant = walk("applicant", phone=True).goto(f"/my/cases/{number}/")
        assert facts["reason"] in applicant.main()
        applicant.look("my-case-suspended")

        lead.follow("结束特别程序", within=".move-buttons")
        lead.look("reviewer-resume")
        lead.press("结束特别程序", within="main .step-form .actions")
        assert lead.status == 422
        lead.fill(result=facts["result"])
        lead.press("结束特别程序", within="main .step-form .actions")

        # It ended on the day it began: no working day was excluded, so the due day is what it was.
        assert f"{before.month}月{before.day}日" in lead.main()
        assert facts["result"] in lead.main()
        lead.look("reviewer-case-resumed")

    def test_a_joint_reviewer_is_not_asked_what_is_the_leads(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.in_review()
        joint = walk("joint_reviewer").goto(f"/office/cases/{number}/")

        assert joint.page.locator(".move-buttons").get_by_role("link", name="作出决定").count() == 0
        joint.goto(f"/office/cases/{number}/decide/")
        assert joint.path == f"/office/cases/{number}/" or joint.status == 403
        assert joint.page.locator("form[action*='decide'], .step-form").count() == 0
