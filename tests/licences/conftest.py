from typing import Any

import pytest
from django.db import connection

from tests.city import city

__all__ = ["city"]


@pytest.fixture(scope="package")
def empty_register(city: None, django_db_blocker: Any) -> None:
    """The demo city without the licences of its people: a test counts what it issued itself."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # The register refuses it, and while the city is loaded it must not.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in ("licences_standing", "licences_licence", "licences_stock_import"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER; DELETE FROM {table}")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture(autouse=True)
def in_the_city(empty_register: None, db: None) -> None:
    """Every test of licences happens in the demo city with an empty register, and leaves it as it was."""
