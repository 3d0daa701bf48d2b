"""A backup holds everything, and a damaged one changes nothing."""

import pathlib
import tarfile
from collections.abc import Iterator

import pytest

from tests.cli.test_commands import command
from tongban.cli.archive import check_archive
from tongban.cli.environment import CommandTrouble
from tongban.cli.postgres import EmbeddedPostgres


@pytest.fixture
def backup(home: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """The backup of a small installation: one row, one file, one key."""
    with EmbeddedPostgres(home, durable=False) as database:
        with database.connect() as connection:
            connection.execute("CREATE TABLE kept AS SELECT '道路' AS word")
        (home / "files" / "ab").mkdir(parents=True)
        (home / "files" / "ab" / "cdef").write_bytes(b"a paper")
        (home / "keys").mkdir()
        (home / "keys" / "secret").write_text("x")
        answer = command("backup", str(tmp_path / "all.tar"), "--home", str(home))
        assert answer.returncode == 0, answer.stderr
    return tmp_path / "all.tar"


@pytest.fixture
def empty_home(home: pathlib.Path) -> pathlib.Path:
    return home.with_name(home.name + "-restored")


@pytest.fixture(autouse=True)
def clear(empty_home: pathlib.Path) -> Iterator[None]:
    from tests.cli.conftest import take_away

    yield
    take_away(empty_home)


class TestBackup:
    def test_is_for_its_owner_only(self, backup: pathlib.Path) -> None:
        assert backup.stat().st_mode & 0o077 == 0

    def test_overwrites_nothing(self, backup: pathlib.Path, home: pathlib.Path) -> None:
        answer = command("backup", str(backup), "--home", str(home))

        assert answer.returncode == 2
        assert "exists already" in answer.stderr


class TestRestore:
    def test_brings_back_rows_files_and_keys(self, backup: pathlib.Path, empty_home: pathlib.Path) -> None:
        answer = command("restore", str(backup), "--home", str(empty_home))

        assert answer.returncode == 0, answer.stderr
        assert (empty_home / "files" / "ab" / "cdef").read_bytes() == b"a paper"
        assert (empty_home / "keys" / "secret").stat().st_mode & 0o777 == 0o600
        with EmbeddedPostgres(empty_home) as database, database.connect() as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("道路",)

    def test_is_refused_by_a_home_in_use(self, backup: pathlib.Path, home: pathlib.Path) -> None:
        (home / "files" / "ab" / "cdef").write_bytes(b"newer")

        answer = command("restore", str(backup), "--home", str(home))

        assert answer.returncode == 2
        assert "not empty" in answer.stderr
        assert (home / "files" / "ab" / "cdef").read_bytes() == b"newer"

    def test_finds_one_changed_byte_and_changes_nothing(self, backup: pathlib.Path, empty_home: pathlib.Path) -> None:
        content = backup.read_bytes()
        backup.write_bytes(content.replace(b"a paper", b"a papes"))

        answer = command("restore", str(backup), "--home", str(empty_home))

        assert answer.returncode == 2
        assert "files/ab/cdef is not what was backed up" in answer.stderr
        assert not empty_home.exists()

    def test_refuses_half_a_backup(self, backup: pathlib.Path) -> None:
        backup.write_bytes(backup.read_bytes()[:2000])

        with pytest.raises(CommandTrouble, match="no whole backup"):
            check_archive(backup)

    def test_refuses_members_that_point_outside(self, tmp_path: pathlib.Path) -> None:
        evil = tmp_path / "evil.tar"
        (tmp_path / "x").write_text("x")
        with tarfile.open(evil, "w") as archive:
            archive.add(tmp_path / "x", "files/../../etc/x")

        with pytest.raises(CommandTrouble, match="does not belong"):
            check_archive(evil)
