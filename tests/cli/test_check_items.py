"""The command prints what the board shows, and fails where there are errors."""

import argparse
import contextlib

import pytest

from tests.catalogue.factories import a_city, a_service, an_item, imported
from tongban.catalogue.actions.set_quality_rule import set_quality_rule
from tongban.cli.commands import check_items
from tongban.kernel.clock import today


@pytest.fixture(autouse=True)
def house_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_items, "opened", lambda args: contextlib.nullcontext())


def run(*, rule: str = "", errors: bool = False) -> int:
    return check_items.run(argparse.Namespace(rule=rule, errors=errors))


@pytest.mark.django_db
class TestCheckItems:
    def test_prints_each_finding_and_the_sum(self, capsys: pytest.CaptureFixture[str]) -> None:
        a_city()
        imported(an_item(questions=[]), a_service(1, "生育登记"))

        assert run(rule="Q11") == 0

        *lines, total = capsys.readouterr().out.splitlines()
        assert [line.split()[:2] for line in lines] == [["·", "Q11"]]
        assert total == "1 个事项有问题：错误 0 条，警告 1 条"

    def test_fails_where_there_are_errors(self, capsys: pytest.CaptureFixture[str]) -> None:
        a_city()
        imported(an_item(questions=[]))
        set_quality_rule(code="Q11", severity="error", basis="某市办法", effective_from=today())

        assert (run(errors=True), run(rule="Q14")) == (1, 0)
        assert capsys.readouterr().out.startswith("✗ Q11")
