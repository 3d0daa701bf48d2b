"""What a benchmark says: rounded figures, ratios held or not, one stable form."""

import json
import pathlib

import pytest

from bench.result import Result, table


@pytest.fixture
def result() -> Result:
    result = Result("steps", notes=["viewflow is left out"])
    result.figure("ours, 1 connection", 123.456789, "lives/s")
    result.ratio("ours/raw", 0.51234, 0.5)
    result.ratio("ours/orm", 3.9, 4)
    return result


class TestResult:
    def test_rounds_to_four_digits_and_judges_what_people_see(self) -> None:
        result = Result("x")

        result.ratio("just", 0.499996, 0.5)
        result.ratio("queries", 1.0, 1, at_most=True)
        result.ratio("more queries", 1.2, 1, at_most=True)

        assert [(r.value, r.held) for r in result.ratios] == [(0.5, True), (1.0, True), (1.2, False)]
        assert not result.held

    def test_writes_the_stable_form(self, result: Result, tmp_path: pathlib.Path) -> None:
        result.write(tmp_path / "found.json")

        said = json.loads((tmp_path / "found.json").read_text())
        assert set(said) == {"bench", "machine", "part", "quick", "at", "figures", "ratios", "notes"}
        assert said["bench"] == "steps"
        assert said["figures"] == [{"name": "ours, 1 connection", "value": 123.5, "unit": "lives/s"}]
        assert said["ratios"] == [
            {"name": "ours/raw", "value": 0.5123, "goal": 0.5, "held": True},
            {"name": "ours/orm", "value": 3.9, "goal": 4, "held": False},
        ]
        assert {"cpu", "cores", "memory_gb", "system", "python"} <= set(said["machine"])


class TestTable:
    def test_names_the_goals_that_are_not_held(self, result: Result) -> None:
        text = table(result.as_json())

        assert "✓ ours/raw" in text
        assert "✗ ours/orm" in text
        assert "NOT HELD: ours/orm" in text
        assert "note: viewflow is left out" in text

    def test_shows_a_limit_and_holds_the_figure_to_it(self) -> None:
        result = Result("pages", part=10)
        result.figure("case read, p95", 30, "ms", limit=25)

        text = table(result.as_json())

        assert "bench pages, 10 % of the city" in text
        assert "30 ms (at most 25)" in text
        assert "1.2 (goal at most 1)" in text
        assert "NOT HELD: case read, p95/limit" in text

    def test_says_so_when_every_goal_is_held(self) -> None:
        result = Result("x")
        result.ratio("a", 2, 1)

        assert "every goal is held" in table(result.as_json())
