"""A copied file passes as it was made, and fails with one byte changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestAVisitor:
    def test_finds_one_changed_byte_in_a_copy(self, walk: Callable[..., Walker], stages: Stages) -> None:
        stages.delivered()
        identifier = stages.story.my_case().link("/my/licences/").split("/my/licences/")[1].strip("/")
        holder = walk("applicant").goto(f"/my/licences/{identifier}/copies/")
        form = holder.page.locator("form", has_text="出具一份用途副本")
        form.locator("input[name=purpose]").fill("办理施工贷款")
        form.locator("input[name=user_name]").fill("贵阳某银行")
        holder.press("出具副本")
        copy = holder.fetch("下载 FB")
        number = re.findall(r"FB[0-9A-Z]{16}", holder.page.content())[0]
        visitor = walk().goto(f"/verify/{number}")
        assert "副本有效" in visitor.main()
        assert "贵阳某银行" in visitor.main()
        visitor.look("verify-copy")

        visitor.goto("/verify/")
        _give(visitor, copy)
        assert "文件是真的，没有被改动" in visitor.main()

        changed = bytearray(copy)
        changed[len(copy) // 2] ^= 1
        _give(visitor, bytes(changed))
        assert "文件是真的" not in visitor.main()
        assert "请勿采信" in visitor.main()
        visitor.look("verify-copy-changed")


def _give(visitor: Walker, data: bytes) -> None:
    file = {"name": "副本.pdf", "mimeType": "application/pdf", "buffer": data}
    visitor.page.locator("input[type=file]").set_input_files([file])
    visitor.press("核验文件")
