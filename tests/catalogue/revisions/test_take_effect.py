"""What was published for a day comes into force on it, once."""

import datetime as dt

from tests.cases.factory import road_code
from tests.catalogue.revisions.flow import LATER_ON, draft_of, entries, revision, standing, trace
from tests.city import MONDAY
from tongban.catalogue.actions import take_effect
from tongban.catalogue.models import Implementation
from tongban.catalogue.queries import announced, implementation, standing_since
from tongban.matters.models import Matter
from tongban.worker.sweeps import SWEEPS

EVE = dt.datetime(2026, 3, 19, 15, 59, tzinfo=dt.UTC)  # 23:59 in Shanghai
THE_DAY = dt.datetime(2026, 3, 19, 16, 0, tzinfo=dt.UTC)


class TestTakeEffect:
    def test_waits_for_the_day_in_shanghai(self) -> None:
        number = revision("scheduled", effective_on=LATER_ON)
        before = trace()

        assert take_effect(at=EVE) == 0
        assert trace() == before
        assert take_effect(at=THE_DAY) == 1

        draft = draft_of(number)
        assert (draft.state, draft.published_at, draft.effective_on) == ("published", THE_DAY, LATER_ON)
        assert implementation(road_code()).version_id == draft.pk
        assert entries(number)[-1] == ("take_effect", "系统")
        assert Matter.objects.get(number=number).state == "in_force"

    def test_can_be_run_again(self) -> None:
        revision("scheduled", effective_on=LATER_ON)
        take_effect(at=THE_DAY)
        before = trace()

        assert take_effect(at=THE_DAY) == 0

        assert trace() == before

    def test_makes_good_what_a_missed_run_left(self) -> None:
        number = revision("scheduled", effective_on=LATER_ON)

        assert take_effect(at=THE_DAY + dt.timedelta(days=5)) == 1

        assert draft_of(number).effective_on == LATER_ON

    def test_suspends_and_cancels_too(self) -> None:
        standing("suspended", "scheduled", effective_on=LATER_ON)
        code = road_code()

        take_effect(at=THE_DAY)

        current = Implementation.objects.get(task_code=code).current
        assert current is not None
        assert current.standing == "suspended"
        assert standing_since(announced(code)) == LATER_ON

    def test_is_run_by_the_clock(self) -> None:
        assert "take_effect" in {sweep.name for sweep in SWEEPS}
        assert MONDAY < THE_DAY
