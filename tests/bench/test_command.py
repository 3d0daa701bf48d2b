"""The command finds the benchmarks and refuses what it does not know."""

import json
import pathlib
from typing import Any

import pytest

from tongban.cli.__main__ import main
from tongban.cli.commands import bench


def run_of(name: str, part: int | None, rate: float = 1) -> dict[str, Any]:
    return {
        "bench": name,
        "machine": {"cpu": "a cpu", "cores": 2, "memory_gb": 8},
        "part": part,
        "quick": False,
        "at": "2026-03-02T02:00:00+00:00",
        "figures": [{"name": "ours", "value": rate, "unit": "pages/s"}],
        "ratios": [],
        "notes": [],
    }


class TestBench:
    def test_finds_the_benchmarks(self) -> None:
        assert {"steps", "pages", "faults", "inbox", "sweep", "city", "licences"} <= set(bench.names())

    def test_refuses_an_unknown_name_with_the_list(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["bench", "nothing"]) == 2

        told = capsys.readouterr().err
        assert "no benchmark nothing" in told
        assert "steps" in told

    def test_refuses_a_file_in_no_folder_before_it_measures(
        self, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["bench", "steps", "--json", str(tmp_path / "none" / "found.json")]) == 2

        assert "does not exist" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("held", "arguments", "code"), [(False, [], 0), (False, ["--strict"], 1), (True, ["--strict"], 0)]
    )
    def test_exits_by_whether_it_ran_and_only_strictly_by_the_goals(
        self, held: bool, arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
    ) -> None:
        monkeypatch.setattr(bench, "measure", lambda name, quick, part, inside: {**run_of("steps", None), **not_held})
        not_held = {} if held else {"ratios": [{"name": "a", "value": 1, "goal": 2, "held": False}]}
        kept = ["--home", str(tmp_path)]

        assert main(["bench", "steps", "--json", str(tmp_path / "found.json"), *kept, *arguments]) == code

        assert '"bench": "steps"' in (tmp_path / "found.json").read_text()

    def test_keeps_the_run_and_compares_the_next_one_with_it(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rates = iter([100.0, 150.0])
        monkeypatch.setattr(bench, "measure", lambda name, quick, part, inside: run_of("inbox", part, next(rates)))

        main(["bench", "inbox", "--home", str(tmp_path)])
        first = capsys.readouterr().out
        main(["bench", "inbox", "--home", str(tmp_path)])

        assert "not compared: no earlier run of 10 % is kept" in first
        assert "+50 %" in capsys.readouterr().out

    def test_measures_the_growth_up_to_the_part_asked_for(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(bench, "measure", lambda name, quick, part, inside: run_of("inbox", part, 100 / part))

        main(["bench", "inbox", "--growth", "10", "--home", str(tmp_path), "--json", str(tmp_path / "found.json")])

        assert "exponent +1.00" in capsys.readouterr().out
        assert [each["part"] for each in json.loads((tmp_path / "found.json").read_text())] == [1, 10]
