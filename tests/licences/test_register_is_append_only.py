import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError

from tests.licences.factory import licence
from tongban.licences.models import Licence, LicenceStanding


def refused(statement: str) -> None:
    """Expect the database itself to refuse a statement."""
    with pytest.raises((ProgrammingError, DatabaseError), match="what was issued stays"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


class TestRegister:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE licences_standing SET state = 'valid'",
            "UPDATE licences_standing SET from_at = now()",
            "DELETE FROM licences_standing",
        ],
    )
    def test_never_changes_a_standing(self, statement: str) -> None:
        licence()

        refused(statement)

        assert LicenceStanding.objects.count() == 1

    @pytest.mark.parametrize(
        "change", ["holder_name = 'x'", "valid_until = NULL", "file_sha256 = 'x'", "face = '[]'", "identifier = 'x'"]
    )
    def test_never_changes_what_was_issued(self, change: str) -> None:
        licence()
        before = Licence.objects.values().get()

        refused(f"UPDATE licences_licence SET {change}")

        assert Licence.objects.values().get() == before

    def test_never_deletes_a_licence(self) -> None:
        licence()

        refused("DELETE FROM licences_licence")

        assert Licence.objects.count() == 1

    @pytest.mark.parametrize("table", ["licences_standing", "licences_licence"])
    def test_has_a_trigger_against_truncate(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE '%%no\\_truncate'",
                [table],
            )
            assert cursor.fetchone() == (1,)
