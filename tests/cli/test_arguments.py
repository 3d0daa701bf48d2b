"""What is typed wrong is told in one line that names the value and the form, and never as a finding."""

import argparse
import datetime as dt
import pathlib
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError

from tests.cli.test_commands import command
from tongban.cli.__main__ import _plain_words, main
from tongban.cli.arguments import HERE, bytes_of, day, moment, published_key, text_of
from tongban.cli.environment import CommandTrouble

KEY = "city.example+00000000+AAAA"


class TestArguments:
    def test_are_read(self) -> None:
        assert moment("2026-03-09T14:05:00") == dt.datetime(2026, 3, 9, 14, 5, tzinfo=HERE)
        assert moment("2026-03-09T14:05:00+00:00").utcoffset() == dt.timedelta()
        assert day("2026-03-09") == dt.date(2026, 3, 9)

    def test_name_the_value_and_the_form(self) -> None:
        with pytest.raises(argparse.ArgumentTypeError, match=r"'yesterday' is no moment such as 2026-03-09T14:05:00"):
            moment("yesterday")
        with pytest.raises(argparse.ArgumentTypeError, match=r"'9.3.2026' is no day such as 2026-03-09"):
            day("9.3.2026")
        with pytest.raises(CommandTrouble, match=r"--log: 'city\.example\+00000000\+AAAA' .* looks like city\.example"):
            published_key("--log", KEY)

    @pytest.mark.parametrize("read", [bytes_of, text_of])
    def test_name_a_file_that_cannot_be_read_and_why(
        self, read: Callable[[pathlib.Path], object], tmp_path: pathlib.Path
    ) -> None:
        with pytest.raises(CommandTrouble, match=r"/none\.csv cannot be read: No such file or directory$"):
            read(tmp_path / "none.csv")
        with pytest.raises(CommandTrouble, match=r" cannot be read: Is a directory$"):
            read(tmp_path)

    def test_name_a_text_that_is_none(self, tmp_path: pathlib.Path) -> None:
        (tmp_path / "noise").write_bytes(b"\xff\xfe")

        assert bytes_of(tmp_path / "noise") == b"\xff\xfe"
        with pytest.raises(CommandTrouble, match="noise cannot be read: 'utf-8' codec"):
            text_of(tmp_path / "noise")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export-log", "x.xes", "--from", "yesterday"], "'yesterday' is no day such as 2026-03-09"),
        (["recover", "--base", "/x", "--log", "/x", "--until", "now"], "'now' is no moment such as 2026-03-09T14:05"),
        (["seed", "--part", "10"], "--part goes with --size city"),
        (["seed", "--until", "2026-01-01"], "--until goes with --size city"),
        (["verify-journal", "--key", "abc"], "--key: 'abc' is no published key"),
        (["verify-journal", "--mirror", "NOISE"], "holds no checkpoint"),
        (["verify-proof", "NOISE"], "is no proof: 这不是证明文件"),
        (["verify-proof", "EMPTY"], "is no proof: 文件是空的"),
        (["verify-proof", "NOISE", "--witness", KEY], f"--witness: '{KEY}' is no published key"),
        (["witness", "--name", "w.example", "--log", KEY, "--state", "x"], f"--log: '{KEY}' is no published key"),
        (["mirror-journal", "http://127.0.0.1:9/api/v1/journal", "/nowhere/kept"], "there is no folder /nowhere"),
        (["audit", "--sbom", "/nowhere/x.json"], "there is no folder /nowhere"),
        (["seed", "--size", "city", "--until", "2999-01-01"], "yesterday or before"),
        (["make-licences", "--processes", "0"], "--processes is at least 1"),
        (["import-items", "BARE"], "holds neither item files (*.toml) nor tables (*.csv)"),
        (["import-log", "x" * 300, "--authority", "x"], "xxx: File name too long"),
    ],
)
def test_is_told_in_a_line_before_anything_is_made(
    arguments: list[str],
    told: str,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("TONGBAN_HOME", "given back after the test")
    monkeypatch.setattr("signal.signal", lambda *_: None)
    (tmp_path / "NOISE").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "EMPTY").touch()
    (tmp_path / "BARE").mkdir()
    home = tmp_path / "home"
    named = [str(tmp_path / each) if each in ("NOISE", "EMPTY", "BARE") else each for each in arguments]

    try:
        code: object = main([*named, "--home", str(home)])
    except SystemExit as ended:  # argparse has said it
        code = ended.code

    said = capsys.readouterr().err
    assert code == 2, said
    assert told in said.splitlines()[-1]
    assert not (home / "database").exists()


def test_a_database_of_another_release_is_told() -> None:
    error = ProgrammingError('relation "matters_tree_leaf" does not exist')
    error.__cause__ = psycopg.errors.UndefinedTable()

    assert list(_plain_words(error)) == ["the database is not of this release: run ./tongban migrate"]
    assert list(_plain_words(psycopg.errors.UndefinedColumn())) == list(_plain_words(error))
    assert list(_plain_words(ProgrammingError("syntax error"))) == []


@pytest.mark.parametrize(
    ("met", "told"),
    [
        (psycopg.OperationalError("refused\nIs it running?"), "the database is away: refused"),
        (psycopg.OperationalError(), "the database is away: OperationalError"),
        (psycopg.errors.AdminShutdown("stopping"), "the database is away: stopping"),
        (psycopg.errors.ConnectionFailure("broken"), "the database is away: broken"),
        (psycopg.errors.ReadOnlySqlTransaction("a standby"), "the database is away: a standby"),
        (psycopg.errors.DiskFull("no space"), "the database could not do it: no space"),
        (psycopg.errors.DeadlockDetected(), "the database could not do it: DeadlockDetected"),
        (psycopg.errors.SyntaxError("wrong"), None),
    ],
)
def test_what_the_database_says_is_told_in_a_line(met: psycopg.Error, told: str | None) -> None:
    by_django = DatabaseError("what Django says")
    by_django.__cause__ = met

    assert list(_plain_words(met)) == list(_plain_words(by_django)) == ([told] if told else [])


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TONGBAN_WEB_AT_WORK", "many", "TONGBAN_WEB_AT_WORK must be a whole number"),
        ("TONGBAN_WITNESSES", "nobody", "TONGBAN_WITNESSES: entry 1: not an Ed25519 verifier key"),
        ("TONGBAN_OIDC_ISSUER", "http://nobody", "TONGBAN_OIDC_ISSUER must be an https address"),
    ],
)
def test_a_wrong_setting_is_told_in_a_line(
    name: str, value: str, told: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    answer = command("verify-licence", str(tmp_path), "--home", str(tmp_path / "home"))

    assert (answer.returncode, len(answer.stderr.splitlines())) == (2, 1), answer.stderr
    assert answer.stderr.startswith("tongban: a setting is wrong")
    assert told in answer.stderr
    # It may be a secret that was written into the wrong variable.
    assert value not in answer.stderr
