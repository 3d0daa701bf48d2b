"""One seal for approval: the bureau handles another authority's power in its own name; the count tells them apart."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Callable

from pypdf import PdfReader

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages

ITEM = "娱乐场所经营许可"
POWER, BUREAU = "贵阳市文化和旅游局", "贵阳市政务服务管理局"
VENUE = {
    "venue_name": "示例量贩歌厅",
    "venue_kind": "歌舞娱乐",
    "address": "贵阳市南明区示例东路 9 号",
    "floor_area": "320",
    "room_count": "8",
    "capacity": "120",
}
# Officials of the demo city who play no part in the story: at the bureau's window, and in the bureau.
PEOPLE = {"bureau_clerk": "deng.chuxia", "bureau_reviewer": "bian.ruyi"}


def _handed_in(supervisor: Walker) -> int:
    """Return how many cases of the power the bureau took in this year."""
    supervisor.goto("/office/powers/")
    row = supervisor.page.locator("tbody tr", has_text=POWER).filter(has_text="集中行使")
    return int(row.locator("td[data-label=收件]").inner_text()) if row.count() else 0


class TestTheBureau:
    def test_exercises_another_authority_s_power_in_its_own_name(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        stages.facts["people"] |= PEOPLE
        people = tomllib.loads((stages.story.script.folder / "people.toml").read_text(encoding="utf-8"))
        uscc = next(each["uscc"] for each in people["organisations"] if each["key"] == stages.facts["organisation"])
        before = _handed_in(walk("supervisor"))
        clerk = walk("bureau_clerk").goto(f"/office/register/?q={ITEM}")

        clerk.follow(ITEM)
        clerk.page.locator("#who-code").fill(uscc)
        clerk.press("确认收件")
        assert clerk.path.endswith("/hand-in/"), clerk.page.locator("#error-summary").all_inner_texts()
        clerk.fill(**VENUE)
        clerk.press("保存申请表")
        number = clerk.path.split("/")[3]
        clerk.goto(f"/office/cases/{number}/")
        assert BUREAU in clerk.main()
        clerk.look("bureau-case")
        clerk.follow("受理", within=".move-buttons")
        clerk.press("确认受理")

        told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(clerk.fetch("受理通知书"))).pages)
        told = re.sub(r"\s", "", told)
        assert BUREAU in told
        assert POWER not in told

        reviewer = walk("bureau_reviewer").goto(f"/office/cases/{number}/")
        assert reviewer.page.locator(".move-buttons a").count() > 0
        supervisor = walk("supervisor")
        assert _handed_in(supervisor) == before + 1
        supervisor.look("powers")
