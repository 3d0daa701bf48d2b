"""A backup holds everything, and a damaged one changes nothing."""

import errno
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.conftest import new_folder, take_away
from tests.cli.test_commands import command
from tongban.cli.archive import check_archive, write_archive
from tongban.cli.commands import backup as backup_command
from tongban.cli.dump import dump, load
from tongban.cli.environment import UNFINISHED, CommandTrouble, House
from tongban.cli.postgres import EmbeddedPostgres
from tongban.kernel.rules.release import VERSION
from tongban.kernel.rules.tiles import Edge

LEAVES = [bytes([n]) * 32 for n in range(5)]
# A journal as small as it can be: what is asked of it here are places, hashes and a checkpoint.
JOURNAL = """
CREATE TABLE matters_journal_entry (id bigint PRIMARY KEY, leaf_hash bytea);
CREATE TABLE matters_tree_leaf (index bigint PRIMARY KEY, entry_id bigint);
CREATE TABLE matters_checkpoint (size bigint, root bytea, note text);
"""

# Restores, but stands still for longer than any test once the rows are back.
HALF = """
import sys, time
from tongban.cli.__main__ import main
from tongban.cli.commands import restore

def load(*told):
    loaded(*told)
    print("loaded", flush=True)
    time.sleep(600)

loaded, restore.load = restore.load, load
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def made(
    made_home: pathlib.Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[pathlib.Path, pathlib.Path]]:
    """The home of a small installation (one row, one file, one key) and its backup, for tests that change neither."""
    home, file = new_folder(), tmp_path_factory.mktemp("backup") / "all.tar"
    subprocess.run(["cp", "-a", str(made_home / "database"), str(home)], check=True)
    with EmbeddedPostgres(home, durable=False) as database:
        with database.connect() as connection:
            connection.execute("CREATE TABLE kept AS SELECT '道路' AS word")
            use(connection)
            write_journal(connection)
        (home / "files" / "ab").mkdir(parents=True)
        (home / "files" / "ab" / "cdef").write_bytes(b"a paper")
        (home / "keys").mkdir()
        (home / "keys" / "secret").write_text("x")
        (home / "keys" / "sealing-keys").write_text("y")
        (home / "keys" / "database-replica-url").write_text("postgresql://elsewhere/tongban")
        answer = command("backup", str(file), "--home", str(home))
        assert answer.returncode == 0, answer.stderr
    yield home, file
    take_away(home)


@pytest.fixture
def backup(made: tuple[pathlib.Path, pathlib.Path], tmp_path: pathlib.Path) -> pathlib.Path:
    """The backup of the small installation, for one test to change."""
    return pathlib.Path(shutil.copy(made[1], tmp_path / "all.tar"))


@pytest.fixture
def lived_in(made: tuple[pathlib.Path, pathlib.Path]) -> Iterator[pathlib.Path]:
    """The home of the small installation, for one test to change."""
    folder = new_folder()
    subprocess.run(["cp", "-a", f"{made[0]}/.", str(folder)], check=True)
    yield folder
    take_away(folder)


@pytest.fixture
def empty_home() -> Iterator[pathlib.Path]:
    """The name of a home that is not there yet."""
    folder = new_folder()
    folder.rmdir()
    yield folder
    take_away(folder)


class TestBackup:
    def test_is_for_its_owner_only(self, backup: pathlib.Path) -> None:
        assert backup.stat().st_mode & 0o077 == 0

    def test_is_refused_where_there_is_nothing(self, home: pathlib.Path, tmp_path: pathlib.Path) -> None:
        answer = command("backup", str(tmp_path / "nothing.tar"), "--home", str(home))

        assert answer.returncode == 2
        assert "holds no city" in answer.stderr
        assert not (tmp_path / "nothing.tar").exists()

    def test_overwrites_nothing(self, backup: pathlib.Path, made: tuple[pathlib.Path, pathlib.Path]) -> None:
        held = backup.read_bytes()

        answer = command("backup", str(backup), "--home", str(made[0]))

        assert answer.returncode == 2
        assert "exists already" in answer.stderr
        assert backup.read_bytes() == held

    def test_says_what_it_is_of(self, backup: pathlib.Path) -> None:
        edge = Edge()
        edge.append(LEAVES)
        said = check_archive(backup)

        assert said.journal == {"size": 5, "root": edge.root().hex(), "checkpoint": "signed"}
        assert said.keys

    def test_leaves_the_keys_out_when_told(
        self, made: tuple[pathlib.Path, pathlib.Path], tmp_path: pathlib.Path
    ) -> None:
        without = tmp_path / "without.tar"
        assert command("backup", str(without), "--home", str(made[0]), "--without-keys").returncode == 0

        assert not check_archive(without).keys
        with tarfile.open(without) as archive:
            assert [name for name in archive.getnames() if name.startswith("keys")] == []

    def test_holds_a_file_that_is_dropped_meanwhile(
        self, home: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paper = home / "files" / "ab" / "cdef"
        paper.parent.mkdir(parents=True)
        paper.write_bytes(b"a paper")
        dumped = backup_command.dump

        def dump_and_drop(*args: object, **more: object) -> None:
            dumped(*args, **more)  # type: ignore[arg-type]
            paper.unlink()
            (paper.parent / "later").write_bytes(b"of a row that the dump does not have")

        monkeypatch.setattr(backup_command, "dump", dump_and_drop)
        with EmbeddedPostgres(home, durable=False) as database, database.connect() as connection:
            use(connection)
            backup_command.back_up(House(home, database.url, database), tmp_path / "held.tar")

        with tarfile.open(tmp_path / "held.tar") as archive:
            assert [name for name in archive.getnames() if name.startswith("files")] == ["files/ab/cdef"]
        assert sorted(path.name for path in (home / "files").rglob("*")) == ["ab", "later"]

    def test_holds_files_of_a_store_that_machines_share(
        self, home: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(*_: object) -> None:
            raise OSError(errno.EPERM, "this mount knows no second names")

        share = tmp_path / "share"
        (share / "ab").mkdir(parents=True)
        (share / "ab" / "cdef").write_bytes(b"a paper")
        (home / "files").symlink_to(share)
        monkeypatch.setattr(os, "link", refused)
        with EmbeddedPostgres(home, durable=False) as database, database.connect() as connection:
            use(connection)
            backup_command.back_up(House(home, database.url, database), tmp_path / "held.tar")

        with tarfile.open(tmp_path / "held.tar") as archive:
            assert [name for name in archive.getnames() if name.startswith("files")] == ["files/ab/cdef"]
        assert sorted(path.name for path in share.rglob("*")) == ["ab", "cdef"]

    def test_leaves_out_where_the_house_lives(self, backup: pathlib.Path) -> None:
        with tarfile.open(backup) as archive:
            kept = sorted(name for name in archive.getnames() if name.startswith("keys"))

        assert kept == ["keys/sealing-keys", "keys/secret"]

    def test_shows_no_password_in_the_list_of_processes_and_keeps_what_the_address_says(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        called: list[Any] = []

        def run(command: list[str], **more: Any) -> "subprocess.CompletedProcess[str]":
            called.append((command, more.get("env")))
            return subprocess.CompletedProcess(command, 0, "", "")

        address = "postgresql://keeper:geheim@db.example/tongban?sslmode=require&options=-c%20jit%3Doff"
        with monkeypatch.context() as patched:
            patched.setattr("tongban.cli.postgres_programs.subprocess.run", run)
            load(address, pathlib.Path("x"), pathlib.Path("/bin"))
            dump(address, pathlib.Path("x"), pathlib.Path("/bin"), snapshot="1")

        (line, environment), (dumping, _environment) = called
        # What makes a load fast is added to what the address says, and is nothing that a dump needs.
        assert "jit=off -c maintenance_work_mem=" in " ".join(line)
        assert "maintenance_work_mem" not in f"{dumping} {_environment}"
        assert "geheim" not in " ".join(line)
        assert "sslmode=require" in " ".join(line)
        assert environment["PGPASSWORD"] == "geheim"


class TestRestore:
    def test_brings_back_rows_files_and_keys(self, backup: pathlib.Path, empty_home: pathlib.Path) -> None:
        answer = command("restore", str(backup), "--home", str(empty_home))

        assert answer.returncode == 0, answer.stderr
        assert (empty_home / "files" / "ab" / "cdef").read_bytes() == b"a paper"
        assert (empty_home / "keys" / "secret").stat().st_mode & 0o777 == 0o600
        assert (empty_home / "files").stat().st_mode & 0o777 == 0o700
        with EmbeddedPostgres(empty_home) as database, database.connect() as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("道路",)

    def test_is_refused_by_a_home_in_use(self, backup: pathlib.Path, lived_in: pathlib.Path) -> None:
        (lived_in / "files" / "ab" / "cdef").write_bytes(b"newer")

        answer = command("restore", str(backup), "--home", str(lived_in))

        assert answer.returncode == 2
        assert "not empty" in answer.stderr
        assert (lived_in / "files" / "ab" / "cdef").read_bytes() == b"newer"

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

    def test_finds_a_journal_that_is_not_the_one_backed_up(
        self, lived_in: pathlib.Path, tmp_path: pathlib.Path, empty_home: pathlib.Path
    ) -> None:
        changed = tmp_path / "changed.tar"
        with EmbeddedPostgres(lived_in, durable=False) as database, database.connect() as connection:
            connection.execute("UPDATE matters_journal_entry SET leaf_hash = %s WHERE id = 3", [bytes(32)])
            assert command("backup", str(changed), "--home", str(lived_in)).returncode == 0

        answer = command("restore", str(changed), "--home", str(empty_home))

        assert answer.returncode == 2
        assert "the journal that came back" in answer.stderr
        assert list((empty_home / "files").iterdir()) == []
        with EmbeddedPostgres(empty_home) as database, database.connect() as connection:
            assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)

    def test_leaves_nothing_where_the_dump_cannot_be_loaded(
        self, tmp_path: pathlib.Path, empty_home: pathlib.Path
    ) -> None:
        broken, paper = tmp_path / "toc.dat", tmp_path / "paper"
        broken.write_bytes(b"no dump")
        paper.write_bytes(b"a paper")
        write_archive(
            tmp_path / "bad.tar", {"files/ab/cdef": paper, "database.dump/toc.dat": broken}, {"release": VERSION}
        )

        answer = command("restore", str(tmp_path / "bad.tar"), "--home", str(empty_home))

        assert answer.returncode == 2
        assert "pg_restore failed" in answer.stderr
        assert list((empty_home / "files").iterdir()) == []
        assert not (empty_home / UNFINISHED).exists()

    def test_goes_on_after_it_was_killed(self, backup: pathlib.Path, empty_home: pathlib.Path) -> None:
        _restore_half(backup, empty_home)

        refused = command("doctor", "--home", str(empty_home))
        again = command("restore", str(backup), "--home", str(empty_home))

        assert refused.returncode == 2
        assert "was broken off" in refused.stderr
        assert again.returncode == 0, again.stderr
        assert (empty_home / "files" / "ab" / "cdef").read_bytes() == b"a paper"
        assert not (empty_home / UNFINISHED).exists()

    def test_goes_on_in_no_other_database(self, backup: pathlib.Path, empty_home: pathlib.Path) -> None:
        _restore_half(backup, empty_home)
        (empty_home / "keys").mkdir(exist_ok=True)
        (empty_home / "keys" / "database-url").write_text("postgresql://keeper@127.0.0.1:1/the-real-one")

        answer = command("restore", str(backup), "--home", str(empty_home))

        assert answer.returncode == 2
        assert "filled another database" in answer.stderr

    def test_refuses_a_backup_of_a_release_to_come(self, tmp_path: pathlib.Path, empty_home: pathlib.Path) -> None:
        (tmp_path / "toc.dat").write_bytes(b"")
        write_archive(tmp_path / "new.tar", {"database.dump/toc.dat": tmp_path / "toc.dat"}, {"release": "99.0.0"})

        answer = command("restore", str(tmp_path / "new.tar"), "--home", str(empty_home))

        assert answer.returncode == 2
        assert "made by Tongban 99.0.0" in answer.stderr
        assert not empty_home.exists()


def use(connection: Any) -> None:
    """Let the database be one of this release."""
    connection.execute(f"CREATE TABLE kernel_release AS SELECT 1 AS id, '{VERSION}' AS version")


def write_journal(connection: Any) -> None:
    """Make the journal and its checkpoint."""
    edge = Edge()
    edge.append(LEAVES)
    connection.execute(JOURNAL)
    for place, leaf in enumerate(LEAVES):
        connection.execute("INSERT INTO matters_journal_entry VALUES (%s, %s)", [place + 1, leaf])
        connection.execute("INSERT INTO matters_tree_leaf VALUES (%s, %s)", [place, place + 1])
    connection.execute("INSERT INTO matters_checkpoint VALUES (5, %s, 'signed')", [edge.root()])


def _restore_half(backup: pathlib.Path, home: pathlib.Path) -> None:
    """Restore into a home, and kill that when the rows are back and nothing else is done."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    started = subprocess.Popen(
        [sys.executable, "-c", HALF, "restore", str(backup), "--home", str(home)],
        env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert started.stdout is not None
    assert started.stdout.readline() == "loaded\n"
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    assert (home / UNFINISHED).exists()
