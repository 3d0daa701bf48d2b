"""CI's eye on the browser journeys: none may be skipped."""

import pathlib
from collections.abc import Generator
from typing import Any

import pytest


class JourneyWatch:
    """Turn the skip of a test below a folder into a failure, and so a run that walks none of them."""

    def __init__(self, journeys: pathlib.Path) -> None:
        self.journeys = journeys
        self.walked = 0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        report = yield
        if self.journeys in item.path.parents:
            if report.skipped and not hasattr(report, "wasxfail"):
                report.outcome = "failed"
                report.longrepr = f"a browser journey was skipped: {report.longrepr}"
            self.walked += report.when == "call"
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        report = yield
        if report.skipped and self.journeys in collector.path.parents:
            report.outcome = "failed"
            report.longrepr = f"browser journeys were skipped: {report.longrepr}"
        return report

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.walked and session.exitstatus == pytest.ExitCode.OK:
            print("\nno browser journey was walked")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
