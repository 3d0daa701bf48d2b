import argparse
import contextlib
import datetime as dt
import pathlib

import pytest

from tongban.cli.commands import import_notice
from tongban.cli.environment import CommandTrouble
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of


@pytest.fixture(autouse=True)
def house_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_notice, "opened", lambda args: contextlib.nullcontext())


def _args(file: pathlib.Path) -> argparse.Namespace:
    return argparse.Namespace(file=file, basis="示例通知", region="")


@pytest.mark.django_db
class TestImportNotice:
    def test_makes_the_year_of_the_notice_sure(
        self, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        load_calendar()
        file = tmp_path / "2027.csv"
        file.write_text("date,kind,name\n2027-01-01,holiday,元旦\n2027-02-06,workday,春节调休\n", encoding="utf-8")

        code = import_notice.run(_args(file))

        assert code == 0
        assert "2027 年：放假 1 天，调休上班 1 天" in capsys.readouterr().out
        calendar = calendar_of("")
        assert not calendar.is_working(dt.date(2027, 1, 1))
        assert calendar.is_working(dt.date(2027, 2, 6))
        assert not calendar.is_projected(dt.date(2027, 3, 1))

    def test_names_the_row_and_field_and_changes_nothing(self, tmp_path: pathlib.Path) -> None:
        load_calendar()
        file = tmp_path / "2027.csv"
        file.write_text("date,kind,name\n2027-13-01,holiday,元旦\n", encoding="utf-8")

        with pytest.raises(BadInput) as refused:
            import_notice.run(_args(file))

        assert list(refused.value.errors) == ["第2行 date"]
        assert calendar_of("").is_projected(dt.date(2027, 1, 1))

    def test_says_when_there_is_no_such_file(self, tmp_path: pathlib.Path) -> None:
        with pytest.raises(CommandTrouble, match="cannot be read"):
            import_notice.run(_args(tmp_path / "none.csv"))
