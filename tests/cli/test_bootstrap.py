"""The bootstrap asks for what is missing in one line, and does nothing when nothing is to do."""

import importlib.util
import os
import pathlib
import subprocess
import sys

import pytest

from tongban.cli import bootstrap
from tongban.cli.environment import REPOSITORY


@pytest.fixture
def repository(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A repository with lock files and nothing installed."""
    for lock in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        (tmp_path / lock).write_text(f"{lock} of the first day\n")
    monkeypatch.setattr(bootstrap, "REPOSITORY", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMPS", tmp_path / ".venv" / ".tongban")
    monkeypatch.setattr(bootstrap, "NODE_MODULES", tmp_path / "node_modules")
    return tmp_path


def install(repository: pathlib.Path, *locks: str) -> None:
    (repository / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    (repository / ".venv" / "bin" / "python").touch()
    bootstrap.STAMPS.mkdir(exist_ok=True)
    for lock in locks:
        (bootstrap.STAMPS / lock).write_bytes((repository / lock).read_bytes())


class TestCurrency:
    def test_is_not_there_at_first(self, repository: pathlib.Path) -> None:
        assert not bootstrap._python_is_current("requirements.lock")
        assert not bootstrap._npm_is_current()

    def test_ends_when_a_lock_changes(self, repository: pathlib.Path) -> None:
        install(repository, "requirements.lock", "requirements-dev.lock")
        assert bootstrap._python_is_current("requirements.lock")
        assert bootstrap._python_is_current("requirements-dev.lock")

        (repository / "requirements-dev.lock").write_text("another day\n")

        assert bootstrap._python_is_current("requirements.lock")
        assert not bootstrap._python_is_current("requirements-dev.lock")


class TestCatalogues:
    """They are compiled by who owns the installation, and a service that only reads it starts all the same."""

    @pytest.fixture
    def ran(self, repository: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Install all but the catalogues; what is run then, without running it."""
        install(repository, "requirements.lock")
        bootstrap.NODE_MODULES.mkdir()
        (bootstrap.NODE_MODULES / ".tongban-lock").write_bytes((repository / "package-lock.json").read_bytes())
        folder = repository / "locale" / "en" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").touch()
        run: list[str] = []
        monkeypatch.setattr(bootstrap, "CATALOGUES", repository / "locale")
        monkeypatch.setattr(bootstrap, "_run", lambda command, trouble: run.append(trouble))
        monkeypatch.setattr(os, "execve", lambda *_: run.append("the command"))
        return run

    def test_are_compiled_where_they_are_stale(self, repository: pathlib.Path, ran: list[str]) -> None:
        bootstrap.main(["doctor"])
        (repository / "locale" / "en" / "LC_MESSAGES" / "django.mo").touch()
        bootstrap.main(["doctor"])

        assert ran == ["the translations cannot be compiled", "the command", "the command"]

    def test_are_left_where_the_installation_is_anothers(
        self, ran: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(os, "access", lambda path, mode: False)

        bootstrap.main(["serve"])

        assert ran == ["the command"]
        assert "runs ./tongban --help once" in capsys.readouterr().err

    def test_are_not_written_by_what_serves(self) -> None:
        writing = "import sys, tongban.cli.site; sys.exit('tongban.cli.messages' in sys.modules)"

        assert subprocess.run([sys.executable, "-c", writing], cwd=REPOSITORY / "src", check=False).returncode == 0


class TestVenv:
    def test_is_asked_for_in_one_line_where_we_may_not_install_it(
        self, repository: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        monkeypatch.setattr(os, "geteuid", lambda: 1000)

        with pytest.raises(bootstrap.Missing, match="apt-get install python3-venv"):
            bootstrap._make_venv()


class TestScript:
    def test_says_what_it_needs_where_there_is_no_python(self, tmp_path: pathlib.Path) -> None:
        tools = tmp_path / "bin"
        tools.mkdir()
        for tool in ("sh", "dirname", "readlink", "id"):
            (tools / tool).symlink_to(f"/usr/bin/{tool}")
        (tmp_path / "tongban").write_text((REPOSITORY / "tongban").read_text().replace(" /usr/bin/python3", ""))

        answer = subprocess.run(
            ["/bin/sh", str(tmp_path / "tongban"), "demo"],
            env={"PATH": str(tools), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

        assert answer.returncode == 2
        assert answer.stderr.startswith("tongban: needs CPython 3.11 or newer")
        assert len(answer.stderr.splitlines()) == 1

    def test_runs_on_the_standard_library_alone(self) -> None:
        answer = subprocess.run(
            [sys.executable, "-I", "-S", "-c", "import runpy; runpy.run_path('src/tongban/cli/bootstrap.py')"],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )

        assert answer.stderr == ""
