"""What goes wrong is logged without the people it went wrong with: pages, jobs, the database's own log."""

from __future__ import annotations

import io
import logging
import os
import pathlib
import subprocess
import sys
import threading
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.parties.factories import id_number
from tests.privacy.values import found_in
from tongban.cli.environment import REPOSITORY
from tongban.cli.postgres import EmbeddedPostgres
from tongban.kernel import redaction
from tongban.parties.models import Person

SOMEBODY = {
    "name": "欧阳测试",
    "number": id_number(77),
    "phone": "13987654321",
    "email": "ouyang.test@example.com",
    "address": "贵阳市云岩区测试路 7 号 2 单元",
    "password": "Geheim-und-lang-2026",
    "token": "tb_0123456789abcdefghij",
}
VALUES = {value: kind for kind, value in SOMEBODY.items()}
PLAIN_ERROR = "{name} {number} {phone} {email} {address}".format(**SOMEBODY)

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What our processes write to standard error, formatted as they do."""
    (handler,) = [each for each in logging.root.handlers if isinstance(each.formatter, redaction.RedactingFormatter)]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    # Not setStream, which flushes: where a test before us ran a command, it is that test's captured stream, now closed.
    monkeypatch.setattr(handler, "stream", written)
    return written


class TestPages:
    @pytest.fixture(autouse=True)
    def plain_static(self, settings: Any) -> None:
        """Static files without a manifest, which only collectstatic makes."""
        backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}

    def test_that_fail_are_logged_without_what_was_sent(
        self, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any, **said: Any) -> None:
            raise ValueError(f"cannot register {PLAIN_ERROR} {said}")

        monkeypatch.setattr("allauth.account.forms.BaseSignupForm.clean", fail)
        answer = Client(raise_request_exception=False).post("/accounts/signup/", SOMEBODY)

        assert answer.status_code == 500
        assert "Internal Server Error: /accounts/signup/" in log.getvalue()
        assert "ValueError: cannot register" in log.getvalue()
        assert found_in(log.getvalue(), VALUES) == {}

    def test_of_programs_that_fail_are_logged_so_too(self, log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: Any, **said: Any) -> None:
            raise RuntimeError(f"cannot find {PLAIN_ERROR} {said}")

        monkeypatch.setattr("tongban.api.items.queries.find", fail)
        answer = Client(raise_request_exception=False).get("/api/v1/items", {"q": SOMEBODY["name"]})

        assert answer.status_code == 500
        assert "RuntimeError: cannot find" in log.getvalue()
        assert found_in(log.getvalue(), VALUES) == {}


class TestDatabase:
    def test_that_refuses_a_row_is_logged_without_the_row(self, log: io.StringIO) -> None:
        with pytest.raises(DatabaseError) as refused:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO parties_person (id_number, id_kind, name, phone, email, address, assurance, invented)"
                    " VALUES (%(number)s, '111', %(name)s, %(phone)s, %(email)s, %(address)s, 9, false)",
                    SOMEBODY,
                )
        logging.getLogger("tongban.kernel").error("it failed", exc_info=refused.value)

        assert SOMEBODY["address"] in str(refused.value)
        assert 'violates check constraint "person_assurance_known"' in log.getvalue()
        assert found_in(log.getvalue(), VALUES) == {}

    @pytest.mark.parametrize("as_ours", [True, False])
    def test_writes_no_row_into_its_own_log(self, as_ours: bool) -> None:
        home = pathlib.Path(os.environ["TONGBAN_HOME"])
        embedded = EmbeddedPostgres(home)
        if not embedded.alive() or str(embedded.places.sockets) != connection.settings_dict["HOST"]:
            pytest.skip("the database is not the embedded one, so its log is elsewhere")
        begun = embedded.places.log.stat().st_size
        address = embedded.url if as_ours else embedded.url.partition("&options")[0]

        with psycopg.connect(address, dbname=connection.settings_dict["NAME"], autocommit=True) as ours:
            for statement in (
                "INSERT INTO parties_person (id_number, id_kind, name, phone, email, address, assurance, invented)"
                " VALUES (%(number)s, '111', %(name)s, %(phone)s, %(email)s, %(address)s, 9, false)",
                "SELECT * FROM nowhere WHERE name = %(name)s AND number = %(number)s",
            ):
                with pytest.raises(psycopg.Error):
                    ours.execute(statement, SOMEBODY)
            if as_ours:
                with pytest.raises(psycopg.Error):
                    ours.execute("SELECT %(address)s::text::int", SOMEBODY)

        with embedded.places.log.open("rb") as log:
            log.seek(begun)
            written = log.read().decode(errors="replace")
        assert found_in(written, VALUES) == {}
        assert ("person_assurance_known" in written) is not as_ours


class TestJobs:
    def test_that_fail_are_logged_without_what_they_were_given(self, log: io.StringIO) -> None:
        job = f"Job handle[12](name='x', topic='y', payload={SOMEBODY!r}) ended with status: Error, lasted 0.1 s"
        try:
            raise KeyError(SOMEBODY["name"])
        except KeyError as error:
            logging.getLogger("procrastinate.worker").error(job, exc_info=error)

        assert "Job handle[12]" in log.getvalue()
        assert "ended with status: Error" in log.getvalue()
        assert found_in(log.getvalue(), VALUES) == {}


class TestCrash:
    def test_of_a_process_is_told_without_the_value(self) -> None:
        program = (
            "from tongban.kernel.redaction import redact_crashes\n"
            "import sys, threading\n"
            "redact_crashes()\n"
            "def fail(): raise ValueError(sys.argv[1])\n"
            "each = threading.Thread(target=fail); each.start(); each.join()\n"
            "fail()\n"
        )
        answer = subprocess.run(
            [sys.executable, "-c", program, PLAIN_ERROR],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
            capture_output=True,
            text=True,
            check=False,
        )

        assert answer.returncode == 1
        assert answer.stderr.count("ValueError: ") == 2
        assert found_in(answer.stderr, VALUES) == {}

    def test_is_so_in_every_command(self) -> None:
        assert "redact_crashes()" in (REPOSITORY / "src/tongban/cli/__main__.py").read_text()
        assert "redact_crashes()" in (REPOSITORY / "src/tongban/cli/web_worker.py").read_text()
        assert threading.excepthook is not None


class TestRedaction:
    @pytest.mark.parametrize(
        ("said", "told"),
        [
            (f"asked for {SOMEBODY['number']} by {SOMEBODY['phone']}", "asked for … by …"),
            (f"+86 {SOMEBODY['phone']}, {SOMEBODY['email']}", "…, …"),
            ("postgresql://tongban:geheim@db/x", "postgresql://…@db/x"),
            ("Authorization: Bearer tb_0123456789abcdef", "Authorization: Bearer …"),
            ("Cookie: sessionid=abc123; csrftoken=XyZ789; lang=zh", "Cookie: sessionid=…; csrftoken=…; lang=zh"),
            ("Cookie: __Host-session=abc123; __Host-csrf=XyZ789", "Cookie: __Host-session=…; __Host-csrf=…"),
            ("the sweep could not move case GY-20260302-00012", "the sweep could not move case GY-20260302-00012"),
            ("person_number_once_a_kind", "person_number_once_a_kind"),
        ],
    )
    def test_of_a_line_takes_what_is_somebodys_and_nothing_else(self, said: str, told: str) -> None:
        assert redaction.redacted(said) == told

    def test_of_an_exception_takes_causes_and_groups_too(self) -> None:
        try:
            try:
                Person.objects.get(name=SOMEBODY["name"])
            except Person.DoesNotExist as error:
                raise ExceptionGroup(SOMEBODY["address"], [ValueError(SOMEBODY["phone"])]) from error
        except ExceptionGroup as group:
            written = redaction.told(group)

        assert "Person matching query does not exist" in written
        assert "direct cause" in written
        assert "ValueError: …" in written
        assert found_in(written, VALUES) == {}
