"""The last run of each size is kept, and only a run of the same size and machine is compared with it."""

import pathlib
from typing import Any

from bench import runs


def said(value: float, **more: Any) -> dict[str, Any]:
    return {
        "bench": "inbox",
        "machine": {"cpu": "a cpu", "cores": 2, "memory_gb": 8, "python": "3.11"},
        "part": 10,
        "quick": False,
        "at": "2026-03-02T02:00:00+00:00",
        "figures": [{"name": "ours", "value": value, "unit": "ms"}],
        "ratios": [{"name": "ours/naive", "value": value / 2, "goal": 1, "held": True}],
        **more,
    }


class TestCompared:
    def test_gives_each_row_its_last_value(self, tmp_path: pathlib.Path) -> None:
        runs.keep(tmp_path, said(4))

        found = runs.compared(said(5), runs.read(tmp_path, "inbox"))

        assert found["figures"] == [{"name": "ours", "value": 5, "unit": "ms", "last": 4}]
        assert found["ratios"][0]["last"] == 2
        assert found["last"] == "compared with the run of 2026-03-02T02:00:00+00:00"

    def test_compares_no_other_size_and_says_which_were_run(self) -> None:
        found = runs.compared(said(5, part=1, quick=True), {"10 %": said(4)})

        assert found["last"] == "not compared: no earlier run of 1 %, quick is kept; the last ones were of 10 %"
        assert "last" not in found["figures"][0]

    def test_compares_no_other_machine_and_says_what_differs(self) -> None:
        other = said(4, machine={"cpu": "a cpu", "cores": 8, "memory_gb": 8, "python": "3.12"})

        found = runs.compared(said(5), {"10 %": other})

        assert found["last"] == "not compared: the last run was on another machine (cores 8)"
        assert "last" not in found["figures"][0]

    def test_compares_no_figure_of_another_unit(self) -> None:
        other = said(4, figures=[{"name": "ours", "value": 4, "unit": "s"}])

        assert "last" not in runs.compared(said(5), {"10 %": other})["figures"][0]


class TestKeep:
    def test_keeps_the_last_of_each_size(self, tmp_path: pathlib.Path) -> None:
        for each in (said(1), said(2, quick=True), said(3), said(4, part=None)):
            runs.keep(tmp_path, each)

        kept = runs.read(tmp_path, "inbox")

        assert {size: run["figures"][0]["value"] for size, run in kept.items()} == {
            "10 %": 3,
            "10 %, quick": 2,
            "whole": 4,
        }
        assert [file.name for file in tmp_path.iterdir()] == ["inbox.json"]

    def test_knows_nothing_of_what_was_never_run(self, tmp_path: pathlib.Path) -> None:
        assert runs.read(tmp_path / "none", "inbox") == {}
