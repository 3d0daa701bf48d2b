"""Whoever does whatever in whatever order: a change comes into force by three people's hands, or not at all."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.factory import road_code
from tests.catalogue.revisions.flow import (
    LATER_ON,
    MONDAY,
    draft_of,
    edited,
    reasoned,
    revision,
    with_every_duty,
)
from tests.city import actor
from tongban.catalogue import actions
from tongban.catalogue.access import REVISION
from tongban.catalogue.models import Version
from tongban.catalogue.queries import ImplementationView, implementation
from tongban.kernel.errors import Refusal
from tongban.matters.models import JournalEntry, Matter
from tongban.parties.rules.actor import Actor

PEOPLE = ("steward", "item_reviewer", "publisher", "bian.xiulan", "shen.tongpan", "clerk")
VERBS = ("edit", "send_to_review", "pass_review", "send_back", "publish", "abandon", "take_effect")
# A version is where its revision is.
STATE_OF_VERSION = {
    "drafting": "draft",
    "reviewing": "draft",
    "approving": "draft",
    "scheduled": "scheduled",
    "in_force": "published",
    "abandoned": "withdrawn",
}

steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE), st.booleans(), st.booleans()), min_size=1, max_size=12
)


def said(number: str, verb: str, who: Actor, *, later: bool, count: int) -> None:
    at = MONDAY + dt.timedelta(hours=count)
    if verb == "edit":
        draft = draft_of(number)
        content = {**draft.content, "office_hours": f"工作日 9:00—17:00（{count}）"}
        actions.edit_revision(number=number, version_id=draft.pk, content=content, actor=who, at=at)
        reasoned(number)
    elif verb == "send_to_review":
        actions.send_to_review(number=number, effective_on=LATER_ON if later else None, actor=who, at=at)
    elif verb == "pass_review":
        actions.pass_review(number=number, actor=who, at=at)
    elif verb == "send_back":
        actions.send_back(number=number, reason="再想想", actor=who, at=at)
    elif verb == "publish":
        actions.publish_revision(number=number, actor=who, at=at)
    elif verb == "abandon":
        actions.abandon(number=number, reason="不要了", actor=who, at=at)
    else:
        actions.take_effect(at=at + dt.timedelta(days=30 if later else 0))


class TestMoves:
    def test_never_leave_the_table_or_let_one_person_do_two_parts(self) -> None:
        before, number = implementation(road_code()), revision()
        reasoned(number)

        @settings(max_examples=40, deadline=None)
        @given(steps)
        def plays(tried: list[tuple[str, str, bool, bool]]) -> None:
            with transaction.atomic():
                self._play(tried, number, before)
                transaction.set_rollback(True)

        plays()

    def _play(self, tried: list[tuple[str, str, bool, bool]], number: str, before: ImplementationView) -> None:
        for count, (verb, role, powerful, later) in enumerate(tried):
            state, steps_so_far = _where(number)
            try:
                with transaction.atomic():
                    said(number, verb, with_every_duty(role) if powerful else actor(role), later=later, count=count)
            except Refusal:
                assert _where(number) == (state, steps_so_far)

        entries = list(JournalEntry.objects.filter(matter__number=number).order_by("sequence"))
        for entry in entries[1:]:
            move = REVISION.move(entry.verb)
            assert entry.from_state in move.sources
            assert entry.to_state in (move.targets or (entry.from_state,))
        self._separated(entries)
        state = Matter.objects.get(number=number).state
        draft = draft_of(number)
        assert draft.state == STATE_OF_VERSION[state]
        in_force = Version.objects.get(implementation__task_code=before.code, variant="", state="published")
        assert in_force.pk == (draft.pk if state == "in_force" else before.version_id)

    def _separated(self, entries: list[JournalEntry]) -> None:
        """Nobody reviews what they wrote before, and nobody publishes what they wrote or passed before."""
        wrote: set[int] = set()
        passed: set[int] = set()
        for entry in entries:
            who = entry.actor.get("official")
            if entry.verb in ("begin", "edit", "send_to_review"):
                wrote.add(who)
            elif entry.verb == "pass_review":
                assert who not in wrote
                passed.add(who)
            elif entry.verb == "publish":
                assert who not in wrote | passed


def _where(number: str) -> tuple[str, int]:
    matter = Matter.objects.get(number=number)
    return matter.state, matter.version


def test_an_edit_by_another_editor_is_an_authors_too() -> None:
    number = revision()

    edited(number, role="bian.xiulan", phone="0851-87654321")

    assert JournalEntry.objects.filter(matter__number=number, verb="edit").count() == 2
