"""The reviewer's desk: sources side by side, earlier opinions without personal data, and who else works on a case."""

import datetime as dt

import pytest

from tests.cases.factory import case
from tests.cases.joint import opine
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.review.check_sources import CaseOver, CheckedLine
from tongban.cases.models import Case
from tongban.cases.queries import case_page
from tongban.cases.queries.desk import earlier_opinions, working_on
from tongban.cases.rules.masking import masked_words
from tongban.matters.events import NotYours
from tongban.sharing.models import LookUp


def checked(number: str, role: str = "lead_reviewer") -> dict[str, CheckedLine]:
    return {line.key: line for line in actions.check_sources(number=number, actor=actor(role), at=MONDAY)}


class TestCheckSources:
    def test_puts_the_form_beside_the_registers_and_marks_what_differs_first(self) -> None:
        number = case("reviewing")
        row = Case.objects.get(matter__number=number)
        row.answers["applicant_address"] = "别处 1 号"
        row.save(update_fields=["answers"])

        lines = actions.check_sources(number=number, actor=actor("lead_reviewer"), at=MONDAY)

        first = lines[0]
        assert (first.key, first.differs) == ("applicant_address", True)
        assert first.sources[0].value != "别处 1 号"
        assert first.sources[0].name
        found = {line.key: line for line in lines}
        assert not found["applicant_name"].differs
        assert "project_name" not in found

    def test_leaves_a_trace_that_its_subject_can_read(self) -> None:
        number = case("reviewing")
        before = LookUp.objects.filter(case_number=number).count()

        checked(number)

        trace = LookUp.objects.filter(case_number=number).order_by("pk").last()
        assert LookUp.objects.filter(case_number=number).count() > before
        assert trace is not None
        assert (trace.actor_name, trace.purpose) == (actor("lead_reviewer").name, "审查核对：挖掘城市道路许可")

    def test_reads_the_licences_that_are_in_force(self) -> None:
        issued = case("issued")
        line = checked(case("reviewing"))["project_name"]

        (source,) = line.sources
        assert source.same
        assert "挖掘城市道路许可证" in source.name
        assert Case.objects.get(matter__number=issued).answers["project_name"] == source.value

    @pytest.mark.parametrize("role", ["supervisor", "applicant"])
    def test_is_for_those_who_handle_the_case(self, role: str) -> None:
        number = case("reviewing")
        before = LookUp.objects.count()

        with pytest.raises(NotYours):
            checked(number, role)

        assert LookUp.objects.count() == before

    def test_ends_with_the_case(self) -> None:
        number = case("delivered")
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)

        with pytest.raises(CaseOver):
            checked(number)


class TestEarlierOpinions:
    def test_are_those_of_the_same_authority_on_the_same_step_each_wording_once(self) -> None:
        for text in ("高峰不能施工", "高峰不能施工", "绕行方案不全"):
            opine(case("reviewing"), "traffic", actor("joint_reviewer"), opinion="disagree", text=text)
        opine(case("reviewing"), "engineering", actor("lead_reviewer"), opinion="disagree", text="结构不安全")
        page = case_page(actor("joint_reviewer"), case("reviewing"), MONDAY)

        assert {each.text for each in earlier_opinions(page, "traffic")} == {"高峰不能施工", "绕行方案不全"}
        assert earlier_opinions(page, "engineering") == []

    def test_carry_nothing_personal_from_one_case_into_another(self) -> None:
        old = case("reviewing")
        said = Case.objects.get(matter__number=old)
        who, contact = said.matter.applicant_name, said.answers["contact_name"]
        text = f"{who}的{contact}（13900001234，529900198806120219）已到场，办件{old}"
        opine(old, "traffic", actor("joint_reviewer"), opinion="disagree", text=text)

        page = case_page(actor("joint_reviewer"), case("reviewing"), MONDAY)

        (found,) = earlier_opinions(page, "traffic")
        assert not any(private in found.text for private in (who, contact, "13900001234", "529900198806120219", old))
        assert found.text.startswith("申请人的")
        assert "办件本件" in found.text

    def test_masks_longer_words_first(self) -> None:
        assert masked_words("王小明和王小", {"王小": "王*", "王小明": "王**"}) == "王**和王*"


class TestWorkingOn:
    def test_names_the_holder_the_open_reviews_and_who_was_seen_last(self) -> None:
        number = case("reviewing")
        opine(number, "traffic", actor("joint_reviewer"), MONDAY + DAY)
        actions.ask_again(
            number=number, step_code="traffic", asked="再看", actor=actor("lead_reviewer"), at=MONDAY + DAY
        )

        found = working_on(case_page(actor("lead_reviewer"), number, MONDAY + DAY))

        lead, joint = actor("lead_reviewer").name, actor("joint_reviewer").name
        assert [(each.role, each.name) for each in found if each.role != "seen"] == [
            ("holder", lead),
            ("review", ""),
            ("review", joint),
        ]
        seen = [(each.name, each.verb) for each in found if each.role == "seen"]
        assert seen[:2] == [(lead, "请审查部门重新审查"), (joint, "提出了审查意见")]
        assert actor("applicant").name not in {each.name for each in found}
        assert all(each.at and each.at <= MONDAY + DAY + dt.timedelta(0) for each in found if each.role == "seen")
