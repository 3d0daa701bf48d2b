"""A daughter acts for her father with her own sign-in; he sees it and takes it back, and she finds nothing more."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages
from tongban.cli.story.script import PASSWORD

FATHER, DAUGHTER = "long.shouye", "cen.yuelu"
HER_NAME, HER_NUMBER = "岑月麓", "529900197604300284"
ITEM = "企业职工基本养老金申领"


class TestADaughter:
    def test_acts_for_her_father_until_he_takes_it_back(self, walk: Callable[..., Walker], stages: Stages) -> None:
        father, daughter = walk(), walk(phone=True)
        father.sign_in(FATHER, PASSWORD)
        daughter.sign_in(DAUGHTER, PASSWORD)

        # He offers, for one item only; nothing counts before she accepted with her own account.
        father.goto("/my/mandates/")
        father.fill(agent_name=HER_NAME, agent_id_number=HER_NUMBER, reach="some", items=ITEM)
        father.press("发出授权")
        assert "等对方答复" in father.main()
        father.look("mandates-of-a-father")
        daughter.goto(f"/search?q={ITEM}").follow(ITEM, within="main")
        guide = daughter.path
        daughter.goto("/my/mandates/")
        assert "等您答复" in daughter.main()
        daughter.look("mandates-of-a-daughter")
        daughter.press("同意代办")
        assert "有效" in daughter.main()

        # She applies: for whom is asked, what is known of him is filled in.
        daughter.goto(guide).follow("在线申请")
        daughter.look("apply-for-a-father")
        daughter.page.get_by_role("radio", name="龙守业").check()
        daughter.press("开始填写")
        number = daughter.path.split("/")[2]
        assert daughter.page.locator("[name=person_name]").input_value() == "龙守业"

        # He reads that she did, by name, and takes it back at once.
        father.goto("/my/mandates/").follow(HER_NAME, within="main")
        assert number in father.main()
        assert HER_NAME in father.main()
        father.look("mandate-with-its-acts")
        father.press("收回授权")
        assert "授权已收回" in father.text()

        # She finds nothing more; he keeps all.
        daughter.goto(f"/my/cases/{number}/")
        assert daughter.status == 404
        daughter.goto(f"/applications/{number}/1/")
        assert daughter.status == 404
        assert number not in daughter.goto("/my/cases/").main()
        assert number in father.goto("/my/cases/").main()
