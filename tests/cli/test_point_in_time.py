"""A database comes back as it was at a moment: all that was committed until then, and nothing that came later."""

import datetime as dt
import os
import pathlib
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.conftest import new_folder, take_away
from tests.cli.test_backup import write_journal
from tests.cli.test_commands import command
from tongban.cli.environment import CommandTrouble
from tongban.cli.point_in_time import RECOVERY, recover, take_base
from tongban.cli.postgres import EmbeddedPostgres


@pytest.fixture
def log(home: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pathlib.Path]:
    folder = home.with_name(home.name + "-日志 of 'all' 100%")
    monkeypatch.setenv("TONGBAN_WAL_ARCHIVE", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def elsewhere() -> Iterator[pathlib.Path]:
    folder = new_folder()
    yield folder
    take_away(folder)


def test_brings_back_the_moment(
    home: pathlib.Path, log: pathlib.Path, tmp_path: pathlib.Path, elsewhere: pathlib.Path
) -> None:
    (home / "keys").mkdir()
    (home / "keys" / "secret").write_text("x")
    with EmbeddedPostgres(home) as database, database.connect() as connection:
        connection.execute("CREATE TABLE said (word text)")
        write_journal(connection)
        take_base(database, home, tmp_path / "base")
        connection.execute("INSERT INTO said VALUES ('before')")
        moment = _now(connection)
        connection.execute("INSERT INTO said VALUES ('after')")
        _archive(connection, log)

    with pytest.raises(CommandTrouble, match="ends before"):
        recover(elsewhere, tmp_path / "base", log, dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(CommandTrouble, match="take an older base"):
        recover(elsewhere, tmp_path / "base", log, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert not (elsewhere / "keys").exists()
    (elsewhere / "keys").mkdir()
    (elsewhere / "keys" / "newer").write_text("y")
    with pytest.raises(CommandTrouble, match="is not empty"):
        recover(elsewhere, tmp_path / "base", log, moment)
    assert (elsewhere / "keys" / "newer").read_text() == "y"
    (elsewhere / "keys" / "newer").unlink()

    with recover(elsewhere, tmp_path / "base", log, moment) as database, database.connect() as connection:
        assert connection.execute("SELECT word FROM said").fetchall() == [("before",)]
        assert (
            connection.execute("SELECT name FROM pg_file_settings WHERE name = ANY(%s)", [[*RECOVERY]]).fetchall() == []
        )
        connection.execute("INSERT INTO said VALUES ('anew')")
    assert (elsewhere / "keys" / "secret").read_text() == "x"


def test_the_log_of_a_server_that_was_started_again_is_archived_in_time(
    home: pathlib.Path, log: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archiving = EmbeddedPostgres._archiving
    monkeypatch.setattr(EmbeddedPostgres, "_archiving", lambda self: {**archiving(self), "archive_timeout": "1"})
    with EmbeddedPostgres(home):
        pass
    with EmbeddedPostgres(home) as database, database.connect() as connection:
        piece = _piece(connection)
        connection.execute("CREATE TABLE said (word text)")

        # The next checkpoint is a quarter of an hour away.
        _is_kept(log / piece)


def test_finds_a_journal_that_was_changed_before_the_base(
    home: pathlib.Path, log: pathlib.Path, tmp_path: pathlib.Path, elsewhere: pathlib.Path
) -> None:
    with EmbeddedPostgres(home) as database, database.connect() as connection:
        write_journal(connection)
        connection.execute("UPDATE matters_journal_entry SET leaf_hash = %s WHERE id = 3", [bytes(32)])
        take_base(database, home, tmp_path / "base")
        moment = _now(connection)
        connection.execute("CREATE TABLE later ()")
        _archive(connection, log)

    with pytest.raises(CommandTrouble, match="the journal that came back"):
        recover(elsewhere, tmp_path / "base", log, moment)


def test_takes_no_base_where_nothing_is_archived(home: pathlib.Path, tmp_path: pathlib.Path) -> None:
    with EmbeddedPostgres(home, durable=False) as database, pytest.raises(CommandTrouble, match="TONGBAN_WAL_ARCHIVE"):
        take_base(database, home, tmp_path / "base")

    assert not (tmp_path / "base").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--base", "/nowhere", "--log", "/tmp", "--until", "2026-03-09"], "is no base"),
        (["--base", "/nowhere", "--log", "/nowhere", "--until", "2026-03-09"], "there is no folder /nowhere"),
        (["--base", "/nowhere", "--log", "/tmp", "--until", "yesterday"], "such as 2026-03-09T14:05:00"),
    ],
)
def test_says_what_is_wrong_with_what_it_was_told(arguments: list[str], said: str, elsewhere: pathlib.Path) -> None:
    answer = command("recover", "--home", str(elsewhere), *arguments)

    assert answer.returncode == 2
    assert said in answer.stderr
    assert not (elsewhere / "database").exists()


def _now(connection: Any) -> dt.datetime:
    time.sleep(0.05)
    (moment,) = connection.execute("SELECT clock_timestamp()").fetchone()
    time.sleep(0.05)
    return moment  # type: ignore[no-any-return]


def _archive(connection: Any, log: pathlib.Path) -> None:
    """Close the piece of the log that is being written, and wait until it is kept."""
    piece = _piece(connection)
    connection.execute("SELECT pg_switch_wal()")
    _is_kept(log / piece)


def _piece(connection: Any) -> str:
    """Return the name of the piece of the log that is being written."""
    (piece,) = connection.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()
    return str(piece)


def _is_kept(piece: pathlib.Path) -> None:
    """Wait until a piece of the log is in the archive, whole."""
    give_up = time.monotonic() + 180
    while not piece.exists():
        assert time.monotonic() < give_up, f"{piece.name} is not among {sorted(os.listdir(piece.parent))}"
        time.sleep(0.02)
