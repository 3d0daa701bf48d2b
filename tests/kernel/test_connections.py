"""A connection is asked whether it is there when there is reason to, and long statements are translated once."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql import base
from psycopg import _queries

from tongban.kernel.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Iterator[DatabaseWrapper]:
    """A connection beside that of the test."""
    made = connections.create_connection("default")
    assert isinstance(made, DatabaseWrapper)
    made.connect()
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the database answered, question by question."""
    answers: list[bool] = []
    ask = base.DatabaseWrapper.is_usable

    def noted(self: base.DatabaseWrapper) -> bool:
        answers.append(bool(ask(self)))
        return answers[-1]

    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", noted)
    return answers


class TestIsUsable:
    def test_asks_once_in_a_moment(
        self, own: DatabaseWrapper, asked: list[bool], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongban.kernel.postgresql.base.TRUSTED_SECONDS", 60.0)

        assert [own.is_usable() for _ in range(5)] == [True] * 5
        assert asked == [True]

    def test_asks_again_after_a_rest(
        self, own: DatabaseWrapper, asked: list[bool], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert own.is_usable()
        monkeypatch.setattr("tongban.kernel.postgresql.base.TRUSTED_SECONDS", 0.0)

        assert own.is_usable()
        assert asked == [True, True]

    def test_asks_again_after_an_error(self, own: DatabaseWrapper, asked: list[bool]) -> None:
        assert own.is_usable()
        own.errors_occurred = True

        assert own.is_usable()
        assert asked == [True, True]

    def test_sees_at_once_that_the_server_ended_it(self, own: DatabaseWrapper, asked: list[bool]) -> None:
        assert own.is_usable()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 60000)", [own.connection.info.backend_pid])

        assert not own.is_usable()
        assert asked == [True, False]

    def test_is_replaced_when_the_next_request_comes(self, own: DatabaseWrapper) -> None:
        own.health_check_enabled, own.health_check_done = True, False
        assert own.is_usable()
        before = own.connection.info.backend_pid
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 60000)", [before])

        with own.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchone() != (before,)

    def test_is_no_longer_when_it_was_closed(self, own: DatabaseWrapper) -> None:
        assert own.is_usable()
        own.connection.close()

        assert not own.is_usable()
        with pytest.raises(OperationalError), own.wrap_database_errors:
            own.connection.execute("SELECT 1")


def test_a_statement_as_long_as_a_step_is_translated_once() -> None:
    statement = f"SELECT {', '.join(['%s::integer'] * 120)} /* {'x' * 6000} */"
    before = _queries._query2pg.cache_info()

    for _ in range(3):
        with connection.cursor() as cursor:
            cursor.execute(statement, list(range(120)))

    after = _queries._query2pg.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 2)
