"""A closed case lies in one package, which proves itself offline."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cases.factory import case, pdf, picture
from tests.cases.packages import checked, closed, package, whole
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.archive_case import StillOpen, archive_case
from tongban.cases.handlers import make_what_was_written
from tongban.cases.models import Archive, CaseMaterial, Document
from tongban.cases.queries.archives import archive_file, archive_of
from tongban.cases.rules import archive
from tongban.cases.rules.archive import unpack
from tongban.kernel import files, signing
from tongban.kernel.errors import NotFound
from tongban.kernel.outbox import forward
from tongban.kernel.signing import journal_key
from tongban.matters.models import Matter
from tongban.matters.queries.evidence import NotSealedYet
from tongban.parties.rules.actor import SYSTEM

__all__ = ["whole"]


class TestArchive:
    def test_holds_everything_and_proves_itself(self) -> None:
        matter, data = package()

        members = unpack(data)
        verdict = checked(data, journal_key().vkey)
        told = json.loads(members[archive.METADATA])

        assert verdict.findings == []
        assert (verdict.number, verdict.entries) == (matter.number, matter.version)
        documents = Document.objects.filter(matter=matter)
        assert {f"documents/{each.key}.pdf" for each in documents} <= set(members)
        assert [each["sha256"] for each in told["catalogue"]] == [each.sha256 for each in documents.order_by("pk")]
        given = [name for name in members if name.startswith("materials/")]
        assert len(given) == CaseMaterial.objects.filter(matter=matter).count()
        assert {members[name] for name in given} <= {pdf(), picture()}
        assert told["accept"]["project_no"] == matter.number
        assert [step["event_name"] for step in told["process"]][-2:] == ["deliver", "close"]
        assert told["result"]["result_type"] == "granted"
        assert f"results/{told['result']['result_cetr_no']}.pdf" in members
        assert verdict.signatures == documents.count() + 1

    def test_gives_the_same_bytes_for_the_same_case(self) -> None:
        matter, data = package()
        with connection.cursor() as run:
            run.execute("SET CONSTRAINTS ALL IMMEDIATE")
            run.execute("ALTER TABLE cases_archive DISABLE TRIGGER archive_stays")
            Archive.objects.all().delete()
            run.execute("ALTER TABLE cases_archive ENABLE TRIGGER archive_stays")
        case("submitted")
        while forward(lambda jobs: None):
            pass

        again = files.read(archive_case(matter_id=matter.pk, at=MONDAY))

        assert again == data

    def test_is_made_once_by_the_job(self) -> None:
        matter = closed()

        for _ in range(2):
            make_what_was_written("case.close", 1, {"matter": matter.pk, "number": matter.number})

        assert Archive.objects.filter(matter=matter).count() == 1

    @pytest.mark.parametrize("stage", ["submitted", "granted"])
    def test_is_not_made_of_an_open_case(self, stage: str) -> None:
        matter = Matter.objects.get(number=case(stage))

        with pytest.raises(StillOpen):
            archive_case(matter_id=matter.pk, at=MONDAY)
        make_what_was_written("case.submit", 1, {"matter": matter.pk, "number": matter.number})

        assert not Archive.objects.exists()

    def test_is_made_of_a_case_that_was_withdrawn(self) -> None:
        number = case("submitted")
        actions.withdraw(number=number, reason="不办了", actor=actor("applicant"), at=MONDAY)
        while forward(lambda jobs: None):
            pass
        matter = Matter.objects.get(number=number)

        data = files.read(archive_case(matter_id=matter.pk, at=MONDAY))

        assert checked(data).findings == []
        assert json.loads(unpack(data)[archive.METADATA])["result"] is None

    def test_waits_until_the_journal_has_the_last_entry(self) -> None:
        number = case("delivered")
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)

        with pytest.raises(NotSealedYet):
            archive_case(matter_id=Matter.objects.get(number=number).pk, at=MONDAY)

        assert not Archive.objects.exists()

    def test_is_for_those_who_see_the_case_unmasked(self) -> None:
        matter, data = package()

        for role in ("applicant", "clerk", "decider"):
            assert archive_file(actor(role), matter.number).data == data
        assert archive_file(SYSTEM, matter.number).media_type == "application/zip"
        assert archive_of(actor("supervisor"), matter.number) is None
        for role in ("supervisor", "stranger"):
            with pytest.raises(NotFound):
                archive_file(actor(role), matter.number)

    def test_stays_as_it_was_made(self) -> None:
        package()

        for statement_ in ("UPDATE cases_archive SET sha256 = ''", "DELETE FROM cases_archive"):
            with pytest.raises(DatabaseError, match="what was made stays"), transaction.atomic():
                with connection.cursor() as run:
                    run.execute(statement_)


def test_the_house_s_own_authority_is_what_the_package_carries(whole: bytes) -> None:
    assert unpack(whole)[archive.AUTHORITY] == signing.document_authority()
