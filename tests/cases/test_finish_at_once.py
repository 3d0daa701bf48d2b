"""即办件: one screen, every step with its own entry."""

from dataclasses import replace

import pytest

from tests.cases.factory import case
from tests.cases.test_life import snapshot
from tests.cases.test_other_kinds import hand_in, item_named
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.decision.finish_at_once import NotInstant
from tongban.cases.models import Decision, Document
from tongban.cases.queries import case_page
from tongban.kernel.errors import BadInput
from tongban.licences.models import Licence
from tongban.matters.events import NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.parties.models import Official
from tongban.parties.rules.actor import Actor, DutyKind, Held

LIBRARY, BIRTH = "公共图书馆读者证办理", "出生医学证明签发"
# The clerk of the window that the demo city authorises for the library card.
E01 = "cen.lingyue"


def at_the_window(item_code: str, owner: int, *, listed: bool = True, decides: bool = False) -> Actor:
    """Return a clerk who receives for the authority by a list, and one who holds the duty of deciding instead."""
    duties = {Held(DutyKind.CLERK, owner, task_codes=frozenset({item_code}) if listed else None)}
    if decides:
        duties.add(Held(DutyKind.DECIDER, owner))
    first = Official.objects.order_by("pk").values_list("pk", flat=True)[0]
    return Actor(name="窗口", official_id=first, duties=frozenset(duties))


def said(number: str) -> list[str]:
    return list(JournalEntry.objects.filter(matter__number=number).order_by("sequence").values_list("verb", flat=True))


class TestFinishAtOnce:
    def test_writes_every_step_of_an_item_whose_result_is_a_document(self) -> None:
        item = item_named(LIBRARY)
        number, person = hand_in(item, "person")

        done = actions.finish_at_once(number=number, actor=at_the_window(item.code, item.authority.id), at=MONDAY)

        assert done.state == "delivered"
        assert said(number) == ["draft", "submit", "receive", "accept", "decide", "deliver"]
        assert Document.objects.filter(matter__number=number).count() == 5
        page = case_page(person, number, MONDAY)
        assert (page.lamp, page.due_on, page.delivery and page.delivery.mode) == ("green", None, "space")

    def test_makes_the_licence_where_the_result_is_one(self) -> None:
        item = item_named(BIRTH)
        number, _person = hand_in(item, "person")

        actions.finish_at_once(number=number, actor=at_the_window(item.code, item.authority.id), at=MONDAY)

        assert item.result_kind == "licence"
        assert said(number) == ["draft", "submit", "receive", "accept", "decide", "issue", "deliver"]
        issued = JournalEntry.objects.get(matter__number=number, verb="issue")
        assert issued.actor["name"] == "系统"
        identifier = Decision.objects.get(matter__number=number).licence_identifier
        assert Licence.objects.get(identifier=identifier).state == "valid"

    def test_may_be_done_by_who_holds_both_duties(self) -> None:
        item = item_named(LIBRARY)
        number, _person = hand_in(item, "person")
        both = at_the_window(item.code, item.authority.id, listed=False, decides=True)

        assert actions.finish_at_once(number=number, actor=both, at=MONDAY).state == "delivered"

    def test_is_done_by_the_clerk_of_the_demo_city_whose_window_is_authorised(self) -> None:
        item = item_named(LIBRARY)
        number, _person = hand_in(item, "person")

        assert actions.finish_at_once(number=number, actor=actor(E01), at=MONDAY).state == "delivered"

    def test_refuses_with_reasons_too(self) -> None:
        item = item_named(LIBRARY)
        number, _person = hand_in(item, "person")
        clerk = at_the_window(item.code, item.authority.id)

        actions.finish_at_once(number=number, actor=clerk, at=MONDAY, outcome="refused", reasons="已有读者证")

        assert Decision.objects.get(matter__number=number).outcome == "refused"
        assert Document.objects.get(matter__number=number, kind="decision").title == "不予公共服务决定书"

    def test_is_all_or_nothing(self) -> None:
        item = item_named(LIBRARY)
        number, _person = hand_in(item, "person")
        before = snapshot(number)
        clerk = at_the_window(item.code, item.authority.id)

        with pytest.raises(BadInput) as refused:
            actions.finish_at_once(number=number, actor=clerk, at=MONDAY, mode="window")

        assert set(refused.value.errors) == {"receiver", "code"}
        assert snapshot(number) == before

    def test_is_refused_without_the_power_to_decide_and_leaves_no_trace(self) -> None:
        item = item_named(LIBRARY)
        number, _person = hand_in(item, "person")
        before = snapshot(number)
        clerk = at_the_window(item.code, item.authority.id, listed=False)

        with pytest.raises(NotYours):
            actions.finish_at_once(number=number, actor=clerk, at=MONDAY)

        assert snapshot(number) == before
        assert "finish_at_once" not in {move.verb for move in case_page(clerk, number, MONDAY).moves}

    def test_is_offered_to_who_may(self) -> None:
        item = item_named(LIBRARY)
        number, _person = hand_in(item, "person")
        clerk = at_the_window(item.code, item.authority.id)

        assert "finish_at_once" in {move.verb for move in case_page(clerk, number, MONDAY).moves}

    def test_is_refused_for_an_item_with_a_promised_time(self) -> None:
        number = case("submitted")
        before, owner = snapshot(number), Matter.objects.get(number=number).owner_id
        clerk = replace(actor("clerk"), duties=frozenset({Held(DutyKind.CLERK, owner), Held(DutyKind.DECIDER, owner)}))

        with pytest.raises(NotInstant):
            actions.finish_at_once(number=number, actor=clerk, at=MONDAY)

        assert snapshot(number) == before
