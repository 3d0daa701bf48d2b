"""The register of electronic licences says which licences there are, whose, and how they stand."""

from tests.city import DAY, MONDAY, actor
from tests.licences.factory import firm, human, licence
from tongban.licences.actions import suspend
from tongban.licences.actions.index_licences import index_licences
from tongban.licences.handlers import index_the_licence
from tongban.licences.models import Licence
from tongban.parties.rules.reports import Report
from tongban.sharing.models import LicenceRecord


class TestIndexLicences:
    def test_follows_each_announcement_and_a_repeat_changes_nothing(self) -> None:
        issued = licence()
        pk = Licence.objects.get(identifier=issued.identifier).pk
        announced = {"licence": pk, "matter": None}

        index_the_licence("licence.issue", 1, announced)
        index_the_licence("licence.issue", 1, announced)
        suspend(identifier=issued.identifier, reason="检查", actor=actor("decider"), at=MONDAY + DAY)
        index_the_licence("licence.suspend", 2, announced)

        row = LicenceRecord.objects.get(object_code=issued.identifier)
        assert (row.subject_code, row.state) == (firm().code, "暂扣")

    def test_of_all_finds_what_was_missed_and_is_then_done(self) -> None:
        licence()
        licence(holder=human())
        LicenceRecord.objects.all().delete()

        first, again = index_licences(at=MONDAY), index_licences(at=MONDAY + DAY)

        count = Licence.objects.count()
        assert (first, again) == (Report(created=count), Report(unchanged=count))

    def test_of_another_holder_takes_the_place_of_the_former(self) -> None:
        issued = licence()
        index_licences(at=MONDAY)
        LicenceRecord.objects.filter(object_code=issued.identifier).update(subject_code="529900199203050260")

        index_licences(at=MONDAY)

        assert LicenceRecord.objects.get(object_code=issued.identifier).subject_code == firm().code
