"""Who reads the database without the keys finds nobody's identity number and nobody's telephone."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.cases.factory import at_the_window, case
from tests.privacy.values import IDENTIFIERS, NUMBER, PHONE, columns, found_in, is_sealed, personal_values
from tongban.kernel.sealing.guard import sealed_columns

# Where a number or a telephone of somebody may stand in the clear, and why.
AGREED: dict[tuple[str, str], str] = {}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def lived_in() -> None:
    """A city in which cases went all their way, one of them through the window."""
    case("delivered")
    case("correcting")
    at_the_window()


@pytest.mark.usefixtures("lived_in")
class TestWholeDatabase:
    def test_shows_no_number_and_no_telephone_of_anybody(self) -> None:
        with connection.cursor() as cursor:
            values = personal_values(cursor)
            shown = {
                (table, column): sorted(set(found_in(text, values, *IDENTIFIERS).values()))
                for table, column, text in columns(cursor)
            }

        assert sum(kind == NUMBER for kind in values.values()) > 10
        assert sum(kind == PHONE for kind in values.values()) > 10
        assert {place: kinds for place, kinds in shown.items() if kinds and place not in AGREED} == {}
        assert {place for place in AGREED if not shown[place]} == set()

    def test_holds_persons_sealed_in_every_row(self) -> None:
        whole = {f"{field.model._meta.db_table}.{field.column}" for field in sealed_columns() if not field.public_codes}

        with connection.cursor() as cursor:
            plain = {f"{table}.{column}" for table, column, text in columns(cursor) if not is_sealed(text)}

        assert "parties_person.id_number" in whole
        assert whole & plain == set()
