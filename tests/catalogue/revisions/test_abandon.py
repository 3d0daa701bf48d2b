"""A change that is given up leaves what is in force alone, and stays to be read."""

import pytest

from tests.cases.factory import road_code
from tests.catalogue.revisions.flow import LATER_ON, TUESDAY, draft_of, revision, trace
from tests.city import actor
from tongban.catalogue.actions import abandon, begin_revision, take_effect
from tongban.catalogue.models import Revision
from tongban.catalogue.queries import implementation
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, Matter


class TestAbandon:
    @pytest.mark.parametrize(
        ("state", "role"),
        [
            ("drafting", "steward"),
            ("reviewing", "steward"),
            ("approving", "steward"),
            ("approving", "publisher"),
            ("scheduled", "publisher"),
        ],
    )
    def test_withdraws_the_drafts_and_keeps_them(self, state: str, role: str) -> None:
        before = implementation(road_code())
        number = revision(state, effective_on=LATER_ON)
        content = draft_of(number).content

        abandon(number=number, reason=" 政策有变 ", actor=actor(role), at=TUESDAY)

        draft, matter = draft_of(number), Matter.objects.get(number=number)
        assert (draft.state, draft.content) == ("withdrawn", content)
        assert (matter.state, matter.due_on, matter.closed_at) == ("abandoned", None, TUESDAY)
        assert Revision.objects.get(matter=matter).returned_for == "政策有变"
        assert not Clock.objects.filter(matter=matter, stopped_on=None).exists()
        assert take_effect(at=TUESDAY.replace(month=4)) == 0
        assert implementation(road_code()) == before

    def test_lets_the_item_be_changed_anew(self) -> None:
        number = revision()
        abandon(number=number, reason="重来", actor=actor("steward"), at=TUESDAY)

        again = begin_revision(task_code=road_code(), reason="重来", actor=actor("steward"), at=TUESDAY)

        assert draft_of(again).number == 3

    @pytest.mark.parametrize(
        ("state", "role"),
        [
            ("drafting", "publisher"),
            ("drafting", "item_reviewer"),
            ("scheduled", "steward"),
            ("reviewing", "publisher"),
        ],
    )
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, state: str, role: str) -> None:
        number = revision(state, effective_on=LATER_ON)
        before = trace()

        with pytest.raises(NotYours):
            abandon(number=number, reason="不要了", actor=actor(role), at=TUESDAY)

        assert trace() == before

    def test_is_refused_for_what_is_in_force(self) -> None:
        number = revision("in_force")
        before = trace()

        with pytest.raises(NotAllowedNow):
            abandon(number=number, reason="不要了", actor=actor("publisher"), at=TUESDAY)

        assert trace() == before

    def test_needs_a_reason(self) -> None:
        number = revision()
        before = trace()

        with pytest.raises(BadInput):
            abandon(number=number, reason="", actor=actor("steward"), at=TUESDAY)

        assert trace() == before
