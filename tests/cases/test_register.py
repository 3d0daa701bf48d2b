"""A window takes an application in: received at once, with a receipt, and the answer is owed from that day."""

import datetime as dt
from typing import Any

import pytest

from tests.cases.factory import answers, at_the_window, pdf, road_code
from tests.cases.licensed import licensed
from tests.cases.test_life import snapshot
from tests.city import DAY, MONDAY, actor, company, picture
from tongban.cases import actions
from tongban.cases.actions.intake.accept import FormNotFilledIn
from tongban.cases.models import Case, Document
from tongban.cases.queries import case_page, my_cases
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Alert, JournalEntry, Matter
from tongban.parties.actions import enrol_party


def refused(error: type[Exception], **said: Any) -> Exception:
    before = Matter.objects.count()
    with pytest.raises(error) as told:
        at_the_window(**said)
    assert Matter.objects.count() == before
    return told.value


class TestRegister:
    def test_receives_at_once_with_a_receipt_and_a_clock(self) -> None:
        number = at_the_window(situation={"kind": "路面"})

        matter, case = Matter.objects.get(number=number), Case.objects.get(matter__number=number)
        assert (matter.state, matter.due_on, matter.warn_on) == ("received", dt.date(2026, 3, 9), dt.date(2026, 3, 6))
        assert (case.channel, case.received_at, case.situation) == ("window", MONDAY, {"kind": "路面"})
        receipt = Document.objects.get(matter=matter)
        assert (receipt.kind, receipt.entry_sequence) == ("window_receipt", 1)
        assert ["城市道路挖掘申请表", "1 份", "纸质"] not in receipt.data["rows"]
        assert [row[1:] for row in receipt.data["rows"]] == [["1 份", "纸质"]] * 4
        entry = JournalEntry.objects.get(matter=matter)
        assert (entry.verb, entry.from_state, entry.to_state) == ("register", "", "received")

    def test_fills_in_what_the_registers_know_and_the_applicant_finds_it(self) -> None:
        number = at_the_window()

        case = Case.objects.get(matter__number=number)
        assert case.answers["applicant_name"] == "贵阳筑光引电电力工程有限公司（示例）"
        assert case.sources["applicant_name"]["source"]
        assert number in [row.number for row in my_cases(actor("applicant"), 1, MONDAY).rows]

    def test_is_accepted_and_runs_on_like_any_other(self) -> None:
        number = at_the_window()

        actions.accept(number=number, actor=actor("clerk"), at=MONDAY + DAY)

        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 16)

    def test_takes_in_what_is_incomplete_and_does_not_accept_it_so(self) -> None:
        number = at_the_window(answers={"road_name": "示例东路"})
        before = snapshot(number)

        with pytest.raises(FormNotFilledIn, match="挖掘位置"):
            actions.accept(number=number, actor=actor("clerk"), at=MONDAY)

        assert snapshot(number) == before
        assert "挖掘位置" in case_page(actor("clerk"), number, MONDAY).waits["accept"]
        actions.save_draft(number=number, answers=answers(MONDAY.date()), actor=actor("clerk"), at=MONDAY)
        assert actions.accept(number=number, actor=actor("clerk"), at=MONDAY).state == "accepted"

    def test_counts_from_the_day_on_which_it_was_handed_in_and_says_when_it_was_entered(self) -> None:
        number = at_the_window(at=MONDAY + DAY, occurred_at=MONDAY)

        matter = Matter.objects.get(number=number)
        entry = JournalEntry.objects.get(matter=matter)
        assert matter.due_on == dt.date(2026, 3, 9)
        assert (entry.occurred_at, entry.recorded_at) == (MONDAY, MONDAY + DAY)
        assert Alert.objects.get(matter=matter).rule == "backdated"

    def test_of_tomorrow_is_refused(self) -> None:
        told = refused(BadInput, occurred_at=MONDAY + DAY)

        assert list(told.errors) == ["occurred_at"]  # type: ignore[attr-defined]

    @pytest.mark.parametrize("role", ["lead_reviewer", "decider", "issuer", "supervisor", "applicant", "stranger"])
    def test_is_refused_to_the_wrong_duty(self, role: str) -> None:
        before = Matter.objects.count()

        with pytest.raises(NotYours):
            actions.register(
                task_code=road_code(), organisation_id=company(actor("applicant")), actor=actor(role), at=MONDAY
            )

        assert Matter.objects.count() == before

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"organisation_id": None}, "applicant"),
            ({"channel": "web"}, "channel"),
            ({"channel": "pigeon"}, "channel"),
            ({"papers": {"no-such": 1}}, "no-such"),
            ({"papers": {"plan": 1000}}, "plan"),
            ({"answers": {"start_on": "2026-02-30"}}, "start_on"),
            ({"answers": {"nonsense": 1}}, "nonsense"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, said: dict[str, Any], field: str) -> None:
        told = refused(BadInput, **said)

        assert field in told.errors  # type: ignore[attr-defined]

    def test_of_a_person_is_refused_where_only_companies_apply(self) -> None:
        told = refused(BadInput, organisation_id=None, person_id=actor("applicant").person_id)

        assert list(told.errors) == ["applicant"]  # type: ignore[attr-defined]


class TestAtTheWindow:
    def test_the_clerk_attaches_what_was_handed_in(self) -> None:
        number = at_the_window()

        actions.attach(
            number=number, material_code="plan", name="图.png", data=picture(), actor=actor("clerk"), at=MONDAY
        )

        line = next(m for m in case_page(actor("clerk"), number, MONDAY).materials if m.material.code == "plan")
        assert [file.file_name for file in line.files] == ["图.png"]

    def test_nothing_is_attached_once_it_is_accepted(self) -> None:
        number = at_the_window()
        actions.accept(number=number, actor=actor("clerk"), at=MONDAY)

        with pytest.raises(NotAllowedNow):
            actions.attach(
                number=number, material_code="plan", name="图.png", data=picture(), actor=actor("clerk"), at=MONDAY
            )

    def test_reviewers_attach_nothing(self) -> None:
        with pytest.raises(NotYours):
            actions.attach(
                number=at_the_window(),
                material_code="plan",
                name="图.png",
                data=picture(),
                actor=actor("lead_reviewer"),
                at=MONDAY,
            )

    def test_a_correction_is_handed_in_for_who_brings_it(self) -> None:
        number, clerk, later = at_the_window(), actor("clerk"), MONDAY + DAY
        asked = [{"code": "plan", "problem": "不清", "requirement": "重画"}]
        actions.return_for_correction(number=number, items=asked, actor=clerk, at=MONDAY)  # type: ignore[arg-type]
        actions.attach(number=number, material_code="plan", name="新图.pdf", data=pdf(), actor=clerk, at=later)

        done = actions.correct(number=number, actor=clerk, at=later)

        assert (done.state, Matter.objects.get(number=number).due_on) == ("received", dt.date(2026, 3, 10))


class TestEnrolParty:
    def test_takes_down_who_is_not_known_yet(self) -> None:
        clerk = actor("clerk", "window")

        fresh = enrol_party(code="11010519491231002X", name="路人甲", phone="19900000999", actor=clerk, at=MONDAY)
        again = enrol_party(code="11010519491231002x", name="路人甲", actor=clerk, at=MONDAY)

        assert (fresh.kind, fresh.name, fresh.is_verified, again.id) == ("person", "路人甲", True, fresh.id)

    @pytest.mark.parametrize(
        ("code", "name", "phone", "fields"),
        [
            ("11010519491231002X", "", "", {"name", "phone"}),
            ("110105194912310021", "路人甲", "19900000999", {"code"}),
            ("91520100MA00000000", "路人甲", "19900000999", {"code"}),
        ],
    )
    def test_names_what_is_wrong(self, code: str, name: str, phone: str, fields: set[str]) -> None:
        with pytest.raises(BadInput) as told:
            enrol_party(code=code, name=name, phone=phone, actor=actor("clerk"), at=MONDAY)

        assert set(told.value.errors) == fields


class TestAboutALicence:
    def test_takes_over_what_was_said_and_given_for_it(self) -> None:
        identifier = licensed()

        number = at_the_window(
            MONDAY + DAY, purpose="change", about_licence=identifier, answers={"project_name": "改名后的工程"}
        )

        case = Case.objects.get(matter__number=number)
        assert (case.purpose, case.about_licence) == ("change", identifier)
        assert (case.answers["project_name"], case.answers["road_name"]) == ("改名后的工程", "示例东路")
        assert case.sources["road_name"]["source"].startswith("证照")
        assert "project_name" not in case.sources
        assert case.matter.case_materials.count() == 4

    @pytest.mark.parametrize("said", [{"purpose": "renewal"}, {"about_licence": "1.2.3"}, {"purpose": "gift"}])
    def test_names_a_purpose_and_its_licence_or_neither(self, said: dict[str, Any]) -> None:
        told = refused(BadInput, **said)

        assert list(told.errors) == ["purpose"]  # type: ignore[attr-defined]
