"""A command that works on a city which is there makes no empty one where it was given the wrong folder."""

import inspect
import pathlib
from types import ModuleType
from typing import cast

import pytest
from django.conf import settings

from tongban.cli.__main__ import find_commands, main

COMMANDS = {each.NAME: cast(ModuleType, each) for each in find_commands()}
DECLARED = {name for name, each in COMMANDS.items() if getattr(each, "NEEDS_CITY", False)}
# What some want to be told beside their name.
ARGUMENTS = {
    "base-backup": ["NEW"],
    "export-archive": ["1", "NEW"],
    "export-items": ["NEW"],
    "export-log": ["NEW"],
    "migrate": ["--plan"],
}
ASKED = ["backup", "base-backup", "check-items", "doctor", "export-archive", "export-items", "export-log", "migrate"]


@pytest.fixture
def wrong(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A folder that is not there, and nothing else that says where a database is."""
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("TONGBAN_HOME", "given back after the test")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    return tmp_path / "wrong"


def test_is_declared_by_whatever_opens_a_house_that_it_does_not_make() -> None:
    sources = {name: inspect.getsource(each) for name, each in COMMANDS.items()}
    opening = {name for name, source in sources.items() if "opened(args)" in source}
    making = {name for name in opening if "migrate()" in sources[name] or "prepare(" in sources[name]}

    assert opening - making <= DECLARED
    assert {"migrate", "backup", "base-backup"} <= DECLARED


@pytest.mark.parametrize("name", [*ASKED, "rotate-keys", "verify-journal"])
@pytest.mark.parametrize("there", [False, True])
def test_is_refused_in_one_line_and_nothing_is_made(
    name: str, there: bool, wrong: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if there:
        wrong.mkdir()

    code = main([name, *ARGUMENTS.get(name, []), "--home", str(wrong)])

    told = capsys.readouterr()
    assert code == 2
    assert told.out == ""
    assert [line for line in told.err.splitlines() if line] == [
        f"tongban: {wrong} holds no city: name the folder of one with --home, or its database in DATABASE_URL; "
        "./tongban init makes a new one"
    ]
    assert [path.name for path in wrong.parent.rglob("*")] == (["wrong"] if there else [])


def test_keys_are_not_made_to_check_a_licence_by(
    wrong: pathlib.Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", wrong)
    paper = wrong.with_name("licence.pdf")
    paper.write_bytes(b"%PDF-1.7")

    assert main(["verify-licence", str(paper), "--home", str(wrong)]) == 2

    assert f"{wrong}/keys holds no document-cert.pem: name the home with --home" in capsys.readouterr().err
    assert not wrong.exists()
