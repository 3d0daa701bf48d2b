"""./tongban import-payments and import-deliveries: what they print, and how they refuse a bad file."""

import argparse
import contextlib
import pathlib
from types import ModuleType

import pytest

from tests.cases.factory import case
from tests.cases.test_fees import charged
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import Charge
from tongban.cli.commands import import_deliveries, import_payments
from tongban.cli.environment import CommandTrouble
from tongban.matters.models import Matter


@pytest.fixture(autouse=True)
def house_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (import_payments, import_deliveries):
        monkeypatch.setattr(command, "opened", lambda args: contextlib.nullcontext())


def take(command: ModuleType, file: pathlib.Path, text: str) -> int:
    file.write_text(text, encoding="utf-8-sig")
    return int(command.run(argparse.Namespace(file=file)))


class TestImportPayments:
    def test_prints_what_was_taken_and_what_does_not_fit(
        self, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _number, row = charged(amount=1000)
        text = (
            "voucher,amount,paid_at,bank_reference\n"
            f"{row.voucher},10.00,2026-03-02T18:00:00+08:00,B1\nX,1,2026-03-02T18:00:00+08:00,B2\n"
        )

        assert take(import_payments, tmp_path / "bank.csv", text) == 0

        printed = capsys.readouterr().out
        assert "入账 1，确认 0" in printed
        assert "#3 X" in printed
        assert Charge.objects.get().receipt == "B1"

    def test_names_row_and_field_of_a_bad_file(self, tmp_path: pathlib.Path) -> None:
        _number, row = charged(amount=1000)
        text = f"voucher,amount,paid_at,bank_reference\n{row.voucher},ten,2026-03-02T18:00:00+08:00,B1\n"

        with pytest.raises(CommandTrouble, match=r"bank.csv #2 amount"):
            take(import_payments, tmp_path / "bank.csv", text)

        assert Charge.objects.get().paid_at is None

    def test_says_when_there_is_no_such_file(self, tmp_path: pathlib.Path) -> None:
        with pytest.raises(CommandTrouble, match="cannot be read"):
            import_payments.run(argparse.Namespace(file=tmp_path / "none.csv"))


class TestImportDeliveries:
    def test_prints_what_was_delivered(self, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
        number = case("issued")
        actions.dispatch(number=number, mode="post", tracking_number="EMS1", actor=actor("issuer"), at=MONDAY)
        text = "tracking_number,status,at,signed_by\nEMS1,signed,2026-03-02T18:00:00+08:00,门卫\n"

        assert take(import_deliveries, tmp_path / "list.csv", text) == 0

        assert "送达 1" in capsys.readouterr().out
        assert Matter.objects.get(number=number).state == "delivered"

    def test_names_row_and_field_of_a_bad_file(self, tmp_path: pathlib.Path) -> None:
        text = "tracking_number,status,at,signed_by\nEMS1,eaten,2026-03-02T18:00:00+08:00,\n"

        with pytest.raises(CommandTrouble, match=r"list.csv #2 status"):
            take(import_deliveries, tmp_path / "list.csv", text)
