"""A machine whose share is not mounted begins no files of its own."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from tongban.cli import diagnosis
from tongban.kernel import files, pieces


class TestShare:
    @pytest.fixture
    def home(self, tmp_path: pathlib.Path, settings: Any) -> pathlib.Path:
        """A home whose links lead to a share that is not there."""
        home = tmp_path / "home"
        home.mkdir()
        for part in ("files", "uploads", "keys"):
            (home / part).symlink_to(tmp_path / "share" / part)
        settings.HOME = home
        return home

    def test_that_is_away_takes_no_file(self, home: pathlib.Path) -> None:
        with pytest.raises(OSError, match="exists"):
            files.put(b"paper", "application/pdf")
        with pytest.raises(OSError, match="exists"):
            pieces.add_piece("k" * 22, 0, b"piece")

        assert not (home.parent / "share").exists()

    def test_that_is_away_is_what_the_doctor_tells(self, home: pathlib.Path) -> None:
        told = [finding.en for finding in diagnosis.about_home(home) if not finding.well]

        assert [line.split(" cannot be written")[0] for line in told if "cannot be written" in line] == [
            str(home / "files"),
            str(home / "keys"),
        ]
        assert not (home.parent / "share").exists()
