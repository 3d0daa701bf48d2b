"""A case as one page shows it: what it is, what is owed and when, what was given, said and decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext

from tongban.cases.access import is_applicant, is_for, may_finish_at_once, reveals
from tongban.cases.lifecycle.decision import AT_ONCE
from tongban.cases.models import Case, CaseMaterial, Correction, Decision, Delivery, Document
from tongban.cases.queries.aftermath import Aftermath, aftermath_of
from tongban.cases.queries.hearing import HearingView, ThirdPartyView, hearing_view, third_party_views
from tongban.cases.queries.proposals import ProposalLine, proposal_lines
from tongban.cases.queries.readiness import waits_for
from tongban.cases.queries.reading import read_case, version_of
from tongban.cases.queries.reviews import ReviewLine, in_order, review_lines
from tongban.cases.rules.conditions import conditions_from
from tongban.cases.rules.masking import masked_answer, masked_party
from tongban.cases.rules.next_step import NextStep, next_step
from tongban.cases.rules.sources import unchanged
from tongban.catalogue.queries import ImplementationView, MaterialView
from tongban.catalogue.rules.conditions import asked
from tongban.catalogue.rules.form_properties import whole_property
from tongban.kernel.clock import day_of
from tongban.kernel.rules.codes import mask_name
from tongban.matters.lifecycle import Move
from tongban.matters.queries import Facts, open_moves, remaining_of, timeline
from tongban.matters.rules.lamps import Lamp
from tongban.parties.queries import names_of_authorities
from tongban.parties.rules.actor import SYSTEM, Actor
from tongban.parties.rules.views import AuthorityName

if TYPE_CHECKING:
    from tongban.matters.models import Clock, JournalEntry, Pause

_NOBODY = AuthorityName("", "")


@dataclass(frozen=True, slots=True)
class Column:
    """A question that every row of a table answers."""

    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; where it was filled in, `source` says from where, `as_of` of which day, and `row` from which row.

    Of a table, `columns` are the questions and `rows` the answers, one for each column.
    Where the applicant put it right, `held` is what `held_by` has, and `report` the number under which that is handled.
    """

    key: str
    label: str
    value: Any
    unit: str
    source: str
    as_of: str
    stale: bool = False
    row: str = ""
    held: Any = None
    held_by: str = ""
    report: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    title: str
    title_en: str
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material of the list with the files given for it; `asked` is the open correction's request for it."""

    material: MaterialView
    files: list[CaseMaterial]
    replaced: list[CaseMaterial]
    asked: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline; `index` is its place in the journal's Merkle tree, once it has one."""

    index: int | None
    at: dt.datetime
    occurred_at: dt.datetime
    who: str
    verb: str
    label: str
    from_state: str
    to_state: str
    source: str
    facts: dict[str, Any]
    on_behalf_of: str = ""
    official_id: int | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    number: str
    subject: str
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    opened_at: dt.datetime
    finished_on: dt.date | None
    closed: bool
    applicant_name: str
    for_organisation: bool
    owner: str
    owner_en: str
    holder_id: int | None
    power: str
    power_en: str
    is_mine: bool
    reveals: bool
    next: NextStep
    item: ImplementationView
    groups: list[AnswerGroup]
    materials: list[MaterialLine]
    clocks: list[Clock]
    pauses: list[Pause]
    open_pause: Pause | None
    correction: Correction | None
    corrections: list[Correction]
    reviews: list[ReviewLine]
    conditions: str
    proposals: list[ProposalLine]
    hearing: HearingView | None
    third_parties: list[ThirdPartyView]
    decision: Decision | None
    documents: list[Document]
    delivery: Delivery | None
    after: Aftermath
    timeline: list[Entry]
    moves: list[Move]
    waits: dict[str, str]
    version: int
    raw: Case
    viewer: Actor

    @property
    def subject_en(self) -> str:
        """What it is about in English, empty where nobody translated the item."""
        return self.item.name_en


def case_page(actor: Actor, number: str, at: dt.datetime) -> CasePage:
    """Return all that the actor may see of a case, in three queries. Raises NotFound."""
    return page_of(read_case(number, actor), actor, at)


def page_of(facts: Facts, actor: Actor, at: dt.datetime) -> CasePage:
    """Build the page of a case that was read."""
    matter, case = facts.matter, facts.parts["case"]
    item, today = version_of(case.version_id).in_situation(case.situation), day_of(at)
    mine = is_applicant(actor, facts)
    shown = reveals(actor, facts)
    correction = facts.parts["corrections"][-1] if facts.state in ("correcting", "pre_returned") else None
    handling = {matter.owner_id, *(r.authority_id for r in facts.parts["reviews"])}
    # Whose power it is, where another authority exercises it.
    powers = {case.power_authority_id} - {None}
    names = names_of_authorities(handling | powers)
    state, moves = facts.kind.state(facts.state), _moves(facts, actor)
    return CasePage(
        number=matter.number,
        subject=matter.subject,
        state=state.code,
        state_label=state.label,
        lamp=facts.lamp(today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        opened_at=matter.opened_at,
        finished_on=matter.finished_on,
        closed=state.closed,
        applicant_name=matter.applicant_name if shown else masked_party(matter),
        for_organisation=matter.applicant_organisation_id is not None,
        owner=names[matter.owner_id].name,
        owner_en=names[matter.owner_id].name_en,
        holder_id=matter.holder_id,
        power=names.get(case.power_authority_id, _NOBODY).name,
        power_en=names.get(case.power_authority_id, _NOBODY).name_en,
        is_mine=mine,
        reveals=shown,
        next=next_step(facts.state, paused=matter.paused_on is not None),
        item=item,
        groups=_groups(item, case, shown),
        materials=_materials(item, _files(facts, shown), correction),
        clocks=facts.clocks,
        pauses=facts.pauses,
        open_pause=facts.open_pause,
        correction=correction,
        corrections=facts.parts["corrections"],
        reviews=review_lines(facts, actor, names, today),
        conditions=conditions_from(in_order(facts)),
        proposals=proposal_lines(facts, actor, today),
        hearing=hearing_view(facts, shown),
        third_parties=third_party_views(facts, actor, shown),
        decision=facts.parts["decision"],
        documents=[each for each in facts.parts["documents"] if is_for(actor, facts, each.kind)],
        delivery=_delivery(facts, shown, mine),
        after=aftermath_of(facts),
        timeline=[_entry(facts, each, shown) for each in timeline(matter.pk)],
        moves=moves,
        waits={move.verb: waits_for(move.verb, facts, today) for move in moves},
        version=matter.version,
        raw=case,
        viewer=actor,
    )


def _groups(item: ImplementationView, case: Case, shown: bool) -> list[AnswerGroup]:
    there = asked(item.form, case.answers)
    groups = [
        AnswerGroup(
            group["title"],
            group.get("title_en", ""),
            [_answer(key, whole_property(item.form, key), case, shown) for key in group["fields"] if key in there],
        )
        for group in item.form.get("x-groups", [])
    ]
    return [group for group in groups if group.answers]


def _answer(key: str, field: dict[str, Any], case: Case, shown: bool) -> Answer:
    value, mark = case.answers.get(key), case.sources.get(key, {})
    stands = bool(mark) and unchanged(mark, value)
    changed = bool(mark) and not stands
    return Answer(
        key=key,
        label=field.get("title", key),
        value=value if shown else masked_answer(field, value),
        unit=field.get("x-unit", ""),
        source=mark["source"] if stands else "",
        as_of=mark["as_of"] if stands else "",
        stale=stands and bool(mark.get("stale")),
        row=mark.get("row", "") if shown else "",
        held=mark.get("held") if changed and shown else None,
        held_by=mark["source"] if changed else "",
        report=mark.get("report", {}).get("number", ""),
        columns=tuple(Column(each["title"], each.get("x-title-en", "")) for each in _columns(field).values()),
        rows=_rows(field, value, shown),
        label_en=field.get("x-title-en", ""),
    )


def _columns(field: Mapping[str, Any]) -> Mapping[str, Any]:
    columns: Mapping[str, Any] = field["items"]["properties"] if field.get("x-type") == "rows" else {}
    return columns


def _rows(field: Mapping[str, Any], value: Any, shown: bool) -> tuple[tuple[Any, ...], ...]:
    """Return the rows of a table as they are read, each with a value for each column."""
    rows = value if isinstance(value, list) and field.get("x-type") == "rows" else ()
    columns = _columns(field)
    return tuple(
        tuple(row.get(key) if shown else masked_answer(dict(each), row.get(key)) for key, each in columns.items())
        for row in rows
        if isinstance(row, Mapping)
    )


def _materials(
    item: ImplementationView, files: list[CaseMaterial], correction: Correction | None
) -> list[MaterialLine]:
    asked = {each["code"]: each for each in correction.items} if correction else {}
    return [
        MaterialLine(
            material=material,
            files=[f for f in files if f.code == material.code and f.removed_at is None],
            replaced=[f for f in files if f.code == material.code and f.removed_at is not None],
            asked=asked.get(material.code),
        )
        for material in item.materials
    ]


def _files(facts: Facts, shown: bool) -> list[CaseMaterial]:
    """Return the files that were given; what people call theirs may name them, so who only watches is not told."""
    if shown:
        return list(facts.parts["materials"])
    files = [copy(each) for each in facts.parts["materials"]]
    for each in files:
        each.file_name = ""
    return files


def _moves(facts: Facts, actor: Actor) -> list[Move]:
    at_once = facts.state in AT_ONCE.sources and may_finish_at_once(actor, facts)
    return [*([AT_ONCE] if at_once else []), *open_moves(facts, actor)]


def _delivery(facts: Facts, shown: bool, mine: bool) -> Delivery | None:
    delivery: Delivery | None = facts.parts["delivery"]
    if delivery is None or mine:
        return delivery
    if shown:
        # The code to pick a result up is the applicant's alone.
        known = copy(delivery)
        known.pickup_code = ""
        return known
    if delivery.receiver == facts.matter.applicant_name:
        return Delivery(mode=delivery.mode, receiver=masked_party(facts.matter), delivered_at=delivery.delivered_at)
    return Delivery(mode=delivery.mode, receiver=mask_name(delivery.receiver), delivered_at=delivery.delivered_at)


def _entry(facts: Facts, entry: JournalEntry, shown: bool) -> Entry:
    move = facts.kind.move(entry.verb)
    # Officials act under their names; who applies is masked for those who only watch.
    named = shown or "person" not in entry.actor or "official" in entry.actor
    name = pgettext("actor", "系统") if entry.source == SYSTEM.source else entry.actor.get("name", "")
    return Entry(
        index=entry.leaf.index if hasattr(entry, "leaf") else None,
        at=entry.recorded_at,
        occurred_at=entry.occurred_at,
        who=name if named else mask_name(name),
        on_behalf_of=_on_behalf_of(facts, entry, shown),
        official_id=entry.actor.get("official"),
        verb=entry.verb,
        label=move.past or move.label,
        from_state=entry.from_state,
        to_state=entry.to_state,
        source=entry.source,
        facts=entry.facts,
    )


def _on_behalf_of(facts: Facts, entry: JournalEntry, shown: bool) -> str:
    """Return for whom it was done: an official whom a deputy stood in for, or the applicant by whose mandate."""
    if "for_person" in entry.actor or "for_organisation" in entry.actor:
        return facts.matter.applicant_name if shown else masked_party(facts.matter)
    absent: str = entry.actor.get("on_behalf_of", "")
    return absent
