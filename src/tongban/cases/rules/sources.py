"""Where a value that was filled in for somebody comes from: the marks in `Case.sources` (pure).

A mark is `{"source", "as_of", "kind", "register", "row", "element", "held", "stale"}`: `kind` is register, licence,
kept or account, `row` the register's row or the licence's identifier, `held` the value as the source has it, which
stays known when the applicant changes the answer. `report` is what the applicant says is wrong with it: {"note",
"number"}, the number once it was reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REGISTER, LICENCE, KEPT, ACCOUNT = "register", "licence", "kept", "account"
Mark = Mapping[str, Any]


def unchanged(mark: Mark, answer: Any) -> bool:
    """Tell whether the answer is still what the source says."""
    return "held" not in mark or mark["held"] == answer


def standing(sources: Mapping[str, Mark], answers: Mapping[str, Any]) -> dict[str, Mark]:
    """Return the marks of the answers that are still what their sources say."""
    return {key: mark for key, mark in sources.items() if key in answers and unchanged(mark, answers[key])}


def reportable(mark: Mark, answer: Any) -> bool:
    """Tell whether a wrong value can be reported: a register's row was changed and was not reported yet."""
    changed = not unchanged(mark, answer) and answer not in (None, "", [])
    return (
        mark.get("kind") == REGISTER and bool(mark.get("row")) and changed and not mark.get("report", {}).get("number")
    )
