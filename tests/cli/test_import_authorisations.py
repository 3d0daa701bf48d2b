import argparse
import contextlib
import pathlib

import pytest

from tests.parties.factories import make_authority
from tongban.cli import authorisation_list, preparation
from tongban.cli.commands import import_authorisations
from tongban.cli.environment import CommandTrouble
from tongban.parties.models import Authorisation

HEAD = "document_number,kind,from,to,window,task_code,starts_on,ends_on\n"


@pytest.fixture(autouse=True)
def house_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_authorisations, "opened", lambda args: contextlib.nullcontext())
    monkeypatch.setattr(preparation, "migrate", lambda: None)


def take(file: pathlib.Path, *rows: str) -> int:
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8-sig")
    return import_authorisations.run(argparse.Namespace(file=file))


@pytest.mark.django_db
class TestImportAuthorisations:
    @pytest.fixture(autouse=True)
    def two_authorities(self, monkeypatch: pytest.MonkeyPatch) -> None:
        giver = make_authority("giver")
        make_authority("bureau")
        monkeypatch.setattr(
            "tongban.catalogue.queries.owners", lambda codes: {code: (code, giver.pk) for code in codes if code != "X"}
        )

    def test_takes_a_list_once(self, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
        rows = ("1号,centralised,giver,bureau,,A,2026-01-01,", "1号,centralised,giver,bureau,,B,2026-01-01,")

        assert (take(tmp_path / "list.csv", *rows), take(tmp_path / "list.csv", *rows)) == (0, 0)

        assert capsys.readouterr().out.splitlines() == [
            "✓ 授权书：新增 1，变更 0，未变 0",
            "✓ 授权书：新增 0，变更 0，未变 1",
        ]
        assert Authorisation.objects.get().task_codes == ["A", "B"]

    def test_names_rows_and_fields_and_changes_nothing(self, tmp_path: pathlib.Path) -> None:
        with pytest.raises(CommandTrouble) as refused:
            take(
                tmp_path / "list.csv",
                "1号,window,giver,bureau,,A,2026-01-01,",
                "1号,window,giver,bureau,,X,2026-01-01,",
                "1号,window,giver,nobody,,B,2026-13-01,",
            )

        told = str(refused.value).splitlines()
        assert [line.partition(": ")[0] for line in told] == [
            "list.csv #2 task_code",
            "list.csv #3 to",
            "list.csv #3 starts_on",
        ]
        assert not Authorisation.objects.exists()

    def test_refuses_a_file_without_its_columns(self, tmp_path: pathlib.Path) -> None:
        file = tmp_path / "list.csv"
        file.write_text("number,items\n1,A\n", encoding="utf-8")

        with pytest.raises(CommandTrouble, match="document_number, kind"):
            import_authorisations.run(argparse.Namespace(file=file))

    @pytest.mark.parametrize("data", [b"\xff\xfe\x00", None])
    def test_refuses_what_cannot_be_read(self, tmp_path: pathlib.Path, data: bytes | None) -> None:
        file = tmp_path / "list.csv"
        if data is not None:
            file.write_bytes(data)

        with pytest.raises(CommandTrouble, match="cannot be read"):
            import_authorisations.run(argparse.Namespace(file=file))

    def test_has_the_columns_that_the_demo_city_has(self) -> None:
        demo = pathlib.Path(__file__).resolve().parents[2] / "demo" / "guiyang" / "authorisations.csv"

        assert demo.read_text(encoding="utf-8").splitlines()[0].split(",") == list(authorisation_list.COLUMNS)
