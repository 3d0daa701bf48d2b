"""A clerk sees nobody's licence by wanting to: only the copy that its holder allows, and the holder sees that."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestAClerk:
    def test_cannot_browse_and_gets_a_copy_for_the_holders_code(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        stages.delivered()
        identifier = stages.story.my_case().link("/my/licences/").split("/my/licences/")[1].strip("/")
        clerk, holder = walk("clerk"), walk("applicant")

        clerk.goto(f"/office/licences/{identifier}/")
        assert clerk.status == 404
        assert "贵阳筑光引电" not in clerk.text()
        clerk.complaints.clear()  # the browser tells of the answer too

        holder.goto(f"/my/licences/{identifier}/copies/")
        holder.look("licence-copies")
        holder.page.locator("#code-purpose").fill("窗口核对施工许可")
        holder.press("生成授权码")
        code = holder.page.locator("#code").inner_text()
        holder.look("licence-code")

        clerk.goto("/office/copies/")
        clerk.look("office-copies")
        clerk.fill(about=identifier, code=code)
        clerk.press("取得副本")
        assert "窗口核对施工许可" in clerk.main()
        clerk.look("office-copy")
        assert clerk.fetch("下载副本（PDF）").startswith(b"%PDF")

        holder.goto(f"/my/licences/{identifier}/uses/")
        assert re.search("出具副本.*窗口核对施工许可", holder.main())
        assert "下载副本" in holder.main()
        holder.look("licence-uses")
