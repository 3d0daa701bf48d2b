"""Reading revisions: one whole with its drafts, and those that exist for somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.access import REVISION, has_duty, revisions, waits_for
from tongban.catalogue.models import Revision, Version
from tongban.catalogue.queries.draft_problems import problems_of
from tongban.catalogue.queries.drafts import in_force_before, words_for_keys
from tongban.catalogue.queries.quality import findings_of
from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.difference import difference, words_of
from tongban.catalogue.rules.enumerations import VersionState
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.quality_views import FindingView
from tongban.kernel.clock import day_of, now
from tongban.kernel.rules.paging import page_of
from tongban.matters.lifecycle import Move
from tongban.matters.queries import Facts, lamp_of, open_moves, read, remaining_of, timeline
from tongban.matters.rules.lamps import Lamp
from tongban.parties.queries import officials
from tongban.parties.rules.actor import Actor, DutyKind

PAGE_SIZE = 20
# An edit that changes no field: it says why a warning may stand.
REASONED = gettext_noop("说明了保留警告的理由")


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision in a list; `author`, `reviewer` and `publisher` are names, empty where nobody was it yet."""

    number: str
    subject: str
    owner: str
    owner_en: str
    state: str
    state_label: str
    source: str
    source_label: str
    reason: str
    returned_for: str
    effective_on: dt.date | None
    author: str
    reviewer: str
    publisher: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    opened_at: dt.datetime


@dataclass(frozen=True, slots=True)
class RevisionRows:
    rows: list[RevisionRow]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DraftView:
    """A version that the revision brings: its content, what it would replace, and how the two differ.

    `problems` are fields that keep it from being sent to review, `findings` what the quality rules say of it.
    """

    version_id: int
    task_code: str
    authority_id: int
    name: str
    type: str
    variant: str
    number: int
    state: str
    content: Mapping[str, Any]
    before: Mapping[str, Any] | None
    problems: tuple[tuple[str, Message], ...]
    findings: tuple[FindingView, ...]
    changes: tuple[Mapping[str, Any], ...]
    said: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """A line of the revision's journal: who did what and when, and which fields were edited."""

    verb: str
    label: str
    who: str
    at: dt.datetime
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A revision whole, with one page of its drafts, and what the reader may do with it now."""

    row: RevisionRow
    matter_id: int
    may_edit: bool
    moves: list[Move]
    drafts: list[DraftView]
    draft_count: int
    page: int
    pages: int
    entries: list[RevisionEntry]


def revision_list(
    actor: Actor,
    state: str | None = None,
    authority: int | None = None,
    page: int = 1,
    *,
    at: dt.datetime | None = None,
) -> RevisionRows:
    """Return a page of the revisions that exist for the actor, the soonest due first, then the newest; three queries.

    `state` is one of theirs, "waiting" for those whose next step is the actor's, "mine" for those the actor drafted,
    "open" for all that are on their way, None for all.
    """
    found = revisions(actor)
    if state == "waiting":
        found = found.filter(waits_for(actor))
    elif state == "mine":
        found = found.filter(author_id__in=actor.officials)
    elif state == "open":
        found = found.filter(matter__closed_at=None)
    elif state is not None:
        found = found.filter(matter__state=state)
    if authority is not None:
        found = found.filter(matter__owner_id=authority)
    wanted = found.order_by("matter__due_on", "-matter__opened_at", "-pk")
    rows, count, page, pages = page_of(wanted, page, PAGE_SIZE)
    names = _names(rows)
    today = day_of(at or now())
    return RevisionRows([_row(row, names, today) for row in rows], count, page, pages)


def revision_view(
    number: str, actor: Actor, *, page: int = 1, version_id: int | None = None, at: dt.datetime | None = None
) -> RevisionView:
    """Return a revision that exists for the actor, with a page of its drafts, or with one of them. Raises NotFound."""
    facts = read(number, actor=actor, kind=REVISION.code)
    row = Revision.objects.select_related("matter__owner").get(pk=facts.matter.pk)
    brought = Version.objects.filter(revision_id=row.pk).select_related("implementation")
    if facts.state != "abandoned":
        brought = brought.exclude(state=VersionState.WITHDRAWN.value)
    if version_id is not None:
        brought = brought.filter(pk=version_id)
    ordered = brought.order_by("implementation__task_code", "variant", "pk")
    drafts, count, page, pages = page_of(ordered, page, PAGE_SIZE)
    moves = open_moves(facts, actor)
    return RevisionView(
        row=_row(row, _names([row]), day_of(at or now())),
        matter_id=row.pk,
        may_edit=any(move.verb == "edit" for move in moves),
        moves=moves,
        drafts=_draft_views(drafts),
        draft_count=count,
        page=page,
        pages=pages,
        entries=[_entry(facts, entry) for entry in timeline(row.pk)],
    )


def may_begin(actor: Actor, authority_id: int) -> bool:
    """Tell whether the actor may begin a revision of the authority's items."""
    return actor.is_system or has_duty(actor, authority_id, DutyKind.EDITOR)


def _draft_views(drafts: Sequence[Version]) -> list[DraftView]:
    """Return the drafts; what is still being written is compared anew, what has left the desk as it was compared."""
    written = [draft for draft in drafts if draft.state == VersionState.DRAFT]
    before = in_force_before(written)
    problems = problems_of(written)
    findings: dict[int, list[FindingView]] = {}
    for each in findings_of([draft.pk for draft in drafts]):
        findings.setdefault(each.version_id, []).append(each)
    changes = {
        draft.pk: difference(before.get(draft.pk), draft.content) if draft in written else draft.changes
        for draft in drafts
    }
    names = words_for_keys(changes.values())
    return [
        DraftView(
            version_id=draft.pk,
            task_code=draft.implementation.task_code,
            authority_id=draft.implementation.authority_id,
            name=draft.name,
            type=draft.type,
            variant=draft.variant,
            number=draft.number,
            state=draft.state,
            content=draft.content,
            before=before.get(draft.pk),
            problems=tuple(problems.get(draft.pk, ())),
            findings=tuple(findings.get(draft.pk, ())),
            changes=tuple(changes[draft.pk]),
            said=tuple(words_of(changes[draft.pk], names)),
        )
        for draft in drafts
    ]


def _names(rows: Sequence[Revision]) -> dict[int, str]:
    ids = {each for row in rows for each in (row.author_id, row.reviewer_id, row.publisher_id) if each is not None}
    return {one.id: one.name for one in officials(ids).values()} if ids else {}


def _row(row: Revision, names: Mapping[int, str], today: dt.date) -> RevisionRow:
    matter = row.matter
    return RevisionRow(
        number=matter.number,
        subject=matter.subject,
        owner=matter.owner.short_name or matter.owner.name,
        owner_en=matter.owner.name_en,
        state=matter.state,
        state_label=REVISION.state(matter.state).label,
        source=row.source,
        source_label=Revision.Source(row.source).label,
        reason=row.reason,
        returned_for=row.returned_for,
        effective_on=row.effective_on,
        author=names.get(row.author_id or 0, ""),
        reviewer=names.get(row.reviewer_id or 0, ""),
        publisher=names.get(row.publisher_id or 0, ""),
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        opened_at=matter.opened_at,
    )


def _entry(facts: Facts, entry: Any) -> RevisionEntry:
    move, said = facts.kind.move(entry.verb), entry.facts
    reasoned = "reason_for" in said
    return RevisionEntry(
        verb=entry.verb,
        label=REASONED if reasoned else move.past or move.label,
        who=entry.actor.get("name", ""),
        at=entry.recorded_at,
        fields=(said["field"],) if reasoned else tuple(said.get("fields", ())),
    )
