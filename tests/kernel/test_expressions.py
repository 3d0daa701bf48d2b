"""Rules that editors write: read before they are used, and never in the way for want of an answer."""

import pytest

from tongban.kernel.rules.expressions import names_in, rules_out, wrong_with


class TestRulesOut:
    @pytest.mark.parametrize(
        ("expression", "answers", "out"),
        [
            ("answers.area > 100", {"area": 99.5}, True),
            ("answers.area > 100", {"area": 100.5}, False),
            ("answers.area > 100", {}, False),
            ("answers.area > 100", {"area": "many"}, False),
            ("'车行道' in answers.surfaces", {"surfaces": ["人行道"]}, True),
            ("'车行道' in answers.surfaces", {"surfaces": ["人行道", "车行道"]}, False),
            ("answers.hours == 'night' or answers.area >= 20", {"hours": "day", "area": 20}, False),
            ("answers.area", {"area": 0}, False),
        ],
    )
    def test_says_so_only_of_what_plainly_does_not_hold(
        self, expression: str, answers: dict[str, object], out: bool
    ) -> None:
        assert rules_out(expression, {"answers": answers, "situation": {}}) is out


class TestWrongWith:
    @pytest.mark.parametrize("expression", ["answers.area >", "foo(", "1 +* 2", "unknown(3)"])
    def test_names_what_cannot_be_read(self, expression: str) -> None:
        assert wrong_with(expression)

    def test_says_nothing_of_what_can(self) -> None:
        assert wrong_with("answers.area > 100 and situation.kind == 'new'") == ""


class TestNamesIn:
    def test_lists_facts_and_no_quoted_words(self) -> None:
        found = names_in("answers.area > 100 and situation.kind == 'answers.no'")

        assert found == {("answers", "area"), ("situation", "kind")}
