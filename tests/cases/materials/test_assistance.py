"""Another department attests what the applicant would have to bring."""

import pytest

from tests.cases.factory import give_files, pdf
from tests.cases.materials.facts import drafted, filled, firm, material, state, way
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.intake.discard import discard
from tongban.cases.actions.materials.answer_assistance import answer_assistance, decline_assistance
from tongban.cases.actions.materials.ask_for_assistance import AskedAlready, ask_for_assistance
from tongban.cases.actions.materials.close_assistances import close_assistances
from tongban.cases.models import Assistance, Case, MaterialFinding
from tongban.cases.queries.assistances import assistance_file, assistance_list, assistance_page
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.queries import authority
from tongban.parties.rules.actor import DutyKind

# Who reviews for the department that is asked: the joint reviewer of the story's permit.
ATTESTS = "joint_reviewer"


def attesting() -> str:
    (owner,) = actor(ATTESTS).authorities(DutyKind.REVIEWER)
    return authority(owner).key


def asked(number: str) -> str:
    done = ask_for_assistance(number=number, material_code="restoration", actor=actor("applicant"), at=MONDAY)
    return done.number


@pytest.fixture
def number() -> str:
    material("restoration", assisted_by=attesting())
    return filled()


class TestAsk:
    def test_is_offered_where_the_material_names_a_department(self, number: str) -> None:
        assert way(number, "restoration", "assistance") == ("offered", "")
        assert state(number, "restoration").may_ask
        assert state(number, "restoration").missing

    def test_opens_a_matter_of_that_department_with_a_clock(self, number: str) -> None:
        request = asked(number)

        page = assistance_page(actor(ATTESTS), request, MONDAY)
        assert (page.row.case, page.row.state, page.row.remaining) == (number, "open", 3)
        assert [row.number for row in assistance_list(actor(ATTESTS), 1, MONDAY).rows] == [request]
        assert way(number, "restoration", "assistance") == ("chosen", "waiting")
        assert not state(number, "restoration").missing

    def test_is_refused_twice_for_others_and_to_strangers(self, number: str) -> None:
        asked(number)

        with pytest.raises(AskedAlready):
            asked(number)
        with pytest.raises(NotFound):
            ask_for_assistance(number=number, material_code="plan", actor=actor("applicant"), at=MONDAY)
        with pytest.raises(NotFound):
            ask_for_assistance(number=number, material_code="restoration", actor=actor("stranger"), at=MONDAY)

        assert Assistance.objects.count() == 1

    def test_tries_nothing_out_on_others(self) -> None:
        material("restoration", assisted_by=attesting())
        number = drafted(mock=True)

        with pytest.raises(NotAllowedNow):
            asked(number)

        assert not Assistance.objects.exists()


class TestAnswer:
    def test_stands_in_the_place_of_the_material(self, number: str) -> None:
        request = asked(number)

        answer_assistance(
            number=request, text="经核实，属实", file_name="证明.pdf", data=pdf(), actor=actor(ATTESTS), at=MONDAY
        )

        found = state(number, "restoration").settled
        assert found is not None
        assert (found.attempt.path, found.attempt.outcome, found.attempt.evidence) == ("assistance", "found", request)
        assert assistance_file(actor("applicant"), request).data == pdf()

    def test_that_it_cannot_be_attested_leaves_it_to_the_applicant(self, number: str) -> None:
        request = asked(number)

        decline_assistance(number=request, text="不归我们登记", actor=actor(ATTESTS), at=MONDAY)

        assert way(number, "restoration", "assistance") == ("not_found", "declined")
        assert state(number, "restoration").missing
        give_files(number, actor("applicant"), MONDAY)
        assert actions.submit(number=number, actor=actor("applicant"), at=MONDAY).state == "submitted"

    def test_needs_words_and_a_file_that_can_be_read(self, number: str) -> None:
        request = asked(number)

        with pytest.raises(BadInput):
            answer_assistance(number=request, text=" ", actor=actor(ATTESTS), at=MONDAY)
        with pytest.raises(BadInput):
            answer_assistance(
                number=request, text="属实", file_name="x.pdf", data=b"MZ", actor=actor(ATTESTS), at=MONDAY
            )

        assert Assistance.objects.get().answer == ""
        assert way(number, "restoration", "assistance") == ("chosen", "waiting")

    def test_is_not_for_others(self, number: str) -> None:
        request = asked(number)

        with pytest.raises(NotYours):
            answer_assistance(number=request, text="属实", actor=actor("applicant"), at=MONDAY)
        for role in ("stranger", "decider"):
            with pytest.raises(NotFound):
                answer_assistance(number=request, text="属实", actor=actor(role), at=MONDAY)
            with pytest.raises(NotFound):
                assistance_page(actor(role), request, MONDAY)

        assert Assistance.objects.get().answer == ""

    def test_is_given_once(self, number: str) -> None:
        request = asked(number)
        answer_assistance(number=request, text="属实", actor=actor(ATTESTS), at=MONDAY)

        with pytest.raises(NotAllowedNow):
            decline_assistance(number=request, text="又不属实", actor=actor(ATTESTS), at=MONDAY + DAY)

        assert Assistance.objects.get().answer == "属实"


class TestClose:
    def test_ends_what_is_open_when_the_case_is_over(self, number: str) -> None:
        request = asked(number)
        pk = read_case(number, actor("applicant")).matter.pk

        assert close_assistances(case_matter_id=pk, at=MONDAY) == [request]
        assert close_assistances(case_matter_id=pk, at=MONDAY) == []

        assert assistance_page(actor(ATTESTS), request, MONDAY).row.state == "closed"
        assert way(number, "restoration", "assistance") == ("offered", "")

    def test_forgets_what_was_found_and_attested_for_a_draft_that_is_thrown_away(self, number: str) -> None:
        request = asked(number)
        answer_assistance(
            number=request, text="属实", file_name="证明.pdf", data=pdf(), actor=actor(ATTESTS), at=MONDAY
        )
        assert MaterialFinding.objects.filter(matter__number=number).exists()
        Case.objects.filter(matter__number=number).update(things={"project": "A"})

        discard(number=number, actor=actor("applicant"), at=MONDAY + DAY)

        left = Assistance.objects.get()
        assert (left.answer, left.file_name, left.sha256) == ("", "", "")
        assert not MaterialFinding.objects.filter(matter__number=number).exists()
        assert Case.objects.get(matter__number=number).things == {}

    def test_is_answered_no_more_for_a_draft_that_is_thrown_away(self, number: str) -> None:
        request = asked(number)

        discard(number=number, actor=actor("applicant"), at=MONDAY + DAY)

        with pytest.raises(NotAllowedNow):
            answer_assistance(number=request, text="属实", actor=actor(ATTESTS), at=MONDAY + DAY)
        assert Assistance.objects.get().answer == ""

    def test_masks_the_code_of_who_applies_for_who_only_watches(self, number: str) -> None:
        request = asked(number)

        assert assistance_page(actor("supervisor"), request, MONDAY).applicant_code == firm().masked_code
        assert assistance_page(actor(ATTESTS), request, MONDAY).applicant_code == firm().code
