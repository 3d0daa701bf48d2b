"""Commands are found, and tell people in one line what is wrong."""

import argparse
import os
import pathlib
import signal
import socket
import subprocess
import sys

import pytest

from tests.ports import free_port
from tongban.cli import port as port_module
from tongban.cli.__main__ import find_commands
from tongban.cli.children import SUPERVISOR
from tongban.cli.commands import test
from tongban.cli.commands.test import JOURNEYS, parts, reaches
from tongban.cli.environment import REPOSITORY, CommandTrouble
from tongban.cli.port import free_port_or_trouble


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "tongban.cli", *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


class TestParser:
    def test_finds_a_command_in_each_file(self) -> None:
        names = {found.NAME for found in find_commands()}

        assert {"serve", "worker", "test", "check", "doctor", "migrate", "backup", "restore", "lock"} <= names

    @pytest.mark.parametrize("arguments", [[], ["no-such-command"], ["migrate", "--no-such-option"]])
    def test_answers_nonsense_with_2(self, arguments: list[str]) -> None:
        answer = command(*arguments)

        assert answer.returncode == 2
        assert "Traceback" not in answer.stderr


class TestPort:
    def test_names_who_holds_it(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]

            with pytest.raises(CommandTrouble, match=rf"port {port} is held by .*process {os.getpid()}"):
                free_port_or_trouble("127.0.0.1", port)

    def test_lets_a_free_one_pass(self) -> None:
        free_port_or_trouble("127.0.0.1", free_port())

    def test_is_waited_for_while_who_holds_it_ends_and_is_not_to_be_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port, looks = taken.getsockname()[1], []

            def nobody(port: int) -> None:
                looks.append(port)
                if len(looks) == 3:
                    taken.close()

            monkeypatch.setattr(port_module, "holder", nobody)

            free_port_or_trouble("127.0.0.1", port)

        assert looks == [port] * 3

    def test_names_nobody_where_it_stays_with_who_is_not_to_be_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(port_module, "HIDDEN_SECONDS", 0)
        monkeypatch.setattr(port_module, "holder", lambda port: None)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()

            with pytest.raises(CommandTrouble, match="is held by a program of another user"):
                free_port_or_trouble("127.0.0.1", taken.getsockname()[1])

    def test_is_taken_back_from_a_web_server_whose_supervisor_was_killed(self) -> None:
        gone = subprocess.Popen(["true"])
        gone.wait()
        listen = (
            "import socket, time; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); "
            "print(s.getsockname()[1], flush=True); time.sleep(600)"
        )
        orphan = subprocess.Popen(
            [sys.executable, "-c", listen, "tongban.cli.web_server"],
            env={**os.environ, SUPERVISOR: str(gone.pid)},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert orphan.stdout is not None
        port = int(orphan.stdout.readline())

        free_port_or_trouble("127.0.0.1", port)

        assert orphan.wait(60) == -signal.SIGKILL

    def test_is_refused_by_serve_before_anything_is_made(self, tmp_path: pathlib.Path) -> None:
        home = tmp_path / "home"
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()

            answer = command("serve", "--port", str(taken.getsockname()[1]), "--home", str(home))

        assert answer.returncode == 2
        assert f"process {os.getpid()}" in answer.stderr
        assert len(answer.stderr.splitlines()) == 1
        assert not home.exists()


class TestNeedsBrowser:
    @pytest.mark.parametrize("arguments", [[], ["-q"], ["tests"], ["tests/journeys/clerk", "-x"]])
    def test_is_so_when_a_journey_may_be_walked(self, arguments: list[str]) -> None:
        assert reaches(arguments, JOURNEYS) or not (REPOSITORY / "tests" / "journeys").exists()

    def test_is_not_so_for_other_tests(self) -> None:
        assert not reaches(["tests/cli", "-q"], JOURNEYS)

    def test_walk_the_journeys_after_all_else_and_only_they_hold_that_none_is_skipped(self) -> None:
        beside, journeys = parts(["-x", "--no-skipped-journeys"])

        assert beside[-3:] == ["--ignore", str(JOURNEYS), "-x"]
        assert journeys == [str(JOURNEYS), "-x", "--no-skipped-journeys"]
        assert parts(["tests/cli", "-x"]) == [["tests/cli", "-x"]]


class TestTest:
    def test_fails_when_a_signal_ended_it_and_lets_what_is_compiled_be_kept(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ran: list[dict[str, str]] = []

        def run(command: list[str], env: dict[str, str], **_: object) -> "subprocess.CompletedProcess[bytes]":
            ran.append(env)
            return subprocess.CompletedProcess(command, -signal.SIGKILL)

        monkeypatch.setattr("tongban.cli.commands.test.subprocess.run", run)
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        monkeypatch.delenv("PYTHONHASHSEED", raising=False)
        monkeypatch.delenv("TONGBAN_LONG_TESTS", raising=False)

        code = test.run(argparse.Namespace(home=tmp_path, rest=["tests/cli"]))

        assert code == signal.SIGKILL
        assert [env.get("PYTHONDONTWRITEBYTECODE") for env in ran] == [None]
        assert [env["PYTHONHASHSEED"] for env in ran] == ["0"]
