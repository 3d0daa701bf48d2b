"""Two who act on one change at the same moment, on two connections: what is in force is always what was reviewed."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.catalogue.factories import AT, a_city, an_item, imported
from tests.matters.test_two_at_once import race
from tongban.catalogue import actions
from tongban.catalogue.actions.revisions.opening import DraftOpen
from tongban.catalogue.models import Implementation, Material, Version
from tongban.catalogue.rules.difference import difference
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.matters.actions.step import Stepped
from tongban.matters.events import NotAllowedNow
from tongban.matters.models import Matter
from tongban.parties.rules.actor import SYSTEM

ROUNDS = 8
LATER_ON = dt.date(2026, 3, 20)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_the_city() -> None:
    """Not the demo city: what two connections see must be committed, so the smallest city has to do."""
    load_calendar()
    a_city()
    imported(an_item())


def begun() -> str:
    code = Implementation.objects.get().task_code
    return actions.begin_revision(task_code=code, reason="改地址", actor=SYSTEM, at=AT)


def edited(number: str, address: str) -> Stepped:
    draft = Version.objects.get(revision__matter__number=number)
    return actions.edit_revision(
        number=number, version_id=draft.pk, content={**draft.content, "address": address}, actor=SYSTEM, at=AT
    )


def sent(number: str, effective_on: dt.date | None = None) -> Stepped:
    return actions.send_to_review(number=number, effective_on=effective_on, actor=SYSTEM, at=AT)


def approved(place: int, effective_on: dt.date | None = None) -> str:
    number = begun()
    edited(number, f"市政大楼 {place} 号窗口")
    sent(number, effective_on)
    actions.pass_review(number=number, actor=SYSTEM, at=AT)
    return number


@pytest.fixture(autouse=True)
def without_quality_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rules find has its own tests; here nothing keeps a draft but the other who acts."""
    monkeypatch.setattr("tongban.catalogue.actions.revisions.send_to_review.blocking", lambda ids: [])


class TestTwoAtOnce:
    def test_publish_once(self) -> None:
        for place in range(ROUNDS):
            number = approved(place)

            results = race(*[lambda number=number: actions.publish_revision(number=number, actor=SYSTEM, at=AT)] * 2)

            assert sorted(type(each).__name__ for each in results) == ["NotAllowedNow", "Stepped"], results
            draft = Version.objects.get(revision__matter__number=number)
            assert (draft.state, draft.address) == ("published", f"市政大楼 {place} 号窗口")
            assert Material.objects.filter(version=draft).count() == 2
        assert Version.objects.filter(state="published").count() == 1

    def test_begin_one_draft_of_an_item(self) -> None:
        for _round in range(ROUNDS):
            results = race(begun, begun)

            assert sorted(type(each).__name__ for each in results) == ["DraftOpen", "str"], results
            number = next(each for each in results if isinstance(each, str))
            assert number in next(each.reason for each in results if isinstance(each, DraftOpen))
            actions.abandon(number=number, reason="下一轮", actor=SYSTEM, at=AT)
        assert Version.objects.filter(state="withdrawn").count() == ROUNDS

    def test_review_what_was_written_last(self) -> None:
        for place in range(ROUNDS):
            number = begun()
            edited(number, f"一 {place}")

            results = race(
                lambda number=number, place=place: edited(number, f"二 {place}"), lambda number=number: sent(number)
            )

            assert all(isinstance(each, Stepped | NotAllowedNow) for each in results), results
            assert isinstance(results[1], Stepped)
            draft = Version.objects.get(revision__matter__number=number)
            current = Implementation.objects.select_related("current").get().current
            assert current is not None
            assert draft.changes == difference(current.content, draft.content)
            assert draft.content["address"] == (f"二 {place}" if isinstance(results[0], Stepped) else f"一 {place}")
            actions.abandon(number=number, reason="下一轮", actor=SYSTEM, at=AT)

    def test_take_effect_or_be_taken_back(self) -> None:
        the_day = AT + dt.timedelta(days=30)
        for place in range(ROUNDS):
            number = approved(place, LATER_ON if place == 0 else the_day.date() + dt.timedelta(days=1))
            actions.publish_revision(number=number, actor=SYSTEM, at=AT)

            race(
                lambda: actions.take_effect(at=the_day + dt.timedelta(days=2)),
                lambda number=number: actions.abandon(number=number, reason="改主意了", actor=SYSTEM, at=the_day),
            )

            state = Matter.objects.get(number=number).state
            draft = Version.objects.get(revision__matter__number=number)
            assert (state, draft.state) in (("in_force", "published"), ("abandoned", "withdrawn"))
        assert Version.objects.filter(state="published").count() == 1
