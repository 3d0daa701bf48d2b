"""The bench of backups says what room it needs, and begins nothing where that is not there."""

import pathlib
import shutil
import types

import pytest

from bench import backup
from tongban.cli.environment import CommandTrouble


class TestRoom:
    def test_is_asked_for_before_a_city_is_filled(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
    ) -> None:
        monkeypatch.setenv("TONGBAN_BENCH_INSIDE", str(tmp_path))
        monkeypatch.setattr(shutil, "disk_usage", lambda place: types.SimpleNamespace(free=50e9))

        with pytest.raises(CommandTrouble, match=f"needs 54.4 GB .* not filled yet: {tmp_path} has 50.0 GB free"):
            backup.run(True, 100)

        assert not list(tmp_path.iterdir())
