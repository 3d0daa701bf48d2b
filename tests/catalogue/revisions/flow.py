"""Revisions in any state, made by the same actions that people use."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
from typing import Any

from django.db import connection

from tests.cases.factory import road_code
from tests.city import DAY, MONDAY, actor
from tongban.catalogue import actions
from tongban.catalogue.models import Finding, Implementation, Revision, Version
from tongban.matters.models import Clock, JournalEntry, Matter
from tongban.parties.models import Authority
from tongban.parties.queries import operator_id
from tongban.parties.rules.actor import Actor, DutyKind, Held

TUESDAY = MONDAY + DAY
LATER_ON = dt.date(2026, 3, 20)
STATES = ("drafting", "reviewing", "approving", "in_force")
REASON = "压缩承诺时限"
TRACED = (Matter, Revision, Version, Implementation, Finding, Clock, JournalEntry)


def content_in_force(code: str = "") -> dict[str, Any]:
    """Return a copy of the content in force of the road permit, or of another item."""
    current = Implementation.objects.select_related("current").get(task_code=code or road_code()).current
    assert current is not None
    return copy.deepcopy(current.content)


def draft_of(number: str) -> Version:
    return Version.objects.get(revision__matter__number=number)


def edited(number: str, at: dt.datetime = MONDAY, role: str = "steward", **changes: Any) -> None:
    """Change fields of the only draft."""
    draft = draft_of(number)
    content = {**draft.content, **changes}
    actions.edit_revision(number=number, version_id=draft.pk, content=content, actor=actor(role), at=at)


def revision(
    state: str = "drafting", at: dt.datetime = MONDAY, effective_on: dt.date | None = None, **changes: Any
) -> str:
    """Bring a revision of the road permit to a state, all on one day, and return its number."""
    number = actions.begin_revision(task_code=road_code(), reason=REASON, actor=actor("steward"), at=at)
    edited(number, at, **(changes or {"office_hours": "工作日 9:00—17:00，午间不休"}))
    return brought(number, state, at, effective_on)


def standing(
    to: str, state: str = "in_force", at: dt.datetime = MONDAY, effective_on: dt.date | None = None, **said: Any
) -> str:
    """Suspend, cancel or resume the road permit, as far as a state."""
    number = actions.propose_standing(
        task_codes=[said.pop("code", "") or road_code()],
        standing=to,
        why="道路改造期间暂停",
        effective_on=effective_on,
        actor=actor("steward"),
        at=at,
    )
    return brought(number, state, at, effective_on, **said)


def brought(number: str, state: str, at: dt.datetime = MONDAY, effective_on: dt.date | None = None, **said: Any) -> str:
    """Bring a revision from drafting to a state."""
    if state != "drafting":
        reasoned(number)
        actions.send_to_review(number=number, effective_on=effective_on, actor=actor("steward"), at=at)
    if state in ("approving", "in_force", "scheduled"):
        actions.pass_review(number=number, actor=actor("item_reviewer"), at=at)
    if state in ("in_force", "scheduled"):
        actions.publish_revision(number=number, actor=actor("publisher"), at=at, **said)
    return number


def reasoned(number: str) -> None:
    """Give a reason for each warning that the quality rules found, so that it keeps nothing back."""
    found = Finding.objects.filter(version__revision__matter__number=number, severity="warning")
    found.update(reason="已核实", reasoned_by="程编沐")


def trace() -> dict[str, tuple[int, str]]:
    """Return all that a refusal must leave as it was: how many rows each table has, and a print of what is in them."""
    tables = [model._meta.db_table for model in TRACED]
    # The database looks over its rows much sooner than it hands them all out.
    looked = (
        f"SELECT '{table}', count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {table} t"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looked))
        return {table: (many, of) for table, many, of in cursor.fetchall()}


def entries(number: str) -> list[tuple[str, str]]:
    """Return who said what in a revision."""
    rows = JournalEntry.objects.filter(matter__number=number).order_by("sequence")
    return [(row.verb, row.actor["name"]) for row in rows]


def with_every_duty(role: str) -> Actor:
    """Return the official of a role as if they were editor and reviewer of the authority, and publisher, at once."""
    someone = actor(role)
    owner, office = Authority.objects.get(key="chengguan").pk, operator_id()
    assert office is not None
    held = {Held(DutyKind.EDITOR, owner), Held(DutyKind.ITEM_REVIEWER, owner), Held(DutyKind.PUBLISHER, office)}
    return dataclasses.replace(someone, duties=someone.duties | held)


def publisher_elsewhere() -> Actor:
    """Return an official who is publisher at an authority that does not publish for the city."""
    owner = Authority.objects.get(key="chengguan").pk
    return dataclasses.replace(actor("clerk"), duties=frozenset({Held(DutyKind.PUBLISHER, owner)}))
