"""Which conditions a grant carries, as the opinions on it ask."""

from collections.abc import Iterable
from typing import Protocol


class Given(Protocol):
    """An opinion that was given; the one of a later round counts instead of that of an earlier one."""

    step_code: str
    name: str
    round: int
    opinion: str
    text: str
    conditions: str


def conditions_from(opinions: Iterable[Given]) -> str:
    """Return the conditions of the opinions that agree under some, a line each, with the step that asks for them."""
    last = {each.step_code: each for each in sorted(opinions, key=lambda each: each.round)}
    asked = [(each.name, each.conditions or each.text) for each in last.values() if each.opinion == _BOUND]
    return "\n".join(f"{name}：{words}" for name, words in asked if words)


_BOUND = "agree_with_conditions"
