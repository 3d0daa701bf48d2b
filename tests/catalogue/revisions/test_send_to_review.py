"""What goes to review is whole, differs, and says how."""

import datetime as dt
from typing import Any

import pytest

from tests.catalogue.revisions.flow import (
    LATER_ON,
    MONDAY,
    brought,
    draft_of,
    edited,
    reasoned,
    revision,
    standing,
    trace,
)
from tests.city import actor
from tongban.catalogue.actions import begin_item, begin_revision, send_back, send_to_review
from tongban.catalogue.actions.give_reason import give_reason
from tongban.catalogue.actions.revisions.send_to_review import NothingChanged
from tongban.catalogue.models import Implementation, Revision
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, JournalEntry, Matter


def sent(number: str, role: str = "steward", effective_on: dt.date | None = None) -> None:
    send_to_review(number=number, effective_on=effective_on, actor=actor(role), at=MONDAY)


class TestSendToReview:
    def test_says_how_the_draft_differs_and_starts_the_reviewers_clock(self) -> None:
        number = revision(office_hours="工作日 9:00—17:00")
        reasoned(number)
        before = draft_of(number)

        sent(number, effective_on=LATER_ON)

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.due_on) == ("reviewing", dt.date(2026, 3, 5))
        assert Clock.objects.get(matter=matter).kind == "revision_review"
        assert Revision.objects.get(matter=matter).effective_on == LATER_ON
        draft = draft_of(number)
        assert (draft.state, draft.content) == ("draft", before.content)
        assert [(each["field"], each["after"]) for each in draft.changes] == [("office_hours", "工作日 9:00—17:00")]
        last = JournalEntry.objects.filter(matter=matter).latest("sequence")
        assert last.facts == {"drafts": 1, "effective_on": "2026-03-20"}

    @pytest.mark.parametrize(("said", "day"), [({}, LATER_ON), ({"effective_on": None}, None)])
    def test_keeps_the_day_that_was_proposed_unless_another_is_named(
        self, said: dict[str, Any], day: dt.date | None
    ) -> None:
        number = standing("suspended", "drafting", effective_on=LATER_ON)

        send_to_review(number=number, actor=actor("steward"), at=MONDAY, **said)

        assert Revision.objects.get(matter__number=number).effective_on == day

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": ""}, "name"),
            ({"instance": ""}, "instance"),
            ({"steps": []}, "steps"),
            (
                {"steps": [{"code": "a", "name": "审查", "authority": "nobody", "days": 1, "kind": "review"}]},
                "steps[1].authority",
            ),
            ({"themes": ["nothing-like-it"]}, "themes"),
            ({"phone": "1"}, "phone"),
            ({"promised_days": 40}, "promised_days"),
        ],
    )
    def test_names_the_field_that_keeps_it(self, changes: dict[str, Any], field: str) -> None:
        number = revision()
        edited(number, **changes)
        before = trace()

        with pytest.raises(BadInput) as refused:
            sent(number)

        assert field in refused.value.errors
        assert trace() == before

    def test_names_the_local_code_that_another_item_has(self) -> None:
        other = Implementation.objects.exclude(authority__key="chengguan").first()
        assert other is not None
        Implementation.objects.filter(pk=other.pk).update(local_code="GY-1")
        number = revision(local_code="GY-1")

        with pytest.raises(BadInput) as refused:
            sent(number)

        assert list(refused.value.errors) == ["local_code"]

    def test_wants_a_reason_for_a_warning(self) -> None:
        number = revision()
        with pytest.raises(BadInput) as refused:
            sent(number)
        assert list(refused.value.errors) == ["steps"]

        give_reason(
            version_id=draft_of(number).pk,
            rule="Q12",
            field="steps",
            reason="预留一天送达",
            actor=actor("steward"),
            at=MONDAY,
        )
        sent(number)

        assert Matter.objects.get(number=number).state == "reviewing"

    def test_of_a_begun_item_names_all_that_is_missing(self) -> None:
        number = begin_item(
            content={
                "catalog_code": "520117990000",
                "name": "临时占用城市桥梁审批",
                "type": "01",
                "level": "3",
                "authority": "chengguan",
            },
            reason="新设",
            actor=actor("steward"),
            at=MONDAY,
        )

        with pytest.raises(BadInput) as refused:
            sent(number)

        assert set(refused.value.errors) >= {"instance", "audience", "channels", "basis", "steps"}

    def test_is_refused_where_nothing_changed(self) -> None:
        from tests.cases.factory import road_code

        number = begin_revision(task_code=road_code(), reason="没想好", actor=actor("steward"), at=MONDAY)
        before = trace()

        with pytest.raises(NothingChanged):
            sent(number)

        assert trace() == before

    def test_refuses_a_day_that_is_past(self) -> None:
        number = revision()
        before = trace()

        with pytest.raises(BadInput) as refused:
            sent(number, effective_on=dt.date(2026, 3, 1))

        assert list(refused.value.errors) == ["effective_on"]
        assert trace() == before

    @pytest.mark.parametrize("role", ["item_reviewer", "publisher"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = revision()
        before = trace()

        with pytest.raises(NotYours):
            sent(number, role)

        assert trace() == before

    def test_is_not_found_by_others(self) -> None:
        number = revision()

        with pytest.raises(NotFound):
            sent(number, "clerk")

    @pytest.mark.parametrize("state", ["reviewing", "approving", "in_force"])
    def test_comes_once(self, state: str) -> None:
        number = revision(state)
        before = trace()

        with pytest.raises(NotAllowedNow):
            sent(number)

        assert trace() == before

    def test_after_it_was_sent_back_starts_the_clock_anew(self) -> None:
        number = revision("reviewing")
        send_back(number=number, reason="请写明午间安排", actor=actor("item_reviewer"), at=MONDAY)

        brought(number, "reviewing")

        row = Revision.objects.get(matter__number=number)
        assert row.returned_for == ""
        clocks = Clock.objects.filter(matter__number=number).order_by("pk")
        assert [(clock.kind, clock.stopped_on) for clock in clocks] == [
            ("revision_review", dt.date(2026, 3, 2)),
            ("revision_review", None),
        ]
