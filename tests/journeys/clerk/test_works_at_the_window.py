"""A window clerk finds a case by its remaining days, returns it once with the whole list, accepts what is whole."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


def _uscc(stages: Stages) -> str:
    """Return the code of the story's company, as its business licence says."""
    people = tomllib.loads((stages.story.script.folder / "people.toml").read_text(encoding="utf-8"))
    return next(each["uscc"] for each in people["organisations"] if each["key"] == stages.facts["organisation"])


class TestAClerk:
    def test_finds_the_case_in_the_inbox_by_its_remaining_days(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number = stages.submitted()
        clerk = walk("clerk").goto("/office/")

        clerk.look("clerk-inbox")
        clerk.fill(q=number)
        clerk.page.get_by_role("button", name="查找").click()
        row = clerk.page.locator("tbody tr", has_text=number)
        expect(clerk.page.locator("tbody tr")).to_have_count(1)
        assert "还剩 5 个工作日" in row.inner_text()
        with clerk.page.expect_navigation():
            row.get_by_role("link").click()

        assert clerk.path == f"/office/cases/{number}/"
        for paper in stages.facts["files"]:
            assert paper["name"] in clerk.main()
        clerk.look("clerk-case-submitted")
        assert clerk.fetch(stages.facts["files"][1]["name"]).startswith(b"%PDF-")

    def test_an_inbox_with_nothing_says_where_to_look(self, walk: Callable[..., Walker], stages: Stages) -> None:
        stages.guide()
        clerk = walk("clerk").goto("/office/?q=no-such-case")

        clerk.look("clerk-inbox-nothing")
        clerk.page.get_by_role("link", name="去掉筛选").click()
        clerk.page.locator("tbody tr").first.wait_for()

    def test_returns_the_case_once_with_the_whole_list(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number, facts = stages.submitted(), stages.facts["correction"]
        clerk = walk("clerk").goto(f"/office/cases/{number}/")
        clerk.follow("一次性告知补正")
        clerk.look("clerk-return")

        # Nothing ticked, and ticked without words: told what is missing, and nothing is sent.
        clerk.press("发出补正告知书")
        assert clerk.status == 422
        clerk.look("clerk-return-empty")
        clerk.page.locator("#pick-plan").check()
        clerk.press("发出补正告知书")
        assert clerk.page.locator("#error-summary li").count() == 2
        clerk.look("clerk-return-unsaid")
        assert "补正告知书" not in stages.story.my_case().text

        for item in facts["items"]:
            code = item.get("material_code") or item["field"]
            line = clerk.page.locator(".check-line", has=clerk.page.locator(f"#pick-{code}"))
            if not line.is_visible():
                clerk.page.locator("details", has=line).locator("summary").first.click()
            line.locator(".check-pick").check()
            clerk.answer(f"problem-{code}", item["problem"])
            clerk.answer(f"requirement-{code}", item["requirement"])
        clerk.fill(note=facts["note"])
        clerk.look("clerk-return-filled-in")
        clerk.press("发出补正告知书")

        assert clerk.path == f"/office/cases/{number}/"
        assert "等待申请人补正" in clerk.main()
        clerk.look("clerk-case-correcting")
        told = stages.story.my_case().text
        assert all(item["problem"] in told for item in facts["items"])
        assert clerk.page.get_by_role("link", name="一次性告知补正").count() == 0

    def test_accepts_what_is_whole_and_the_clock_runs(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.submitted()
        clerk = walk("clerk").goto(f"/office/cases/{number}/")

        clerk.follow("受理", within=".move-buttons")
        due = stages.story.days.after(int(stages.story.seen["promised_days"]))
        assert f"{due.month}月{due.day}日" in clerk.main()
        clerk.look("clerk-accept")
        clerk.fill(note=stages.facts["acceptance"]["note"])
        clerk.press("确认受理")

        assert clerk.path == f"/office/cases/{number}/"
        assert f"{due.month}月{due.day}日" in clerk.main()
        clerk.look("clerk-case-accepted")
        assert clerk.fetch("受理通知书").startswith(b"%PDF-")

    def test_who_comes_second_is_told_who_was_first(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.submitted()
        first = walk("clerk").goto(f"/office/cases/{number}/accept/")
        second = walk("second_clerk").goto(f"/office/cases/{number}/accept/")

        first.press("确认受理")
        second.press("确认受理")

        assert second.status == 409
        summary = second.page.locator("#error-summary").inner_text()
        assert "受理" in summary
        assert "王硕言" in summary
        assert second.page.locator(".step-form").count() == 0
        second.look("clerk-came-second")
        second.follow("查看办件现在的情况")
        assert second.path == f"/office/cases/{number}/"
        story = second.page.locator(".case-story").inner_text()
        assert story.count("受理了申请") == 1

    def test_cannot_refuse_and_refers_to_the_authority_which_says_what_to_do_instead(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number = stages.submitted()
        clerk = walk("clerk").goto(f"/office/cases/{number}/")

        assert clerk.page.locator(".move-buttons").get_by_role("link", name="不予受理").count() == 0
        clerk.follow("提请部门决定是否受理", within=".move-buttons")
        assert clerk.page.locator("input[name=ground]").count() == 2
        clerk.look("clerk-refer")
        clerk.fill(ground="not_competent", reason="该路段属于高速公路用地。")
        clerk.press("提请部门决定")
        assert clerk.status == 422
        clerk.look("clerk-refer-unsaid")
        clerk.fill(competent_authority="贵州省交通运输厅")
        clerk.press("提请部门决定")
        assert "等待答复的提请：不予受理" in clerk.main()
        clerk.look("clerk-case-referred")

        decider = walk("decider").goto(f"/office/cases/{number}/")
        decider.follow("不予受理", within=".move-buttons")
        assert decider.page.locator("#reason").input_value() == "该路段属于高速公路用地。"
        decider.press("确认不予受理")
        assert decider.status == 422
        decider.look("decider-refuses-unsaid")
        decider.fill(how_it_could_be_done="到贵州省交通运输厅政务窗口申请，材料相同。")
        decider.press("确认不予受理")

        assert "此件已结束" in decider.main()
        decider.look("decider-case-refused")
        applicant = walk("applicant", phone=True).goto(f"/my/cases/{number}/")
        assert "请向“贵州省交通运输厅”申请" in applicant.main()
        assert "到贵州省交通运输厅政务窗口申请" in applicant.main()
        assert applicant.fetch("查看《不予受理决定书》").startswith(b"%PDF-")
        applicant.look("my-case-not-accepted")

    def test_takes_an_application_in_without_script_too(self, walk: Callable[..., Walker], stages: Stages) -> None:
        stages.guide()
        clerk = walk("clerk", script=False).goto("/office/register/")

        clerk.fill(q="挖马路")
        clerk.press("查找")
        clerk.follow("挖掘城市道路许可")
        clerk.page.locator("#who-code").fill("")  # who stood there in an earlier journey may still be filled in
        clerk.press("确认收件")
        assert clerk.status == 422
        clerk.page.locator("#who-code").fill(_uscc(stages))
        clerk.page.locator("#copies-plan").fill("2")
        clerk.press("确认收件")

        assert clerk.path.endswith("/hand-in/")
        clerk.follow("返回办件")
        assert "已收件" in clerk.main()
        assert "收件回执" in clerk.main()
