"""Supervised processes come back when they die and do not outlive who started them."""

import argparse
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import psutil
import pytest

from tongban.cli import children, web_server
from tongban.cli.children import LONGEST_DELAY, Child
from tongban.cli.commands import worker

# Longer than any test, so that what ends was ended.
SLEEP = ["-c", "import time; time.sleep(600)"]
PATIENCE_SECONDS = 180.0
SUPERVISE = """
import sys, time
from tongban.cli.children import Child
child = Child("sleeper", ["-c", "from tongban.cli.children import die_with_supervisor as d; d(); "
                                "print('ready', flush=True); import time; time.sleep(600)"], {})
child.start()
print(child.process.pid, flush=True)
time.sleep(600)
"""


class TestChild:
    def test_is_started_again_at_once_after_a_healthy_life(self) -> None:
        child = Child("sleeper", SLEEP, {})
        child.start()
        assert child.process is not None
        first = child.process.pid
        child._started_at -= 60
        os.kill(first, signal.SIGKILL)
        child.process.wait()

        child.watch()

        assert child.process is not None
        assert child.process.pid != first
        child.stop()

    @pytest.mark.parametrize(("said", "does_not_write"), [("1", "True"), (None, "False")])
    def test_keeps_what_it_compiles_unless_its_starter_was_told_otherwise(
        self, said: str | None, does_not_write: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if said is None:
            monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        else:
            monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", said)
        told = tmp_path / "told"
        child = Child("teller", ["-c", f"import sys; open({str(told)!r}, 'w').write(str(sys.dont_write_bytecode))"], {})

        child.start()
        assert child.process is not None
        child.process.wait(PATIENCE_SECONDS)

        assert told.read_text() == does_not_write

    def test_is_started_later_and_later_when_it_dies_young(self, monkeypatch: pytest.MonkeyPatch) -> None:
        moment, waited = 0.0, []
        # However long a busy machine takes to start it, it dies in the moment in which it was started.
        monkeypatch.setattr(children, "time", SimpleNamespace(monotonic=lambda: moment))
        child = Child("stillborn", ["-c", "raise SystemExit(3)"], {})
        child.start()

        for _death in range(4):
            assert child.process is not None
            child.process.wait()
            child.watch()
            assert child.process is None
            waited.append(child._not_before - moment)
            moment = child._not_before
            child.watch()
        child.stop()

        assert waited == [0.5, 1.0, 2.0, LONGEST_DELAY]

    def test_takes_its_own_children_along(self) -> None:
        child = Child("parent", ["-c", "import subprocess; subprocess.run(['sleep', '600'])"], {})
        child.start()
        assert child.process is not None
        parent = psutil.Process(child.process.pid)
        while not (found := parent.children()):
            time.sleep(0.02)

        child.stop(patience=2)

        _ends(found[0])


class TestDieWithSupervisor:
    def test_ends_the_child_of_a_killed_supervisor(self) -> None:
        supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISE], stdout=subprocess.PIPE, text=True)
        assert supervisor.stdout is not None
        lines = {supervisor.stdout.readline().strip(), supervisor.stdout.readline().strip()}
        child = psutil.Process(int((lines - {"ready"}).pop()))

        supervisor.kill()
        supervisor.wait()

        _ends(child)


def _ends(process: psutil.Process) -> None:
    """Hold that a process ends; who takes it over may let it lie as a zombie."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    with contextlib.suppress(psutil.NoSuchProcess):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < give_up, f"{process} goes on"
            time.sleep(0.02)


class TestService:
    """What serves writes papers for nobody else on the machine."""

    @pytest.fixture(autouse=True)
    def as_found(self) -> Iterator[None]:
        before = os.umask(0o022)
        yield
        os.umask(before)

    @pytest.fixture
    def paper(self, tmp_path: pathlib.Path) -> Callable[[], None]:
        return (tmp_path / "paper").touch

    def test_of_the_web_writes_for_itself(
        self, tmp_path: pathlib.Path, paper: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Server:
            def __init__(self, *_: object, **__: object) -> None: ...

            def serve(self) -> None:
                paper()

        monkeypatch.setattr(web_server, "Granian", Server)
        monkeypatch.setattr(web_server, "_share_figures", lambda: tmp_path / "figures")

        web_server.main(["--host", "127.0.0.1", "--port", "1", "--workers", "1"])

        assert (tmp_path / "paper").stat().st_mode & 0o777 == 0o600

    def test_of_the_jobs_writes_for_itself(
        self, tmp_path: pathlib.Path, paper: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        @contextlib.contextmanager
        def opened(_: argparse.Namespace) -> Iterator[None]:
            paper()
            raise KeyboardInterrupt
            yield

        monkeypatch.setattr(worker, "opened", opened)

        with pytest.raises(KeyboardInterrupt):
            worker.run(argparse.Namespace())

        assert (tmp_path / "paper").stat().st_mode & 0o777 == 0o600
