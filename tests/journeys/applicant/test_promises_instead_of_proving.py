"""An agent tries a hygiene licence out, promises instead of proving, and makes it real with one press."""

from __future__ import annotations

from collections.abc import Callable

from tests.city import picture
from tests.journeys.filling import fill_in_page
from tests.journeys.looking import Walker

ANSWERS = {"place_kind": "美容美发", "address": "南明区示例东路 9 号", "floor_area": "80", "staff_count": "4"}


class TestAnAgent:
    def test_tries_out_promises_and_makes_it_real(self, walk: Callable[..., Walker]) -> None:
        agent = walk("applicant").goto("/search?q=公共场所卫生许可")
        agent.follow("公共场所卫生许可", within="main")
        agent.follow("在线申请")
        agent.page.get_by_role("radio", name="贵阳筑光引电").check()
        agent.page.get_by_text("先模拟办一次？").click()
        agent.press("开始模拟办理")
        number = agent.path.split("/")[2]
        assert number.startswith("MN")
        assert "没有法律效力" in agent.main()

        _fill_in(agent)
        assert agent.path.endswith("/promises")
        agent.look("apply-promises")
        agent.answer("way", "promise")
        agent.press("保存并继续")
        assert agent.status == 422
        agent.look("apply-promises-unsigned")
        agent.answer("way", "promise")
        agent.answer("promise_read", "yes")
        agent.press("保存并继续")
        assert "已承诺，免交" in agent.main()
        agent.look("apply-materials-promised")
        agent.page.locator("#file-floor-plan").set_input_files(
            {"name": "平面图.png", "mimeType": "image/png", "buffer": picture()}
        )
        agent.press("上传", within="#material-floor-plan")
        agent.follow("核对并提交", within="main")
        _hand_in(agent)

        agent.goto(f"/my/cases/{number}/").look("my-case-mock")
        agent.press("转为正式申请")

        real = agent.path.split("/")[2]
        assert not real.startswith("MN")
        assert "南明区示例东路 9 号" in agent.main()
        agent.look("apply-review-converted")
        # What was promised is signed anew: now it counts.
        agent.goto(f"/applications/{real}/promises")
        agent.answer("way", "promise")
        agent.answer("promise_read", "yes")
        agent.press("保存并继续")
        agent.follow("核对并提交", within="main")
        _hand_in(agent)
        assert "没有法律效力" not in agent.main()
        agent.goto("/my/credit/").look("my-credit")


def _fill_in(agent: Walker) -> None:
    while not agent.path.endswith("/promises"):
        before = agent.path
        fill_in_page(agent, ANSWERS)
        agent.press("保存并继续")
        assert agent.path != before, agent.main()


def _hand_in(agent: Walker) -> None:
    agent.page.locator("#truth").check()
    agent.press("提交申请")
    assert "已收到您的申请" in agent.main()
