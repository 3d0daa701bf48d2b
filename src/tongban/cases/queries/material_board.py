"""The materials of a case as one reads them: what was found and where, what was not and why, and what to do now."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from tongban.cases.access import is_applicant, reveals
from tongban.cases.lifecycle import CLERK
from tongban.cases.queries.case_promises import OPEN_FOR_CHANGES
from tongban.cases.queries.findings import findings_now
from tongban.cases.queries.reading import item_of, read_case
from tongban.cases.rules.burden import MaterialsAsked, materials_asked
from tongban.cases.rules.finding_words import told
from tongban.cases.rules.resolving import (
    ASSISTANCE,
    LICENCE,
    OFFERED,
    OUTCOMES,
    PATHS,
    PROMISE,
    SPACE,
    UPLOAD,
    Attempt,
    lapsed,
    settled,
)
from tongban.catalogue.queries import MaterialView
from tongban.kernel.clock import day_of
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

AT_THE_WINDOW = ("received", "correcting", "pre_returned")


@dataclass(frozen=True, slots=True)
class TriedWay:
    """One way around a material: what it brought, and that in a sentence."""

    attempt: Attempt
    told: str

    @property
    def path_label(self) -> str:
        return PATHS[self.attempt.path]

    @property
    def outcome_label(self) -> str:
        return OUTCOMES[self.attempt.outcome]


@dataclass(frozen=True, slots=True)
class MaterialState:
    """A material with the ways that were tried for it, in their order.

    `settled` is the way that spares it, or by which it was brought; `missing` tells that it keeps the application from
    being handed in. `kept_document` may be used, `may_ask` a department, `may_promise` in its place.
    """

    material: MaterialView
    ways: tuple[TriedWay, ...]
    settled: TriedWay | None
    missing: bool
    uploads: bool
    kept_document: int | None
    may_ask: bool
    may_promise: bool

    @property
    def found(self) -> bool:
        """Tell whether the applicant brings nothing for it."""
        way = self.settled
        return way is not None and way.attempt.path != UPLOAD and way.attempt.reason != "later"

    @property
    def why_not(self) -> tuple[TriedWay, ...]:
        """The ways that brought nothing, the upload left out."""
        return tuple(each for each in self.ways if not each.attempt.satisfies and each.attempt.path != UPLOAD)


@dataclass(frozen=True, slots=True)
class MaterialBoard:
    """The materials of a case: what is spared first, what has to be uploaded last.

    `counts` are those of what the item wants in any case; `looked_at` is when outside sources were last asked.
    """

    number: str
    states: tuple[MaterialState, ...]
    counts: MaterialsAsked
    looked_at: dt.datetime | None
    may_resolve: bool

    def of(self, code: str) -> MaterialState | None:
        """Return the state of a material, None for one that is a form or not on the list."""
        return next((each for each in self.states if each.material.code == code), None)


def material_board(actor: Actor, number: str, at: dt.datetime) -> MaterialBoard:
    """Return the materials of a case that the actor may see, in a fixed number of queries. Raises NotFound."""
    return board_of_materials(read_case(number, actor), actor, at)


def board_of_materials(facts: Facts, actor: Actor, at: dt.datetime) -> MaterialBoard:
    """Return the materials of a case that was read for the actor.

    Who only watches is told neither the numbers of licences nor the rows of registers.
    """
    item, shown = item_of(facts), reveals(actor, facts)
    found = findings_now(facts, day_of(at))
    mine = _may_change(actor, facts)
    states = [_state(each, found[each.code], shown, mine) for each in item.materials if each.code in found]
    wanted = [each.material for each in states if each.material.necessity != "optional"]
    fetched = {each.code for each in wanted if each.carrier == "licence"}
    asked_at = [way.at for ways in found.values() for way in ways if way.at is not None]
    return MaterialBoard(
        number=facts.matter.number,
        states=tuple(sorted(states, key=_place)),
        counts=materials_asked([each.code for each in wanted], fetched, found),
        looked_at=max(asked_at, default=None),
        may_resolve=mine,
    )


def _may_change(actor: Actor, facts: Facts) -> bool:
    if is_applicant(actor, facts):
        return facts.state in OPEN_FOR_CHANGES
    return facts.state in AT_THE_WINDOW and facts.kind.holds(actor, facts, CLERK)


def _state(material: MaterialView, ways: tuple[Attempt, ...], shown: bool, mine: bool) -> MaterialState:
    space = next((each for each in ways if (each.path, each.outcome) == (SPACE, OFFERED)), None)
    # What somebody's space could still offer says nothing to who only watches.
    seen = ways if shown else tuple(_masked(each) for each in ways if each is not space)
    way = settled(seen)
    ended = lapsed(ways) is not None
    missing = way is None and material.necessity != "optional" and (ended or material.carrier == "file")
    return MaterialState(
        material=material,
        ways=tuple(TriedWay(each, told(each)) for each in seen),
        settled=TriedWay(way, told(way)) if way is not None else None,
        missing=missing,
        uploads=way is None or way.path in (UPLOAD, SPACE) or way.reason == "later",
        kept_document=int(space.evidence) if space is not None and mine and way is None else None,
        may_ask=mine and way is None and any((each.path, each.outcome) == (ASSISTANCE, OFFERED) for each in ways),
        may_promise=mine and way is None and any((each.path, each.outcome) == (PROMISE, OFFERED) for each in ways),
    )


def _masked(way: Attempt) -> Attempt:
    source = way.source.partition(" ")[0] if way.path == LICENCE else way.source
    return dataclasses.replace(way, evidence="", source="" if way.path in (SPACE, UPLOAD) else source)


def _place(state: MaterialState) -> tuple[bool, int]:
    """Say where a material stands: what is spared by its way, then what has to be brought."""
    if state.settled is not None and state.found:
        return False, list(PATHS).index(state.settled.attempt.path)
    return True, 1 if state.missing else 0
