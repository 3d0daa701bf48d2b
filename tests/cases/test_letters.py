"""Whom the letters of a case reach."""

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tongban.cases.handlers import tell_the_applicant
from tongban.matters.models import Matter
from tongban.notices.models import Message
from tongban.parties.models import Mandate


def told(number: str) -> set[int | None]:
    matter = Matter.objects.get(number=number)
    tell_the_applicant("case.accept", 1, {"matter": matter.pk, "number": number})
    return set(Message.objects.filter(matter=matter).values_list("recipient_person_id", flat=True))


class TestLetters:
    def test_go_to_the_agent_as_long_as_the_mandate_lasts(self) -> None:
        assert told(case("accepted")) == {actor("applicant").person_id}

    def test_go_to_the_others_who_act_for_the_organisation_once_it_is_revoked(self) -> None:
        number = case("accepted")
        matter = Matter.objects.get(number=number)
        Mandate.objects.filter(agent=matter.agent).update(revoked_at=MONDAY)

        heard = told(number)

        assert matter.agent_id not in heard
        assert heard == {matter.applicant_organisation.legal_representative_person_id}
