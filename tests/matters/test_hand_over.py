"""An official leaves: each open matter goes to the successor with its own entry, and nothing is left to who left."""

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from tests.matters.errand import MONDAY, errand
from tests.matters.journal import owner, seal
from tests.parties.factories import make_authority, make_official
from tongban.kernel.errors import NotFound
from tongban.kernel.models import Announcement
from tongban.kernel.signing import journal_key
from tongban.matters.actions import hand_over as module
from tongban.matters.actions.hand_over import SuccessorNeeded, hand_over
from tongban.matters.actions.step import step
from tongban.matters.lifecycle import KINDS
from tongban.matters.models import JournalEntry, Matter
from tongban.matters.queries import Facts, read_by_id
from tongban.matters.queries.verification import verify_journal
from tongban.parties.actions import ServiceOver, SuccessorUnfit, issue_token
from tongban.parties.models import Account, Authority, Official
from tongban.parties.queries import actor_of, actor_of_token
from tongban.parties.rules.actor import SYSTEM, Actor, DutyKind

__all__ = ["owner"]

TODAY = MONDAY.date()


def held(by: Official, owner: Authority, count: int = 1) -> list[str]:
    """Begin errands that the official holds."""
    numbers = [errand(owner).number for _ in range(count)]
    Matter.objects.filter(number__in=numbers).update(holder_id=by.pk)
    return numbers


def actor(official: Official, on: dt.date = TODAY) -> Actor:
    return actor_of(Account.objects.get(pk=official.account_id), "web", on=on)


@pytest.fixture
def administrator(owner: Authority) -> Actor:
    return actor(make_official(owner, DutyKind.ADMINISTRATOR, name="管理言"))


@pytest.fixture
def leaving(owner: Authority) -> Official:
    return make_official(owner, DutyKind.CLERK, name="甲")


@pytest.fixture
def successor(owner: Authority) -> Official:
    return make_official(owner, DutyKind.CLERK, name="丙")


def left_behind() -> tuple[object, ...]:
    """Return all that a refusal must leave as it was."""
    return (
        list(Matter.objects.order_by("id").values_list("number", "state", "version", "holder_id")),
        JournalEntry.objects.count(),
        Announcement.objects.count(),
        list(Official.objects.order_by("id").values_list("pk", "active_to")),
        list(Account.objects.order_by("id").values_list("pk", "is_active")),
    )


class TestHandOver:
    def test_gives_every_open_matter_to_the_successor_with_its_own_entry(
        self, owner: Authority, administrator: Actor, leaving: Official, successor: Official
    ) -> None:
        numbers = held(leaving, owner, 3)
        others = held(successor, owner)
        closed = held(leaving, owner)
        Matter.objects.filter(number__in=closed).update(state="closed", closed_at=MONDAY)

        done = hand_over(official_id=leaving.pk, successor_id=successor.pk, actor=administrator, at=MONDAY)

        assert done == numbers
        holders = dict(Matter.objects.values_list("number", "holder_id"))
        assert holders == dict.fromkeys([*numbers, *others], successor.pk) | {closed[0]: leaving.pk}
        entries = JournalEntry.objects.filter(verb="hand_over").order_by("id")
        assert [entry.matter.number for entry in entries] == numbers
        for entry in entries:
            assert (entry.sequence, entry.from_state, entry.to_state) == (2, "open", "open")
            assert entry.actor == {"name": "管理言", "official": administrator.official_id}
            assert entry.facts == {"from": leaving.pk, "to": successor.pk}
        assert Announcement.objects.filter(topic="errand.hand_over").count() == 3
        seal()
        Matter.objects.filter(number__in=closed).update(state="open")
        assert verify_journal(journal_key().vkey).findings == []

    def test_leaves_nothing_to_who_left(
        self, owner: Authority, administrator: Actor, leaving: Official, successor: Official
    ) -> None:
        held(leaving, owner)
        token = issue_token(
            name="程序", scopes=["read"], expires_at=MONDAY + dt.timedelta(days=30), actor=actor(leaving), at=MONDAY
        )
        keys = {}
        for official in (leaving, successor):
            session = SessionStore()
            session[SESSION_KEY] = str(official.account_id)
            session.save()
            keys[official.pk] = session.session_key
        assert actor(leaving).holds(DutyKind.CLERK, owner.pk)
        assert actor_of_token(token.raw, "api", at=MONDAY) is not None

        hand_over(official_id=leaving.pk, successor_id=successor.pk, actor=administrator, at=MONDAY)

        for day in (TODAY, TODAY + dt.timedelta(days=1)):
            gone = actor(leaving, day)
            assert (gone.duties, gone.official_id) == (frozenset(), None)
        assert not Account.objects.get(pk=leaving.account_id).is_active
        assert actor_of_token(token.raw, "api", at=MONDAY) is None
        assert list(Session.objects.values_list("session_key", flat=True)) == [keys[successor.pk]]
        assert actor(successor).holds(DutyKind.CLERK, owner.pk)

    def test_of_who_holds_nothing_needs_no_successor(self, administrator: Actor, leaving: Official) -> None:
        done = hand_over(official_id=leaving.pk, successor_id=None, actor=administrator, at=MONDAY)

        assert done == []
        assert Official.objects.get(pk=leaving.pk).active_to == TODAY

    def test_needs_a_successor_for_what_is_open_and_changes_nothing(
        self, owner: Authority, administrator: Actor, leaving: Official
    ) -> None:
        held(leaving, owner, 2)
        before = left_behind()

        with pytest.raises(SuccessorNeeded) as refused:
            hand_over(official_id=leaving.pk, successor_id=None, actor=administrator, at=MONDAY)

        assert refused.value.errors == {"successor": "此人还有 2 件未办结，请指定接手人"}
        assert left_behind() == before

    @pytest.mark.parametrize("unfit", ["oneself", "of another authority", "left already", "nobody"])
    def test_refuses_a_successor_who_cannot_take_over_and_changes_nothing(
        self, owner: Authority, administrator: Actor, leaving: Official, unfit: str
    ) -> None:
        held(leaving, owner)
        elsewhere, gone = make_official(make_authority(), DutyKind.CLERK), make_official(owner, DutyKind.CLERK)
        hand_over(official_id=gone.pk, successor_id=None, actor=administrator, at=MONDAY)
        chosen = {
            "oneself": leaving.pk,
            "of another authority": elsewhere.pk,
            "left already": gone.pk,
            "nobody": 10**9,
        }
        before = left_behind()

        with pytest.raises(SuccessorUnfit):
            hand_over(official_id=leaving.pk, successor_id=chosen[unfit], actor=administrator, at=MONDAY)

        assert left_behind() == before
        assert actor(leaving).holds(DutyKind.CLERK, owner.pk)

    @pytest.mark.parametrize(
        "duty", [kind for kind in DutyKind if kind is not DutyKind.ADMINISTRATOR], ids=lambda kind: kind.value
    )
    def test_is_for_administrators_only_and_leaves_no_trace(
        self, owner: Authority, leaving: Official, successor: Official, duty: DutyKind
    ) -> None:
        held(leaving, owner)
        somebody = actor(make_official(owner, duty))
        before = left_behind()

        with pytest.raises(NotFound):
            hand_over(official_id=leaving.pk, successor_id=successor.pk, actor=somebody, at=MONDAY)

        assert left_behind() == before

    def test_is_refused_the_second_time(self, administrator: Actor, leaving: Official) -> None:
        hand_over(official_id=leaving.pk, successor_id=None, actor=administrator, at=MONDAY)
        before = left_behind()

        with pytest.raises(ServiceOver):
            hand_over(official_id=leaving.pk, successor_id=None, actor=administrator, at=MONDAY)

        assert left_behind() == before

    def test_is_tried_again_when_a_matter_moves_meanwhile(
        self,
        owner: Authority,
        administrator: Actor,
        leaving: Official,
        successor: Official,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        (number,) = held(leaving, owner)
        moved = []

        def read_then_moved(matter_id: int) -> Facts:
            facts = read_by_id(matter_id)
            if not moved:
                moved.append(step(read_by_id(matter_id), "hand_over", actor=SYSTEM, at=MONDAY))
            return facts

        monkeypatch.setattr(module, "read_by_id", read_then_moved)

        done = hand_over(official_id=leaving.pk, successor_id=successor.pk, actor=administrator, at=MONDAY)

        assert done == [number]
        assert len(moved) == 1
        assert Matter.objects.get(number=number).holder_id == successor.pk


# What happened elsewhere, a complaint, the check of a promise and what changes the catalogue wait for a duty and not
# for one official.
HELD_BY_NOBODY = {
    *("assistance", "complaint", "data_correction", "data_request", "guide_report", "history", "revision"),
    "verification",
}


def test_every_kind_that_officials_hold_can_be_handed_over_until_it_is_closed() -> None:
    for kind in KINDS.values():
        if kind.code in HELD_BY_NOBODY:
            continue
        move = kind.move("hand_over")
        # A draft is the applicant's, so no official holds it yet.
        may_be_held = {state.code for state in kind.states if not state.closed} - {"draft"}
        assert (kind.code, move.stays, set(move.sources)) == (kind.code, True, may_be_held)
