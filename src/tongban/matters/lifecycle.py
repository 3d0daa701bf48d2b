"""What a kind of matter is: its table of moves, as pure data, and the questions that the engine asks of it.

The table prints the buttons, the API links and the diagram in the docs. A kind registers itself when its app is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongban.matters.queries import Facts
    from tongban.parties.rules.actor import Actor, ActsFor


@dataclass(frozen=True, slots=True)
class Basis:
    """The law that a move follows; `law` is "local parameter" where there is none."""

    law: str
    article: str = ""

    def __str__(self) -> str:
        return f"《{self.law}》{self.article}" if self.article else self.law


LICENSING_LAW = "中华人民共和国行政许可法"
LOCAL = Basis("local parameter")


@dataclass(frozen=True, slots=True)
class State:
    """What may be said next. `open` states are work to be done; `finished` ones have their answer."""

    code: str
    label: str
    label_en: str
    finished: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from which states, to which, by whom, on what basis. No sources: it begins the matter."""

    verb: str
    label: str
    label_en: str
    sources: frozenset[str]
    targets: tuple[str, ...]
    duties: frozenset[str]
    basis: Basis = LOCAL
    past: str = ""

    @property
    def stays(self) -> bool:
        """Tell whether the move leaves the state as it is."""
        return not self.targets


# Said by the engine itself of any open matter: a new calendar moved the days that are owed.
RECOMPUTE = Move(
    "recompute", "重算期限", "Recompute the due day", frozenset(), (), frozenset(), LOCAL, "因工作日历变更，重算了期限"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of the kind's own that belong to a matter: a model by label, one or many, in order.

    What is `rare` is read only when it is asked for: most steps of most matters are spared it.
    """

    model: str
    one: bool = False
    order: str = "id"
    rare: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of matter. `holds(actor, facts, duty)` answers whether the actor has the duty in this very matter.

    `acts_for(actor, facts)` answers for whom the actor makes a move in it by a mandate, so that the journal can say it.

    One that is `like` another moves by that kind's table, and is counted, swept and announced apart from it.
    """

    code: str
    label: str
    label_en: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    holds: Callable[[Actor, Facts, str], bool]
    sees: Callable[[Actor, Facts], bool]
    acts_for: Callable[[Actor, Facts], ActsFor | None] | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)
    like: str = ""
    _moves: dict[str, Move] = field(init=False, repr=False, compare=False, default_factory=dict)
    _states: dict[str, State] = field(init=False, repr=False, compare=False, default_factory=dict)

    def move(self, verb: str) -> Move:
        """Return the move of a verb. Raises KeyError for a verb that the kind does not know."""
        return RECOMPUTE if verb == RECOMPUTE.verb else self._moves[verb]

    def state(self, code: str) -> State:
        """Return a state by its code."""
        return self._states[code]

    def __post_init__(self) -> None:
        self._moves.update({move.verb: move for move in self.moves})
        self._states.update({state.code: state for state in self.states})
        for move in self.moves:
            unknown = (move.sources | set(move.targets)) - set(self._states)
            if unknown:
                raise ValueError(f"{self.code}.{move.verb} names unknown states {sorted(unknown)}")


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known to the engine; its app does this once, when it is ready."""
    KINDS[kind.code] = kind
    return kind
