"""The decider, neither clerk nor reviewer, decides; the issuer makes the licence and delivers it; others cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestTheDecider:
    def test_decides_when_all_opinions_are_in_and_the_issuer_delivers(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number, facts = stages.reviewed(), stages.facts
        decider = walk("decider").goto(f"/office/?q={number}")
        assert number in decider.page.locator("tbody").inner_text()
        decider.goto(f"/office/cases/{number}/")
        decider.look("decider-case")
        decider.follow("作出决定", within=".move-buttons")
        for opinion in facts["opinions"]:
            assert opinion["text"] in decider.main()
        decider.look("decider-decide")

        # A refusal without reasons is no decision.
        decider.fill(outcome="refused")
        decider.press("作出决定", within="main .step-form .actions")
        assert decider.status == 422
        decider.look("decider-refuses-without-reasons")
        decider.fill(**{key: facts["decision"][key] for key in ("outcome", "reasons", "conditions")})
        decider.press("作出决定", within="main .step-form .actions")
        assert "准予" in decider.main()
        decider.look("decider-case-granted")
        assert decider.page.locator(".move-buttons").get_by_role("link", name="作出决定").count() == 0

        issuer = walk("issuer").goto(f"/office/cases/{number}/")
        issuer.look("issuer-case")
        issuer.follow("制证", within=".move-buttons")
        issuer.look("issuer-issue")
        issuer.press("确认制证")
        assert "1.2.156" in issuer.main()
        issuer.look("issuer-case-issued")
        issuer.follow("送达", within=".move-buttons")
        issuer.look("issuer-deliver")
        issuer.fill(mode="window")
        issuer.press("确认送达")
        assert issuer.status == 422
        issuer.look("issuer-deliver-to-nobody")
        issuer.fill(**facts["delivery"])
        issuer.press("确认送达")
        assert "已送达" in issuer.main()
        issuer.look("issuer-case-delivered")
        assert issuer.fetch("送达回证").startswith(b"%PDF-")

    def test_sees_what_a_decision_still_waits_for(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.in_review()
        decider = walk("decider").goto(f"/office/cases/{number}/")

        assert "还有审查意见未提出" in decider.main()
        decider.look("decider-case-waiting")
        decider.goto(f"/office/cases/{number}/decide/")

        assert decider.path == f"/office/cases/{number}/"
        assert "还有审查意见未提出" in decider.main()

    @pytest.mark.parametrize("role", ["clerk", "lead_reviewer"])
    def test_who_took_part_before_has_no_button_and_is_refused_at_the_address(
        self, walk: Callable[..., Walker], stages: Stages, role: str
    ) -> None:
        number = stages.reviewed()
        other = walk(role).goto(f"/office/cases/{number}/")
        assert other.page.get_by_role("link", name="作出决定").count() == 0

        other.goto(f"/office/cases/{number}/decide/")

        assert other.page.locator(".step-form").count() == 0
        assert other.status == 403 or other.path == f"/office/cases/{number}/"
        assert "决定" in other.page.locator(".page-messages, .refusal").inner_text()
        other.look(f"{role.replace('_', '-')}-may-not-decide")
        assert "准予" not in stages.story.my_case().text
