"""A database that others run, over TCP and by password: PostgreSQL 15 of Debian, and 18."""

from __future__ import annotations

import json
import pathlib
import subprocess
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.machines.app import Machine
from tests.machines.conftest import House, moved_in
from tests.machines.postgres import Server, dump, embedded_18, load, run_as
from tests.machines.proxies import certificate
from tests.machines.work import at_work, judge
from tongban.cli.commands.demo import CITY

pytestmark = [pytest.mark.needs("postgresql-15")]


@pytest.fixture
def machine(house: House, folder: pathlib.Path) -> Iterator[Machine]:
    """A machine on PostgreSQL 15."""
    server, share = moved_in(house, folder)
    made = Machine(folder / "app", share, server.address)
    yield made
    made.remove()
    server.remove()


@pytest.fixture
def on_18(house: House, folder: pathlib.Path) -> Iterator[Machine]:
    """A machine on PostgreSQL 18, which took over what 15 held."""
    old, share = moved_in(house, folder)
    new = Server(folder / "new", embedded_18(folder))
    new.make()
    made = Machine(folder / "app", share, new.address)
    dump(old, folder / "new" / "dump")
    load(new.binaries, ["-h", str(new.folder), "-p", str(new.port), "-U", "postgres"], folder / "new" / "dump")
    yield made
    made.remove()
    for server in (old, new):
        server.remove()


class TestExternal:
    def test_carries_the_whole_life_of_a_case_on_15(self, machine: Machine, house: House, folder: pathlib.Path) -> None:
        _live(machine, house, folder, "PostgreSQL 15")

    @pytest.mark.long
    def test_carries_the_whole_life_of_a_case_on_18(self, on_18: Machine, house: House, folder: pathlib.Path) -> None:
        _live(on_18, house, folder, "PostgreSQL 18")

    def test_takes_over_on_18_what_15_held(self, on_18: Machine) -> None:
        assert "没有待执行的迁移" in on_18.run("tongban.cli", "migrate").stdout
        assert "没有一条记录被改动" in on_18.run("tongban.cli", "verify-journal").stdout

    @pytest.mark.long
    def test_is_migrated_from_nothing_on_18(self, folder: pathlib.Path) -> None:
        server = Server(folder / "db", embedded_18(folder))
        server.make()
        machine = Machine(folder / "app", folder / "share", server.address)

        try:
            machine.run("tongban.cli", "init", str(CITY))
            assert "没有待执行的迁移" in machine.run("tongban.cli", "migrate").stdout
        finally:
            machine.remove()
            server.remove()

    def test_that_is_blind_to_chinese_is_refused_and_the_doctor_says_why(self, folder: pathlib.Path) -> None:
        server = Server(folder / "db")
        server.make(locale="C")
        machine = Machine(folder / "app", folder / "share", server.address)

        try:
            refused = machine.run("tongban.cli", "migrate", check=False)
            told = machine.run("tongban.cli", "doctor", "--quiet", check=False)
        finally:
            machine.remove()
            server.remove()

        assert refused.returncode == 2
        assert "LC_CTYPE C.UTF-8 or zh_CN.UTF-8" in refused.stderr
        assert "LC_CTYPE C has no trigrams for Chinese, so search is blind" in told.stdout

    def test_is_spoken_to_behind_its_certificate_only(self, folder: pathlib.Path) -> None:
        server = Server(folder / "db")
        server.make()
        server.stop()
        ours, other = certificate(folder / "ours"), certificate(folder / "other")
        for file in (folder / "ours").iterdir():
            subprocess.run(["install", "-m", "0600", *_owner(), str(file), str(server.data / file.name)], check=True)
        server.settings = {"ssl": "on"}
        server.start()
        asked = "from django.db import connection as c; q = c.cursor(); q.execute('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'); print(q.fetchone())"  # noqa: E501

        def ask(authority: pathlib.Path) -> subprocess.CompletedProcess[str]:
            address = f"{server.address}?sslmode=verify-full&sslrootcert={quote(str(authority), safe='')}"
            machine = Machine(folder / "app", folder / "share", address)
            return machine.run("django", "shell", "--no-imports", "-c", asked, check=False)

        try:
            trusted, stranger = ask(ours), ask(other)
        finally:
            server.remove()

        assert trusted.stdout.strip() == "(True,)", trusted.stderr
        assert "certificate verify failed" in stranger.stderr
        assert stranger.stdout == ""


def _live(machine: Machine, house: House, folder: pathlib.Path, version: str) -> None:
    """Carry a case from application to licence, look for an item, sweep, and prove the journal."""
    machine.take_static(house.static)
    machine.serve("--no-worker")
    machine.work()
    machine.wait_until_ready()
    with at_work(machine.address, house.script, count=1) as work:
        work.until(lambda: work.closed > 0, "a case is closed")
        work.end()
    with urllib.request.urlopen(f"{machine.address}/api/v1/items?q={quote('占道')}", timeout=60) as said:
        found = json.load(said)
    doctor = machine.run("tongban.cli", "doctor", check=False).stdout
    machine.end_all()
    swept = machine.last_line("tests.machines.sweep_once")

    assert found["count"] > 0
    assert f"✓ {version}" in doctor
    assert "✓ LC_CTYPE C.UTF-8 能识别汉字" in doctor
    assert "✓ 后台进程 1 个在运行" in doctor
    assert swept > 10
    judge(machine, work, folder)


def _owner() -> list[str]:
    who = run_as()
    return ["-o", str(who["user"]), "-g", str(who["group"])] if who else []
