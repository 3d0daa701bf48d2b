"""`./tongban init` tells people what is missing, and touches nothing."""

import pathlib

import pytest

from tongban.cli.__main__ import main


class TestInit:
    def test_asks_for_a_city_file(self, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
        code = main(["init", str(tmp_path)])

        assert code == 2
        assert "city.toml" in capsys.readouterr().err
