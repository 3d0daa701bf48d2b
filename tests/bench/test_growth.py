"""The exponent is the slope in logarithms, over every cost that all sizes tell."""

from typing import Any

import pytest

from bench.growth import exponent, growths, held, table


def said(part: int, **values: tuple[float, str]) -> dict[str, Any]:
    rows = [{"name": name, "value": value, "unit": unit} for name, (value, unit) in values.items()]
    return {"part": part, "figures": rows}


class TestExponent:
    @pytest.mark.parametrize(
        ("costs", "wanted"), [((5, 5, 5), 0), ((1, 10, 100), 1), ((2, 200, 20_000), 2), ((100, 10, 1), -1)]
    )
    def test_is_that_of_a_power(self, costs: tuple[float, ...], wanted: float) -> None:
        assert exponent((1, 10, 100), costs) == pytest.approx(wanted)

    def test_is_the_nearest_line_where_there_is_none(self) -> None:
        # By hand: logarithms 0, 0, 1 over 0, 1, 2 have the slope 1/2.
        assert exponent((1, 10, 100), (1, 1, 10)) == pytest.approx(0.5)

    @pytest.mark.parametrize(("sizes", "costs"), [((1,), (1,)), ((10, 10), (1, 2)), ((1, 10), (0, 1)), ((1, 10), (1,))])
    def test_is_refused_where_there_is_no_line(self, sizes: tuple[float, ...], costs: tuple[float, ...]) -> None:
        with pytest.raises(ValueError, match=r"exponent|above zero"):
            exponent(sizes, costs)


class TestGrowths:
    def test_takes_the_time_of_one_where_a_rate_is_told(self) -> None:
        (found,) = growths([said(10, ours=(10, "pages/s")), said(1, ours=(100, "pages/s"))])

        assert (found.parts, found.values) == ((1, 10), (100, 10))
        assert found.exponent == pytest.approx(1)

    def test_leaves_out_what_is_no_cost_and_what_one_size_does_not_tell(self) -> None:
        small = said(1, items=(26, "items"), read=(1, "ms"), zero=(0, "ms"), only=(1, "s"))
        large = said(10, items=(262, "items"), read=(1, "ms"), zero=(1, "ms"))

        assert [each.name for each in growths([small, large])] == ["read"]

    def test_has_nothing_to_say_of_one_size(self) -> None:
        assert growths([said(1, read=(1, "ms"))]) == []
        assert "one size only" in table("inbox", [])


class TestHeld:
    def test_holds_that_a_page_asks_as_often_in_any_city(self) -> None:
        runs = [
            said(1, case=(7, "queries"), home=(9, "queries"), read=(1, "ms")),
            said(10, case=(7, "queries"), home=(18, "queries"), read=(5, "ms")),
        ]

        rows = held(growths(runs))

        assert [(row["name"], row["value"], row["held"]) for row in rows] == [
            ("case, most/least", 1, True),
            ("home, most/least", 2, False),
        ]
