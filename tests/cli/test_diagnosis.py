"""The doctor sees what is wrong and says it in both languages."""

import datetime as dt
import pathlib
import shutil

import psutil
import pytest
from django.db import connection

from tests.cli.test_postgres import PATIENCE_SECONDS, kill
from tongban.cli import diagnosis
from tongban.cli.postgres import EmbeddedPostgres

pytestmark = pytest.mark.django_db


def ills(findings: object) -> list[str]:
    return [finding.en for finding in findings if not finding.well]  # type: ignore[attr-defined]


class TestAboutServer:
    def test_finds_a_database_that_is_blind_to_chinese(self, home: pathlib.Path) -> None:
        with EmbeddedPostgres(home) as database:
            with database.connect() as session:
                session.execute("CREATE DATABASE blind TEMPLATE template0 LC_CTYPE 'C'")

            with database.connect() as session:
                assert ills(diagnosis.about_server(session)) == []
            with database.connect("blind") as session:
                assert "LC_CTYPE C has no trigrams" in ills(diagnosis.about_server(session))[0]

    def test_finds_a_careless_database(self, home: pathlib.Path) -> None:
        with EmbeddedPostgres(home, durable=False) as database, database.connect() as session:
            assert "fsync is off" in ills(diagnosis.about_server(session))[0]


class TestAboutLock:
    def test_finds_the_lock_of_a_killed_server(self, home: pathlib.Path) -> None:
        database = EmbeddedPostgres(home, durable=False).join()
        assert ills(diagnosis.about_lock(database)) == []
        psutil.wait_procs([kill(database)], timeout=PATIENCE_SECONDS)

        assert "left the lock of process" in ills(diagnosis.about_lock(database))[0]


class TestAboutHome:
    def test_finds_a_full_disk(self, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
        usage = shutil.disk_usage(home)._replace(free=5_000_000)
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)

        assert ills(diagnosis.about_home(home)) == ["only 0.0 GB of disk are free: make room"]

    def test_finds_papers_and_letters_that_others_may_read(
        self, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(diagnosis, "LEAST_FREE_BYTES", 0)
        assert ills(diagnosis.about_home(home)) == []
        (home / "outgoing-mail").mkdir(mode=0o755)

        found = ills(diagnosis.about_home(home))

        assert found == [
            f"everybody on this machine may read {home}/outgoing-mail: run chmod o-rwx {home}/outgoing-mail"
        ]


class TestAboutCalendar:
    def test_finds_that_there_is_none(self) -> None:
        assert "no working-day calendar" in ills(diagnosis.about_calendar(dt.date(2025, 6, 2)))[0]


class TestAboutWorker:
    def test_finds_that_none_runs(self) -> None:
        connection.ensure_connection()

        assert "no job worker runs" in ills(diagnosis.about_worker(connection.connection))[0]
