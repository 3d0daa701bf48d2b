"""The whole story in one case, through the browser, with each role in turn; and the journal proves it afterwards."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable

from tests.journeys.applicant.papers import give
from tests.journeys.days import PassingDays
from tests.journeys.filling import fill_in_page
from tests.journeys.looking import Walker
from tests.journeys.stages import Stages

WAIT_SECONDS = 180


class TestAWholeCity:
    def test_brings_one_application_from_search_to_a_verified_licence(
        self,
        walk: Callable[..., Walker],
        stages: Stages,
        days: PassingDays,
        home: pathlib.Path,
    ) -> None:
        stages.story.days = days
        play_through(walk, stages, days)

        assert proved(home), "the journal does not prove itself"

    def test_does_so_without_script(self, walk: Callable[..., Walker], stages: Stages, days: PassingDays) -> None:
        stages.story.days = days

        play_through(lambda role="", **how: walk(role, **how, script=False), stages, days)


def play_through(walk: Callable[..., Walker], stages: Stages, days: PassingDays) -> None:
    """Play the story's six scenes, each person at a browser of their own."""
    facts, item = stages.facts, stages.story.script.item()
    agent, clerk = walk("applicant", phone=True), walk("clerk")
    lead, joint = walk("lead_reviewer"), walk("joint_reviewer")

    # 1. Found by plain words; the guide names the day of the answer.
    agent.goto("/").fill(q="挖马路")
    agent.press("搜索")
    agent.follow(item["name"])
    assert said(days.after(item["promised_days"])) in agent.main()

    # 2. Applied for the company.
    agent.follow("在线申请")
    agent.page.get_by_role("radio", name="贵阳筑光引电").check()
    agent.press("开始填写")
    number = agent.path.split("/")[2]
    answers = stages.story.script.answers(days.day)
    while "/materials" not in agent.path:
        before = agent.path
        fill_in_page(agent, answers)
        agent.press("保存并继续")
        assert agent.path != before, agent.main()
    for paper in facts["files"]:
        give(agent, paper)
    agent.follow("核对并提交", within="main .actions.split")
    agent.page.locator("#truth").check()
    agent.press("提交申请")
    assert number in agent.main()

    # 3. Returned once, corrected, accepted.
    days.pass_(1)
    clerk.goto(f"/office/?q={number}").follow(item["name"], within="tbody")
    clerk.follow("一次性告知补正")
    tick_the_list(clerk, facts["correction"])
    clerk.press("发出补正告知书")
    agent.goto(f"/my/cases/{number}/")
    with agent.page.expect_navigation():
        agent.page.get_by_role("link", name="去改这一项").first.click()
    for paper in facts["correction"]["files"]:
        give(agent, paper)
    agent.goto(f"/my/cases/{number}/")
    with agent.page.expect_navigation():
        agent.page.get_by_role("link", name="去改这一项").nth(1).click()
    for key, value in facts["correction"]["answers"].items():
        agent.answer(key, value)
    agent.press("保存并继续")
    agent.goto(f"/my/cases/{number}/").follow("核对并提交补正")
    agent.page.locator("#truth").check()
    agent.press("提交补正")
    days.pass_(1)
    clerk.goto(f"/office/cases/{number}/").follow("受理", within=".move-buttons")
    clerk.fill(note=facts["acceptance"]["note"])
    clerk.press("确认受理")
    due = days.after(item["promised_days"])
    assert said(due) in agent.goto(f"/my/cases/{number}/").main()

    # 4. Reviewed side by side; an expert review moves the due day by exactly its working days.
    lead.goto(f"/office/cases/{number}/").follow("分送审查", within=".move-buttons")
    lead.press("确认分送")
    pause = facts["suspension"]
    lead.follow("启动特别程序", within=".move-buttons")
    lead.fill(kind=pause["kind"])
    lead.press("下一步", within="main .step-form .actions")
    lead.fill(days=str(pause["days"]), reason=pause["reason"])
    lead.press("启动特别程序", within="main .step-form .actions")
    assert "专家评审" in agent.goto(f"/my/cases/{number}/").main()
    days.pass_(pause["days"])
    lead.goto(f"/office/cases/{number}/").follow("结束特别程序", within=".move-buttons")
    lead.fill(result=pause["result"])
    lead.press("结束特别程序", within="main .step-form .actions")
    moved = days.calendar.add(due, pause["days"]).day
    assert said(moved) in agent.goto(f"/my/cases/{number}/").main()
    for reviewer, opinion in zip((lead, joint), facts["opinions"], strict=True):
        reviewer.goto(f"/office/cases/{number}/").follow("提出审查意见", within=".move-buttons")
        reviewer.fill(**{key: opinion[key] for key in ("opinion", "text", "conditions")})
        reviewer.press("提出意见")

    # 5. Decided by who took no part before; made, delivered, verified by anybody.
    days.pass_(1)
    decider, issuer, anyone = walk("decider"), walk("issuer"), walk()
    decider.goto(f"/office/cases/{number}/").follow("作出决定", within=".move-buttons")
    decider.fill(**{key: facts["decision"][key] for key in ("outcome", "reasons", "conditions")})
    decider.press("作出决定", within="main .step-form .actions")
    issuer.goto(f"/office/cases/{number}/").follow("制证", within=".move-buttons")
    issuer.press("确认制证")
    issuer.follow("送达", within=".move-buttons")
    issuer.fill(**facts["delivery"])
    issuer.press("确认送达")
    agent.goto(f"/my/cases/{number}/").follow("查看电子证照")
    licence = agent.fetch("下载证照")
    agent.follow("别人核验时看到什么")
    assert "证照有效" in anyone.goto(agent.path).main()
    assert "没有被改动" in given_to_verify(anyone, licence)
    changed = bytearray(licence)
    changed[len(licence) // 2] ^= 1
    assert "没有被改动" not in given_to_verify(anyone, bytes(changed))

    # 6. Rated and closed, with its whole way on one page.
    agent.goto(f"/my/cases/{number}/").fill(level=str(facts["rating"]["level"]), text=facts["rating"]["comment"])
    agent.press("提交评价")
    whole = agent.goto(f"/my/cases/{number}/").main()
    for words in ("提交了申请", "受理了申请", "作出了决定", "制作了证照", "送达了结果", "办结"):
        assert words in whole
    for walker in (agent, clerk, lead, joint, decider, issuer, anyone):
        assert walker.complaints == []


def tick_the_list(clerk: Walker, correction: dict[str, object]) -> None:
    """Tick what is to be put right, and say what is wrong and what is asked."""
    for item in correction["items"]:  # type: ignore[attr-defined]
        code = item.get("material_code") or item["field"]
        line = clerk.page.locator(".check-line", has=clerk.page.locator(f"#pick-{code}"))
        if not line.is_visible():
            clerk.page.locator("details", has=line).locator("summary").first.click()
        line.locator(".check-pick").check()
        clerk.answer(f"problem-{code}", item["problem"])
        clerk.answer(f"requirement-{code}", item["requirement"])
    clerk.answer("note", str(correction["note"]))


def given_to_verify(visitor: Walker, data: bytes) -> str:
    """Return what the page of verification says to a file."""
    visitor.goto("/verify/").page.locator("input[type=file]").set_input_files(
        [{"name": "证照.pdf", "mimeType": "application/pdf", "buffer": data}]
    )
    visitor.press("核验文件")
    return visitor.main()


def said(day: dt.date) -> str:
    """Return a day as pages write it."""
    return f"{day.month}月{day.day}日"


def proved(home: pathlib.Path) -> bool:
    """Let the command prove the journal, as soon as its newest entries are in the tree."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    give_up = time.monotonic() + WAIT_SECONDS
    while True:
        answer = subprocess.run(
            [sys.executable, "-m", "tongban.cli", "verify-journal", "--home", str(home)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode == 0 and "待入树 0 条" in answer.stdout:
            return True
        assert time.monotonic() < give_up, answer.stdout + answer.stderr
        time.sleep(1)
