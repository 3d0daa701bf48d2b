"""After the decision: it is published, picked up with a code, charged for, and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestAfterTheDecision:
    def test_the_public_reads_it_and_the_applicant_picks_it_up(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number = stages.granted()
        visitor = walk().goto("/")
        visitor.follow("行政许可决定公示", within=".footer-links")
        assert "挖掘城市道路许可" in visitor.main()
        visitor.look("decisions")
        visitor.fill(q="没有这个单位")
        visitor.press("搜索")
        visitor.look("decisions-none")
        visitor.goto(f"/decisions/{number}/")
        assert "公示日期" in visitor.main()
        visitor.look("decision")

        clerk = walk("clerk").goto(f"/office/cases/{number}/charge/")
        clerk.look("clerk-charge")
        clerk.fill(fee="城市道路挖掘修复费", amount="120.50")
        clerk.press("发出缴费通知书")
        assert "120.50" in clerk.main()
        clerk.look("clerk-case-charged")
        clerk.goto(f"/office/cases/{number}/pay/").look("clerk-pay")
        clerk.press("登记缴费")

        issuer = walk("issuer").goto(f"/office/cases/{number}/issue/")
        issuer.press("确认制证")
        issuer.goto(f"/office/cases/{number}/dispatch/").look("issuer-dispatch")
        issuer.fill(mode="window")
        issuer.press("确认发出")

        applicant = walk("applicant").goto(f"/my/cases/{number}/")
        applicant.look("my-case-to-pick-up")
        code = re.search(r"取件码：\s*(\d{6})", applicant.main())
        assert code
        issuer.goto(f"/office/cases/{number}/deliver/").look("issuer-deliver-with-code")
        issuer.fill(mode="window", receiver="何雨禾", code=code[1])
        issuer.press("确认送达")
        assert "已送达" in issuer.main()

        applicant.goto(f"/my/cases/{number}/")
        assert "行政诉讼" in applicant.main()
        applicant.look("my-case-remedies")
        applicant.follow("查看电子证照")
        applicant.look("my-licence-about")

    def test_it_is_challenged_and_taken_back(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.delivered()
        lead = walk("lead_reviewer").goto(f"/office/cases/{number}/enter_challenge/")
        lead.look("lead-challenge")
        lead.fill(
            kind="reconsideration", body="贵阳市人民政府", case_number="筑府复〔2026〕1号", lodged_on="2026-03-02"
        )
        lead.press("登记", within="main .step-form .actions")
        if lead.status == 422:  # the story's day may be another
            lead.look("lead-challenge-wrong")

        decider = walk("decider").goto(f"/office/cases/{number}/")
        decider.follow("查看证照")
        decider.look("office-licence")
        decider.follow("暂扣")
        decider.look("office-licence-suspend")
        decider.press("暂扣", within="main .step-form .actions")
        assert decider.status == 422
        decider.look("office-licence-suspend-wrong")

        decider.goto(f"/office/cases/{number}/revoke/").look("decider-revoke")
        decider.press("作出撤销决定")
        assert decider.status == 422
        decider.look("decider-revoke-wrong")
        decider.fill(ground="fraud", reason="提交了虚假的施工方案", heard="当面听取了陈述和申辩")
        decider.press("作出撤销决定")
        assert "已撤销" in decider.main()
        decider.look("decider-case-revoked")
