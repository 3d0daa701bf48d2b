"""What shared data asks of those above it: which cases are alive, and registers that are held elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class LiveCase:
    """An open case as one who handles it or watches over it may use it.

    `subjects` are the codes of whom it is about, `elements` what its item asks for. Who `handles` it sees whole
    values, who watches sees them masked. `authority_id` is the owner.
    """

    number: str
    item_name: str
    authority_id: int
    subjects: Collection[str]
    elements: Collection[str]
    handles: bool


# The case of a number, as the actor may use it: None when there is none, when it has ended, or when it is not theirs.
# A department's system has no duties: it uses the cases of its authority, the third argument.
Cases = Callable[[str, Actor, int | None], LiveCase | None]


def _none(number: str, actor: Actor, authority_id: int | None) -> LiveCase | None:
    return None


_cases: list[Cases] = [_none]


def use_cases(cases: Cases) -> None:
    """Ask for live cases in this way from now on."""
    _cases[0] = cases


def live_case(number: str, actor: Actor, authority_id: int | None = None) -> LiveCase | None:
    """Return the open case of the number as the actor may use it, or None."""
    return _cases[0](number, actor, authority_id)
