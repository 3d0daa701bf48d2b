"""A company applies once, and later for three things in one go: what it said before is not typed again."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from tests.city import picture
from tests.journeys.filling import fill_in_page
from tests.journeys.looking import Walker

FIRST = "建设项目环境影响报告表审批"
LATER = ("固定资产投资项目节能审查", "城市建筑垃圾处置核准", "夜间建筑施工作业证明")
SAID = {
    "project_name": "示例东路变电站",
    "project_code": "2025-520102-44-03-900777",
    "site_address": "贵阳市南明区示例东路 30 号",
    "investment": "3600",
    "green_investment": "120",
}
NEW = {
    "coal_equivalent": "800",
    "electricity": "260",
    "sector": "公共建筑",
    "waste_kind": ["工程渣土"],
    "volume": "420",
    "dump_site": "白云区示例消纳场",
    "route": "示例东路、示例大道",
    "finish_on": "2027-06-30",
    "process": "混凝土连续浇筑",
    "start_on": "2027-03-01",
    "end_on": "2027-03-05",
    "project-site_phone": "19900000141",
    "site_phone": "19900000141",
}
# What government or the first application knows, by the names under which the later forms ask for it.
KNOWN = {"project_name": "project.name", "project_code": "project.code", "site_address": "project.site_address"}


class TestACompany:
    def test_types_nothing_twice(self, walk: Callable[..., Walker], site: str) -> None:
        agent = walk("applicant")
        _apply_for_the_first(agent)

        agent.goto(f"/combined/?item={_code(site, LATER[0])}&item={_code(site, LATER[1])}")
        agent.look("combined-choose")
        agent.fill(q=LATER[2])
        agent.press("搜索", within="#items")
        agent.follow("加上", within="#items")
        agent.page.get_by_role("radio", name="贵阳筑光引电").check()
        agent.press("开始填写")
        combined = agent.path
        agent.look("combined")
        agent.follow("共同的问题", within="main")
        agent.look("combined-shared")
        shared = agent.page.locator("main form .field [name]")
        assert shared.count() >= 5
        assert [each.get_attribute("name") for each in shared.all() if not each.input_value()] == []
        agent.press("保存并继续")

        for place in range(len(LATER)):
            agent.goto(combined)
            with agent.page.expect_navigation():
                agent.page.locator("ol.rows > li").nth(place).get_by_role("link").last.click()
            _answer_what_is_new(agent, combined)
        agent.goto(combined)
        agent.look("combined-ready")
        agent.answer("truth", "yes")
        agent.press("全部提交")

        agent.look("combined-handed-in")
        assert agent.main().count("查看进度") == len(LATER)


def _apply_for_the_first(agent: Walker) -> None:
    agent.goto(f"/search?q={FIRST}").follow(FIRST, within="main")
    agent.follow("在线申请")
    agent.page.get_by_role("radio", name="贵阳筑光引电").check()
    agent.press("开始填写")
    while not agent.path.endswith("/materials"):
        fill_in_page(agent, SAID)
        agent.press("保存并继续")
    _give_papers(agent)
    agent.follow("核对并提交", within="main")
    agent.answer("truth", "yes")
    agent.press("提交申请")
    assert "已收到您的申请" in agent.main()


def _answer_what_is_new(agent: Walker, combined: str) -> None:
    """Go through one item's pages; no question that was answered before is empty."""
    while "/applications/" in agent.path:
        if agent.path.endswith("/materials"):
            _give_papers(agent)
            with agent.page.expect_navigation():
                agent.page.locator("main a.btn-primary").last.click()
            continue
        for key in KNOWN:
            control = agent.page.locator(f"main form .field [name='{key}']")
            assert not control.count() or control.first.input_value() == SAID[key]
        fill_in_page(agent, NEW)
        agent.press("保存并继续")
    assert agent.path == combined


def _give_papers(agent: Walker) -> None:
    """Give each paper that is asked for: from the space where it is kept, otherwise a new file."""
    for code in [each.get_attribute("id") for each in agent.page.locator("main section[id^=material-]").all()]:
        section = agent.page.locator(f"#{code}")
        if section.locator(".file-line").count() and not section.locator(".from-space").count():
            continue
        kept = section.get_by_role("button", name="用这一份")
        if kept.count():
            with agent.page.expect_navigation():
                kept.first.click()
        elif section.locator("input[type=file]").count():
            section.locator("input[type=file]").first.set_input_files(
                {"name": f"{code}.png", "mimeType": "image/png", "buffer": picture()}
            )
            with agent.page.expect_navigation():
                section.get_by_role("button", name="上传").first.click()


def _code(site: str, name: str) -> str:
    found = httpx.get(f"{site}/api/v1/items", params={"q": name}, timeout=60).json()["results"]
    return next(each["code"] for each in found if each["name"] == name)
