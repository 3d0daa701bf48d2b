"""The whole life of the case, and what each verb refuses. A refusal also proves that nothing has changed."""

import datetime as dt

import pytest

from tests.cases.factory import case, corrections, opine, pdf, road_code
from tests.city import DAY, MONDAY, actor, company, picture
from tongban.cases import actions
from tongban.cases.actions.decision.decide import ReviewsOutstanding, StillSuspended
from tongban.cases.actions.intake.return_for_correction import AlreadyToldOnce
from tongban.cases.actions.review.give_opinion import ReviewNotOpen
from tongban.cases.models import Case, CaseMaterial, Document, Review
from tongban.cases.queries import case_page
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, JournalEntry, Matter


def snapshot(number: str) -> tuple[object, ...]:
    """Return all that a refusal must leave as it was."""
    matter = Matter.objects.get(number=number)
    return (
        matter.state,
        matter.version,
        matter.due_on,
        JournalEntry.objects.filter(matter=matter).count(),
        list(Clock.objects.filter(matter=matter).order_by("id").values_list("kind", "due_on", "stopped_on")),
        Document.objects.filter(matter=matter).count(),
        list(Review.objects.filter(matter=matter).order_by("id").values_list("opinion", flat=True)),
        CaseMaterial.objects.filter(matter=matter, removed_at=None).count(),
    )


class TestDraft:
    def test_is_prefilled_from_the_registers_with_source_and_date(self) -> None:
        applicant = actor("applicant")

        number = actions.draft(task_code=road_code(), actor=applicant, at=MONDAY, organisation_id=company(applicant))

        kept = Case.objects.get(matter__number=number)
        assert kept.answers["applicant_name"] == "贵阳筑光引电电力工程有限公司（示例）"
        assert kept.sources["applicant_name"]["source"]
        assert kept.sources["applicant_name"]["as_of"] < "2027"
        assert case_page(applicant, number, MONDAY).state == "draft"

    def test_is_refused_without_a_mandate(self) -> None:
        before = Matter.objects.count()

        with pytest.raises(NotYours):
            actions.draft(
                task_code=road_code(), actor=actor("stranger"), at=MONDAY, organisation_id=company(actor("applicant"))
            )

        assert Matter.objects.count() == before

    def test_is_refused_to_a_person_where_only_companies_apply(self) -> None:
        with pytest.raises(BadInput):
            actions.draft(task_code=road_code(), actor=actor("applicant"), at=MONDAY)

    def test_of_a_stranger_does_not_exist_for_others(self) -> None:
        number = case("draft")

        for role in ("stranger", "clerk", "decider", "supervisor"):
            with pytest.raises(NotFound):
                case_page(actor(role), number, MONDAY)


class TestAttach:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("平面图.pdf", b"MZ\x90\x00" + b"\0" * 400),
            ("平面图.exe", pdf()),
            ("平面图.png", b""),
            ("平面图.png", pdf()),
        ],
    )
    def test_refuses_what_is_not_what_it_says(self, name: str, data: bytes) -> None:
        number = case("draft")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.attach(
                number=number, material_code="plan", name=name, data=data, actor=actor("applicant"), at=MONDAY
            )

        assert list(refused.value.errors) == ["plan"]
        assert snapshot(number) == before

    def test_is_refused_once_submitted(self) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises(NotAllowedNow):
            actions.attach(
                number=number, material_code="plan", name="a.png", data=picture(), actor=actor("applicant"), at=MONDAY
            )

        assert snapshot(number) == before


class TestSubmit:
    def test_starts_the_intake_clock_and_gives_a_receipt(self) -> None:
        number = case("submitted")

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.due_on) == ("submitted", dt.date(2026, 3, 9))
        assert Document.objects.get(matter=matter).kind == "receipt"

    def test_names_every_field_and_material_that_is_missing(self) -> None:
        applicant = actor("applicant")
        number = actions.draft(task_code=road_code(), actor=applicant, at=MONDAY, organisation_id=company(applicant))
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.submit(number=number, actor=applicant, at=MONDAY)

        assert {"road_name", "start_on", "plan", "restoration"} <= set(refused.value.errors)
        assert "planning-approval" not in refused.value.errors
        assert snapshot(number) == before

    def test_refuses_a_day_that_does_not_exist(self) -> None:
        number = case("draft")
        actions.save_draft(number=number, answers={"start_on": "2026-02-30"}, actor=actor("applicant"), at=MONDAY)

        with pytest.raises(BadInput) as refused:
            actions.submit(number=number, actor=actor("applicant"), at=MONDAY)

        assert list(refused.value.errors) == ["start_on"]

    def test_is_refused_the_second_time(self) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises(NotAllowedNow, match="已提交"):
            actions.submit(number=number, actor=actor("applicant"), at=MONDAY)

        assert snapshot(number) == before


class TestReturnForCorrection:
    def test_tells_the_whole_list_once_and_stops_the_intake_clock(self) -> None:
        number = case("correcting")

        matter = Matter.objects.get(number=number)
        running = Clock.objects.get(matter=matter, stopped_on=None)
        assert (matter.state, running.kind, running.due_on) == ("correcting", "correction", dt.date(2026, 4, 1))

    def test_is_refused_the_second_time(self) -> None:
        number = case("correcting")
        applicant = actor("applicant")
        later = MONDAY + DAY
        actions.attach(number=number, material_code="plan", name="新图.pdf", data=pdf(), actor=applicant, at=later)
        actions.correct(number=number, actor=applicant, at=later)
        before = snapshot(number)

        with pytest.raises(AlreadyToldOnce):
            actions.return_for_correction(number=number, items=corrections(), actor=actor("clerk"), at=later)

        assert snapshot(number) == before

    @pytest.mark.parametrize(
        "items",
        [
            [],
            [{"code": "plan", "problem": "", "requirement": "x"}],
            [{"code": "no", "problem": "x", "requirement": "x"}],
        ],
    )
    def test_refuses_an_empty_or_unclear_list(self, items: list[dict[str, str]]) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises(BadInput):
            actions.return_for_correction(number=number, items=items, actor=actor("clerk"), at=MONDAY)

        assert snapshot(number) == before


class TestCorrect:
    def test_is_refused_until_each_listed_material_is_renewed(self) -> None:
        number = case("correcting")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.correct(number=number, actor=actor("applicant"), at=MONDAY + DAY)

        assert list(refused.value.errors) == ["plan"]
        assert snapshot(number) == before


class TestAccept:
    def test_starts_the_lawful_clocks_and_gives_the_due_day(self) -> None:
        number = case("accepted")

        matter = Matter.objects.get(number=number)
        clocks = dict(Clock.objects.filter(matter=matter, stopped_on=None).values_list("kind", "due_on"))
        assert clocks == {"legal": dt.date(2026, 3, 30), "promise": dt.date(2026, 3, 13)}
        assert matter.due_on == dt.date(2026, 3, 13)
        assert "acceptance_notice" in Document.objects.filter(matter=matter).values_list("kind", flat=True)

    @pytest.mark.parametrize("role", ["lead_reviewer", "joint_reviewer", "decider", "issuer", "applicant"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises((NotYours, NotFound)):
            actions.accept(number=number, actor=actor(role), at=MONDAY)

        assert snapshot(number) == before

    def test_on_a_day_off_takes_effect_on_the_next_working_day(self) -> None:
        number = case("submitted")

        actions.accept(number=number, actor=actor("clerk"), at=MONDAY + 5 * DAY)

        assert Case.objects.get(matter__number=number).accepted_on == dt.date(2026, 3, 9)


class TestReviews:
    def test_open_for_both_authorities_at_once(self) -> None:
        number = case("reviewing")

        reviews = Review.objects.filter(matter__number=number)
        assert {r.step_code for r in reviews if r.opened_on} == {"engineering", "traffic"}

    def test_one_authority_cannot_speak_for_the_other(self) -> None:
        number = case("reviewing")
        before = snapshot(number)

        with pytest.raises(NotYours):
            opine(number, "traffic", actor("lead_reviewer"), MONDAY)

        assert snapshot(number) == before

    def test_an_opinion_is_given_once(self) -> None:
        number = case("reviewing")
        opine(number, "traffic", actor("joint_reviewer"), MONDAY)
        before = snapshot(number)

        with pytest.raises((ReviewNotOpen, NotYours)):
            opine(number, "traffic", actor("joint_reviewer"), MONDAY)

        assert snapshot(number) == before


class TestSuspend:
    @pytest.mark.parametrize("kind", ["site_visit", "publicity", "opinions", ""])
    def test_refuses_a_ground_that_the_law_does_not_name(self, kind: str) -> None:
        number = case("reviewing")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.suspend(number=number, kind=kind, days=5, reason="x", actor=actor("lead_reviewer"), at=MONDAY)

        assert "kind" in refused.value.errors
        assert snapshot(number) == before

    def test_moves_the_due_day_by_the_working_days_excluded(self) -> None:
        number = case("reviewing")
        lead = actor("lead_reviewer")
        actions.suspend(number=number, kind="expert_review", days=5, reason="净距不足", actor=lead, at=MONDAY + DAY)
        paused = Matter.objects.get(number=number)

        actions.resume(number=number, result="通过", actor=lead, at=MONDAY + 4 * DAY)

        after = Matter.objects.get(number=number)
        assert (paused.due_on, paused.paused_on) == (dt.date(2026, 3, 20), dt.date(2026, 3, 3))
        assert (after.due_on, after.paused_on) == (dt.date(2026, 3, 18), None)

    def test_holds_up_the_decision(self) -> None:
        number = case("reviewing")
        actions.suspend(number=number, kind="hearing", days=5, reason="听证", actor=actor("lead_reviewer"), at=MONDAY)
        before = snapshot(number)

        with pytest.raises(StillSuspended):
            actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY)

        assert snapshot(number) == before


class TestDecide:
    def test_waits_for_every_opinion(self) -> None:
        number = case("reviewing")
        before = snapshot(number)

        with pytest.raises(ReviewsOutstanding):
            actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY)

        assert snapshot(number) == before

    def test_a_refusal_needs_reasons(self) -> None:
        number = case("reviewed")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.decide(number=number, outcome="refused", actor=actor("decider"), at=MONDAY)

        assert list(refused.value.errors) == ["reasons"]
        assert snapshot(number) == before

    @pytest.mark.parametrize("role", ["clerk", "lead_reviewer", "joint_reviewer", "issuer"])
    def test_is_refused_to_those_who_received_or_reviewed(self, role: str) -> None:
        number = case("reviewed")
        before = snapshot(number)

        with pytest.raises(NotYours):
            actions.decide(number=number, outcome="granted", actor=actor(role), at=MONDAY)

        assert snapshot(number) == before


class TestEnd:
    def test_the_licence_is_made_delivered_and_rated_and_the_case_closes(self) -> None:
        from tongban.feedback.actions import rate

        number = case("delivered")
        applicant = actor("applicant")

        rate(number=number, level=1, actor=applicant, at=MONDAY, text="好")

        page = case_page(applicant, number, MONDAY)
        assert (page.state, page.lamp) == ("closed", "green")
        assert page.decision is not None
        assert page.decision.licence_identifier
        assert [entry.verb for entry in page.timeline] == [
            "draft",
            "submit",
            "accept",
            "open_reviews",
            "give_opinion",
            "give_opinion",
            "decide",
            "issue",
            "deliver",
            "close",
        ]

    def test_withdrawal_needs_a_reason_and_stops_all_clocks(self) -> None:
        number = case("accepted")
        before = snapshot(number)
        with pytest.raises(BadInput):
            actions.withdraw(number=number, reason=" ", actor=actor("applicant"), at=MONDAY)
        assert snapshot(number) == before

        actions.withdraw(number=number, reason="工程取消", actor=actor("applicant"), at=MONDAY)

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.closed_at) == ("withdrawn", MONDAY)
        assert not Clock.objects.filter(matter=matter, stopped_on=None).exists()


class TestStranger:
    def test_finds_nothing(self) -> None:
        number = case("reviewing")

        for role in ("stranger", "pan.xueji"):
            with pytest.raises(NotFound):
                case_page(actor(role), number, MONDAY)
            with pytest.raises(NotFound):
                actions.withdraw(number=number, reason="x", actor=actor(role), at=MONDAY)
