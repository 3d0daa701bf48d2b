"""Rules that an editor writes and the house works out: expressions of zen-engine on facts, always yes or no."""

import functools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import zen

if TYPE_CHECKING:
    from zen import Expression

_NAME = re.compile(r"\b([a-z][a-z0-9_]*)\.([a-zA-Z_][a-zA-Z0-9_]*)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def wrong_with(expression: str) -> str:
    """Return what the parser says of an expression that it cannot read, nothing of one that it can."""
    found = zen.validate_expression(expression)
    return str(found["source"]) if found else ""


def names_in(expression: str) -> set[tuple[str, str]]:
    """Return the facts that an expression asks for, as (group, key): `answers.area` is ("answers", "area")."""
    return set(_NAME.findall(_QUOTED.sub("", expression)))


def rules_out(expression: str, facts: Mapping[str, Any]) -> bool:
    """Tell whether the rule plainly does not hold of the facts.

    What cannot be worked out, such as a comparison with a number that is missing, rules nothing out.
    """
    try:
        return _compiled(expression).evaluate(dict(facts)) is False
    except RuntimeError:
        return False


@functools.lru_cache(maxsize=1024)
def _compiled(expression: str) -> "Expression":
    return zen.compile_expression(expression)
