"""The steps as a graph: stages, the longest way through, and what falls away."""

from dataclasses import dataclass, field
from itertools import permutations

import pytest

from tongban.catalogue.rules.steps import choose, ends, longest_path, stages


@dataclass(frozen=True)
class Step:
    code: str
    days: int = 1
    after: tuple[str, ...] = ()
    only_when: str = field(default="")


A, B = Step("a", 5), Step("b", 3)
C = Step("c", 2, ("a",), "answers.area > 100")
D = Step("d", 4, ("c", "b"))


def codes(steps: tuple[Step, ...]) -> list[set[str]]:
    return [{step.code for step in stage} for stage in stages(steps)]


class TestStages:
    @pytest.mark.parametrize("steps", list(permutations((A, B, C, D))))
    def test_put_a_step_behind_the_last_that_it_waits_for(self, steps: tuple[Step, ...]) -> None:
        assert codes(steps) == [{"a", "b"}, {"c"}, {"d"}]

    def test_let_steps_in_a_circle_stand_together(self) -> None:
        assert codes((A, Step("x", 1, ("y",)), Step("y", 1, ("x",)))) == [{"a"}, {"x", "y"}]

    def test_do_not_wait_for_what_is_not_there(self) -> None:
        assert codes((Step("x", 1, ("gone",)),)) == [{"x"}]

    def test_of_nothing_are_none(self) -> None:
        assert stages(()) == []


class TestLongestPath:
    def test_adds_up_the_slowest_way(self) -> None:
        assert longest_path((A, B, C, D)) == 11
        assert longest_path((B, A)) == 5
        assert longest_path(()) == 0


class TestEnds:
    def test_add_up_along_the_longest_way(self) -> None:
        assert ends((D, C, B, A)) == {"a": 5, "b": 3, "c": 7, "d": 11}


class TestChoose:
    def test_leaves_out_by_rule_and_keeps_the_order_of_the_rest(self) -> None:
        chosen = choose((A, B, C, D), {"answers": {"area": 20}})

        assert chosen.after == {"a": (), "b": (), "d": ("a", "b")}
        assert chosen.fell_away == {"c": "answers.area > 100"}

    def test_keeps_all_when_the_rules_hold(self) -> None:
        assert choose((A, B, C, D), {"answers": {"area": 200}}).fell_away == {}

    def test_passes_on_through_several_that_fall_away(self) -> None:
        gone = Step("d", 1, ("c",), "answers.area > 100")

        chosen = choose((A, C, gone, Step("e", 1, ("d",))), {"answers": {"area": 20}})

        assert chosen.after == {"a": (), "e": ("a",)}
