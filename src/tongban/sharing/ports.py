"""What shared data asks of those above it: which cases are alive, and registers that are held elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from tongban.parties.rules.actor import Actor
from tongban.sharing.rules.answers import Answer


@dataclass(frozen=True, slots=True)
class LiveCase:
    """An open case as one who handles it, watches over it or applies in it may use it.

    `subjects` are the codes of whom it is about, `elements` what its item asks for. Who `handles` it or applies in it
    sees whole values, who watches sees them masked. `authority_id` is the owner. `licences` are the codes of the kinds
    of licences that its item takes in the place of a paper, and the identifier of the one that it is about.
    """

    number: str
    item_name: str
    authority_id: int
    subjects: Collection[str]
    elements: Collection[str]
    handles: bool
    licences: Collection[str] = frozenset()


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


class RegisterAway(Exception):
    """A register that is held elsewhere did not answer in time, or answered what cannot be understood."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a register held elsewhere is asked: of whom, which elements, what for, in which case, and by whom."""

    register: str
    subject_code: str
    elements: tuple[str, ...]
    purpose: str
    case_number: str
    asked_by: str


class Connector(Protocol):
    """The way to registers that are held elsewhere; `key` is what a register names it by."""

    key: str

    def ask(self, question: Question) -> Sequence[Answer]:
        """Return the rows of the subject; raises RegisterAway."""


_connectors: dict[str, Connector] = {}


def use_connector(connector: Connector) -> None:
    """Reach registers in this way from now on; one of the same key takes its place."""
    _connectors[connector.key] = connector


def connector(key: str) -> Connector | None:
    """Return the connector of the key, None where there is none."""
    return _connectors.get(key)
