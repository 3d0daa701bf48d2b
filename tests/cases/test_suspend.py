"""A pause stops the clock on a lawful ground alone, is told in writing, and moves the due day by what it took."""

import datetime as dt
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from tests.cases.factory import case
from tests.cases.joint import in_review
from tests.city import DAY, MONDAY, actor, picture
from tongban.cases import actions
from tongban.cases.actions.decision.decide import StillSuspended
from tongban.cases.actions.review.suspend import AlreadySuspended
from tongban.cases.models import Document
from tongban.cases.queries.pauses import pause_file
from tongban.cases.queries.reading import version_of
from tongban.cases.rules.pauses import PRETEXTS
from tongban.catalogue.queries import ImplementationView
from tongban.kernel.actions.set_parameter import set_parameter
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.models import JournalEntry, Matter, Pause
from tongban.parties.rules.actor import Actor


class TestSuspend:
    def test_moves_the_due_day_of_an_item_whose_limits_are_in_calendar_days(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        road = version_of

        def in_calendar_days(version_id: int) -> ImplementationView:
            return replace(road(version_id), legal_unit="calendar", promised_unit="calendar", promised_days=9)

        monkeypatch.setattr(import_module("tongban.cases.actions.intake.accept"), "version_of", in_calendar_days)
        number = case("reviewing")
        before = Matter.objects.get(number=number).due_on

        actions.suspend(
            number=number, kind="expert_review", days=5, reason="论证", actor=actor("lead_reviewer"), at=MONDAY
        )

        # From Monday 2 March 9 days end on the 11th; five working days are seven calendar days.
        assert (before, Matter.objects.get(number=number).due_on) == (dt.date(2026, 3, 11), dt.date(2026, 3, 18))

    @pytest.mark.parametrize(
        ("pretext", "told"), [("public_notice", "公示"), ("site_visit", "现场踏勘"), ("rubbish", "其他情形")]
    )
    def test_is_refused_on_what_the_law_does_not_name_with_the_law_and_leaves_no_trace(
        self, pretext: str, told: str
    ) -> None:
        number = case("reviewing")
        entries = JournalEntry.objects.filter(matter__number=number).count()

        with pytest.raises(BadInput) as refused:
            suspend(number, pretext)

        (problem,) = refused.value.errors.values()
        assert set(refused.value.errors) == {"kind"}
        assert told in problem
        assert "《中华人民共和国行政许可法》第四十五条：听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审" in problem
        assert JournalEntry.objects.filter(matter__number=number).count() == entries
        assert not Pause.objects.filter(matter__number=number).exists()

    def test_explains_every_pretext_differently(self) -> None:
        number, told = case("reviewing"), set()
        for pretext in PRETEXTS:
            with pytest.raises(BadInput) as refused:
                suspend(number, pretext)
            told.add(refused.value.errors["kind"])

        assert len(told) == len(PRETEXTS)

    def test_takes_a_ground_of_the_items_own_law_and_prints_that_law(self) -> None:
        own = {"code": "eia_notice", "label": "环评公示", "law": "环境影响评价法", "article": "第二十一条"}
        number = in_review(pause_grounds=[own])

        suspend(number, "eia_notice")

        printed = dict(Document.objects.get(matter__number=number, kind="special_procedure_notice").data["fields"])
        assert Pause.objects.get(matter__number=number).basis == "《环境影响评价法》第二十一条"
        assert (printed["特别程序"], printed["法律依据"]) == ("环评公示", "《环境影响评价法》第二十一条")
        assert (printed["所需时间"], printed["预计结束日期"]) == ("5 个工作日", "2026年3月9日")

    def test_counts_days_that_two_causes_share_once(self) -> None:
        number = case("reviewing")
        suspend(number, "expert_review", days=5)
        suspend(number, "testing", days=5, at=MONDAY + 2 * DAY)

        both = Matter.objects.get(number=number).due_on
        actions.resume(number=number, kind="testing", result="合格", actor=lead(), at=MONDAY + 3 * DAY)
        actions.resume(number=number, kind="expert_review", result="通过", actor=lead(), at=MONDAY + 4 * DAY)

        # Nine working days end on 13 March. 3 to 11 March are seven of them; 3 to 6 March were really taken: four.
        assert (both, Matter.objects.get(number=number).due_on) == (dt.date(2026, 3, 24), dt.date(2026, 3, 19))

    def test_is_open_once_for_a_cause(self) -> None:
        number = case("reviewing")
        suspend(number, "testing")

        with pytest.raises(AlreadySuspended):
            suspend(number, "testing")

    def test_keeps_the_decision_waiting(self) -> None:
        number = case("reviewed")
        suspend(number, "testing")

        with pytest.raises(StillSuspended):
            actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY)

    @pytest.mark.parametrize("days", [0, -1, 31])
    @pytest.mark.usefixtures("own_parameters")
    def test_lasts_no_longer_than_the_city_lets_it(self, days: int) -> None:
        set_parameter(key="longest_pause_days", value=30, basis="local parameter", effective_from=MONDAY.date())
        number = case("reviewing")

        with pytest.raises(BadInput) as refused:
            suspend(number, "testing", days=days)

        assert set(refused.value.errors) == {"days"}
        assert "30" in refused.value.errors["days"]

    def test_keeps_the_paper_that_calls_for_it_for_those_who_handle_the_case(self) -> None:
        number, paper = case("reviewing"), picture("red")
        suspend(number, "expert_review", file_name="评审通知.png", file=paper)

        pause = Pause.objects.get(matter__number=number)

        assert pause_file(lead(), number, pause.pk).data == paper
        with pytest.raises(NotFound):
            pause_file(actor("supervisor"), number, pause.pk)

    def test_refuses_a_paper_that_is_not_what_it_says(self) -> None:
        number = case("reviewing")

        with pytest.raises(BadInput) as refused:
            suspend(number, "expert_review", file_name="评审通知.pdf", file=b"MZ" * 600)

        assert set(refused.value.errors) == {"file"}
        assert not Pause.objects.filter(matter__number=number).exists()


def lead() -> Actor:
    return actor("lead_reviewer")


def suspend(number: str, kind: str, *, days: int = 5, at: dt.datetime = MONDAY, **more: Any) -> None:
    actions.suspend(number=number, kind=kind, days=days, reason="论证", actor=lead(), at=at, **more)
