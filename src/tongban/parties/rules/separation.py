"""Which duties one official must not hold at the same authority at once (受审分离、审批分离)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tongban.parties.rules.actor import DutyKind


@dataclass(frozen=True, slots=True)
class Apart:
    """Two duties that are kept apart, and on what basis."""

    one: DutyKind
    other: DutyKind
    basis: str = "local parameter"


APART = (Apart(DutyKind.CLERK, DutyKind.DECIDER), Apart(DutyKind.REVIEWER, DutyKind.DECIDER))


@dataclass(frozen=True, slots=True)
class Clash:
    """Two duties at one authority that the same official may not hold."""

    authority_id: int
    one: DutyKind
    other: DutyKind


def first_clash(duties: Iterable[tuple[DutyKind, int]], apart: Iterable[Apart] = APART) -> Clash | None:
    """Return a clash among (kind, authority id) pairs held at once, or None when all may be held together."""
    held: dict[int, set[DutyKind]] = {}
    for kind, authority_id in duties:
        held.setdefault(authority_id, set()).add(kind)
    for authority_id, kinds in sorted(held.items()):
        for pair in apart:
            if pair.one in kinds and pair.other in kinds:
                return Clash(authority_id, pair.one, pair.other)
    return None
