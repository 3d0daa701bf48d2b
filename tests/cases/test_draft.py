"""What an application begins with."""

from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import Case
from tongban.catalogue.queries import find
from tongban.parties.models import Person


class TestDraft:
    def test_is_not_prefilled_for_who_only_claims_to_be_the_person(self) -> None:
        person = actor("applicant")
        item = next(row for row in find("新生儿出生登记").results + find("出生登记").results)
        Person.objects.filter(pk=person.person_id).update(assurance=1)

        number = actions.draft(task_code=item.code, actor=person, at=MONDAY)

        kept = Case.objects.get(matter__number=number)
        assert (kept.answers, kept.sources) == ({}, {})
