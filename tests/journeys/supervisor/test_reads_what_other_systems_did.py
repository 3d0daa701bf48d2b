"""A supervisor reads the cases of another system that were brought in, and takes their log away."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from collections.abc import Callable

from tests.journeys.conftest import NOT_PASSED_ON
from tests.journeys.looking import Walker
from tests.journeys.stages import Stages

LOG = """case:concept:name,concept:name,time:timestamp,case:startdate,case:deadline,case:enddate
旧-1,收件,2024-03-04T09:00:00+08:00,2024-03-04T09:00:00+08:00,2024-04-01T18:00:00+08:00,2024-03-20T16:00:00+08:00
旧-1,审查,2024-03-11T10:00:00+08:00,2024-03-04T09:00:00+08:00,2024-04-01T18:00:00+08:00,2024-03-20T16:00:00+08:00
旧-1,决定,2024-03-20T16:00:00+08:00,2024-03-04T09:00:00+08:00,2024-04-01T18:00:00+08:00,2024-03-20T16:00:00+08:00
旧-2,收件,2024-03-05T09:00:00+08:00,2024-03-05T09:00:00+08:00,2024-03-29T18:00:00+08:00,2024-04-10T11:00:00+08:00
旧-2,决定,2024-04-10T11:00:00+08:00,2024-03-05T09:00:00+08:00,2024-03-29T18:00:00+08:00,2024-04-10T11:00:00+08:00
"""


class TestASupervisor:
    def test_reads_what_another_system_did_and_takes_its_log_away(
        self, walk: Callable[..., Walker], stages: Stages, home: pathlib.Path, tmp_path: pathlib.Path
    ) -> None:
        log = tmp_path / "permits-2024.csv"
        log.write_text(LOG, encoding="utf-8")
        command = [sys.executable, "-m", "tongban.cli", "import-log", str(log), "--authority", "chengguan"]
        environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
        subprocess.run([*command, "--home", str(home)], check=True, env=environment, timeout=600)
        supervisor = walk("supervisor").goto("/office/")

        fold = supervisor.page.locator(".menu-group > summary", has_text="监督")
        fold.press("Enter")
        supervisor.page.keyboard.press("Escape")
        assert not supervisor.page.get_by_role("link", name="历史办件").is_visible()
        assert fold.evaluate("e => e === document.activeElement")
        assert supervisor.page.locator(".site-nav").evaluate("e => e.offsetHeight") < 60  # one row
        fold.press("Enter")
        supervisor.follow("历史办件", within=".site-nav")
        supervisor.follow("permits-2024")
        row = supervisor.page.locator("tr", has_text="permits-2024").first.inner_text()
        assert "50%" in row
        supervisor.look("histories")
        supervisor.fill(lamp="red")
        supervisor.press("查找")
        assert "旧-2" in supervisor.main()
        assert "旧-1" not in supervisor.main()
        assert supervisor.fetch("permits-2024 事件日志").startswith(b"<?xml")
        supervisor.follow("旧-2")
        assert "用时" in supervisor.main()
        supervisor.look("history")
        supervisor.goto("/office/histories/?q=nothing").look("histories-none")
