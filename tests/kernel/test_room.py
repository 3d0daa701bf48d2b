"""What a full disk looks like from inside, told from other failures."""

import errno

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.errors import DiskFull

from tongban.kernel.room import is_out_of_room


def _from(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


class TestIsOutOfRoom:
    @pytest.mark.parametrize(
        ("error", "full"),
        [
            (OSError(errno.ENOSPC, "No space left on device"), True),
            (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
            (OSError(errno.EACCES, "Permission denied"), False),
            (_from(OperationalError("could not extend file"), DiskFull("could not extend file")), True),
            (OperationalError("the connection is closed"), False),
            (ValueError("no"), False),
        ],
    )
    def test_tells_a_full_disk_from_other_failures(self, error: Exception, full: bool) -> None:
        assert is_out_of_room(error) is full

    @pytest.mark.django_db
    def test_knows_what_the_database_itself_says(self) -> None:
        with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$")

        assert is_out_of_room(raised.value)
