"""Joint review as a graph: what runs side by side, what falls away, whose limit has passed, and asking once more."""

import datetime as dt

import pytest

from tests.cases.joint import GRAPH, accepted, in_review, opened, opine, review, reviewer, road
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.review.ask_again import AskedAgainBefore
from tongban.cases.queries import case_page
from tongban.cases.queries.reviews import ReviewLine
from tongban.catalogue.actions import import_items
from tongban.kernel.actions.import_notice import import_notice
from tongban.kernel.errors import BadInput
from tongban.matters.actions.recompute import recompute
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, JournalEntry, Matter
from tongban.parties.rules.reports import ImportRefused

# Five working days from here reach into 2027, whose days are projected from weekends until its notice comes.
DECEMBER = dt.datetime(2026, 12, 28, 2, tzinfo=dt.UTC)


def lines(number: str, at: dt.datetime = MONDAY) -> dict[tuple[str, int], ReviewLine]:
    return {(line.code, line.review.round): line for line in case_page(actor("lead_reviewer"), number, at).reviews}


def entries(number: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(matter__number=number).order_by("sequence"))


class TestOpenReviews:
    def test_leaves_out_a_step_whose_rule_does_not_hold_and_says_by_which(self) -> None:
        number = in_review(GRAPH)

        found = lines(number)

        assert set(found) == {("engineering", 1), ("traffic", 1), ("closing", 1)}
        assert entries(number)[-1].facts == {
            "steps": ["engineering", "traffic"],
            "fell_away": {"experts": "answers.excavation_area > 100"},
        }

    def test_lets_what_waited_for_it_wait_for_what_it_waited_for(self) -> None:
        number = in_review(GRAPH, answers={"surfaces": ["人行道"]})

        assert review(number, "closing").after == ["engineering"]
        assert opine(number, "engineering", actor("lead_reviewer")) == "reviewing"
        assert review(number, "closing").opened_on == MONDAY.date()

    def test_keeps_a_step_whose_rule_asks_for_what_was_not_answered(self) -> None:
        graph = [{**GRAPH[0], "only_when": "situation.depth > 3"}, GRAPH[1]]
        situations = [
            {
                "key": "depth",
                "question": "多深？",
                "choices": [{"value": "a", "label": "浅"}, {"value": "b", "label": "深"}],
            }
        ]
        number = in_review(graph, situations=situations)

        assert set(lines(number)) == {("engineering", 1), ("traffic", 1)}

    def test_goes_to_the_decision_when_every_step_falls_away(self) -> None:
        number = accepted([{**GRAPH[0], "only_when": "answers.excavation_area > 100"}])

        opened(number)

        assert Matter.objects.get(number=number).state == "deciding"
        assert actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY).state == "granted"

    def test_gives_each_open_review_a_clock_that_the_case_is_not_due_by(self) -> None:
        number = in_review(GRAPH)

        clocks = Clock.objects.filter(matter__number=number, kind="step").order_by("subject")

        assert [(each.subject, each.days, each.due_on, each.pausable) for each in clocks] == [
            ("engineering", 5, dt.date(2026, 3, 9), True),
            ("traffic", 3, dt.date(2026, 3, 5), True),
        ]
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 13)
        assert lines(number)["traffic", 1].due_on == dt.date(2026, 3, 5)
        assert lines(number)["closing", 1].due_on is None


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "told"),
        [
            ("answers.excavation_area >", "读不懂"),
            ("answers.no_such_field > 3", "answers.no_such_field"),
            ("situation.depth == 'deep'", "situation.depth"),
        ],
    )
    def test_that_cannot_be_worked_out_are_refused_at_import_by_row_and_field(self, rule: str, told: str) -> None:
        with pytest.raises(ImportRefused) as refused:
            import_items([road(steps=[GRAPH[0], {**GRAPH[1], "only_when": rule}])], at=MONDAY)

        (problem,) = refused.value.problems
        assert (problem.row, problem.field) == (1, "steps[2].only_when")
        assert told in problem.message


class TestGiveOpinion:
    def test_stops_the_clock_of_its_step_and_starts_that_of_the_next(self) -> None:
        number = in_review(GRAPH)
        opine(number, "traffic", actor("joint_reviewer"), MONDAY + 2 * DAY)

        opine(number, "engineering", actor("lead_reviewer"), MONDAY + 3 * DAY)

        clocks = Clock.objects.filter(matter__number=number, kind="step").order_by("started_on", "subject")
        assert [(each.subject, each.stopped_on, each.due_on) for each in clocks] == [
            ("engineering", dt.date(2026, 3, 5), dt.date(2026, 3, 9)),
            ("traffic", dt.date(2026, 3, 4), dt.date(2026, 3, 5)),
            ("closing", None, dt.date(2026, 3, 9)),
        ]

    def test_shows_a_branch_that_is_late_while_the_case_is_not(self) -> None:
        number = in_review(GRAPH)

        found = case_page(actor("lead_reviewer"), number, MONDAY + 4 * DAY)

        lamps = {line.code: line.lamp for line in found.reviews}
        assert (found.lamp, lamps) == ("white", {"engineering": "yellow", "traffic": "red", "closing": None})

    def test_moves_its_due_day_by_a_pause_as_it_moves_that_of_the_case(self) -> None:
        number = in_review(GRAPH)
        actions.suspend(
            number=number, kind="testing", days=5, reason="检测", actor=actor("lead_reviewer"), at=MONDAY + DAY
        )
        paused = lines(number, MONDAY + DAY)["traffic", 1]

        actions.resume(number=number, result="合格", actor=actor("lead_reviewer"), at=MONDAY + 3 * DAY)

        assert (paused.due_on, paused.lamp) == (dt.date(2026, 3, 12), "grey")
        assert lines(number, MONDAY + 3 * DAY)["traffic", 1].due_on == dt.date(2026, 3, 9)
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 17)

    @pytest.mark.usefixtures("own_parameters")
    def test_follows_the_calendar_when_the_notice_of_the_year_comes(self) -> None:
        number = in_review(GRAPH, at=DECEMBER)
        before = lines(number, DECEMBER)["engineering", 1].due_on

        import_notice("date,kind,name\n2027-01-01,holiday,元旦\n2027-01-04,holiday,元旦\n", basis="示例通知")
        recompute(at=DECEMBER)

        assert (before, lines(number, DECEMBER)["engineering", 1].due_on) == (
            dt.date(2027, 1, 4),
            dt.date(2027, 1, 6),
        )

    @pytest.mark.parametrize(
        ("said", "fields"),
        [
            ({"opinion": "agree_with_conditions", "text": "同意"}, {"conditions"}),
            ({"opinion": "disagree", "conditions": "夜间"}, {"text", "conditions"}),
            ({"opinion": "agree", "conditions": "夜间"}, {"conditions"}),
            ({"opinion": "perhaps"}, {"opinion"}),
        ],
    )
    def test_names_what_an_opinion_lacks(self, said: dict[str, str], fields: set[str]) -> None:
        number = in_review(GRAPH)
        before = entries(number)

        with pytest.raises(BadInput) as refused:
            opine(number, "traffic", actor("joint_reviewer"), **said)

        assert set(refused.value.errors) == fields
        assert entries(number) == before

    def test_gathers_the_conditions_for_the_decision(self) -> None:
        number = in_review()
        opine(number, "engineering", actor("lead_reviewer"), opinion="agree_with_conditions", conditions="支护")
        opine(number, "traffic", actor("joint_reviewer"), opinion="agree_with_conditions", conditions="限夜间")

        assert case_page(actor("decider"), number, MONDAY).conditions == "市政工程审查：支护\n交通安全会审：限夜间"
        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY)
        decided = case_page(actor("decider"), number, MONDAY).decision
        assert decided is not None
        assert decided.conditions == "市政工程审查：支护\n交通安全会审：限夜间"


class TestAskAgain:
    def test_opens_a_second_round_with_its_own_clock_and_leaves_the_first_opinion(self) -> None:
        number = in_review()
        opine(number, "engineering", actor("lead_reviewer"))
        opine(number, "traffic", actor("joint_reviewer"), opinion="disagree", text="高峰不能施工")

        done = actions.ask_again(
            number=number,
            step_code="traffic",
            asked="只在夜间施工，是否可行？",
            actor=actor("lead_reviewer"),
            at=MONDAY + DAY,
        )

        found = lines(number, MONDAY + DAY)
        first, second = found["traffic", 1], found["traffic", 2]
        assert done.state == "reviewing"
        assert (first.review.opinion, first.review.text, first.replaced) == ("disagree", "高峰不能施工", True)
        assert (second.is_open, second.due_on, second.review.asked) == (
            True,
            dt.date(2026, 3, 6),
            "只在夜间施工，是否可行？",
        )
        assert opine(number, "traffic", actor("joint_reviewer"), MONDAY + 2 * DAY) == "deciding"
        assert [each.lamp for each in lines(number, MONDAY + 2 * DAY).values()] == ["green", "green", "green"]

    def test_is_possible_once_for_a_step(self) -> None:
        number = in_review()
        opine(number, "traffic", actor("joint_reviewer"))
        ask = {"number": number, "step_code": "traffic", "asked": "再看", "actor": actor("lead_reviewer"), "at": MONDAY}
        actions.ask_again(**ask)
        before = entries(number)

        with pytest.raises(AskedAgainBefore):
            actions.ask_again(**ask)
        opine(number, "traffic", actor("joint_reviewer"))
        with pytest.raises(AskedAgainBefore):
            actions.ask_again(**ask)

        assert len(entries(number)) == len(before) + 1

    def test_keeps_what_waits_for_the_step_waiting(self) -> None:
        number = in_review(GRAPH)
        opine(number, "traffic", actor("joint_reviewer"))
        actions.ask_again(number=number, step_code="traffic", asked="再看", actor=actor("lead_reviewer"), at=MONDAY)

        opine(number, "engineering", actor("lead_reviewer"))
        waiting = review(number, "closing").opened_on
        opine(number, "traffic", actor("joint_reviewer"))

        assert (waiting, review(number, "closing").opened_on) == (None, MONDAY.date())

    @pytest.mark.parametrize(
        ("step", "asked", "fields"),
        [("traffic", "再看", {"step_code"}), ("nonsense", "再看", {"step_code"}), ("engineering", " ", {"asked"})],
    )
    def test_names_what_is_wrong(self, step: str, asked: str, fields: set[str]) -> None:
        number = in_review()
        opine(number, "engineering", actor("lead_reviewer"))
        before = entries(number)

        with pytest.raises(BadInput) as refused:
            actions.ask_again(number=number, step_code=step, asked=asked, actor=actor("lead_reviewer"), at=MONDAY)

        assert set(refused.value.errors) == fields
        assert entries(number) == before

    def test_is_refused_to_the_wrong_duty_and_out_of_review_and_leaves_no_trace(self) -> None:
        number = in_review()
        opine(number, "traffic", actor("joint_reviewer"))
        ask = {"number": number, "step_code": "traffic", "asked": "再看", "at": MONDAY}
        before = entries(number)

        for role in ("joint_reviewer", "decider", "clerk", "applicant"):
            with pytest.raises(NotYours):
                actions.ask_again(**ask, actor=actor(role))
        unreviewed = accepted()
        with pytest.raises(NotAllowedNow):
            actions.ask_again(**{**ask, "number": unreviewed}, actor=actor("lead_reviewer"))

        assert entries(number) == before

    def test_asks_the_authority_whose_step_it_is(self) -> None:
        number = in_review(GRAPH, answers={"excavation_area": 120.5})
        opine(number, "engineering", actor("lead_reviewer"))
        planner = reviewer("ziran")
        opine(number, "experts", planner, opinion="disagree", text="压占红线")

        actions.ask_again(
            number=number, step_code="experts", asked="移位后再看", actor=actor("lead_reviewer"), at=MONDAY
        )

        assert opine(number, "experts", planner) == "reviewing"
        assert review(number, "experts", 2).opinion == "agree"
