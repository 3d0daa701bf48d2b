"""Registers held elsewhere are asked in time, and what fails is told and logged."""

import datetime as dt
import json
import pathlib
from collections.abc import Callable, Iterator, Sequence

import httpx
import pytest

from tests.parties.factories import AT, DAY, make_agent, make_organisation
from tests.sharing.registers import record, register
from tongban.sharing import ports
from tongban.sharing.actions import look_up
from tongban.sharing.contrib.demo_register import DemoRegister
from tongban.sharing.contrib.http_register import HttpRegister
from tongban.sharing.models import LookUp
from tongban.sharing.ports import Connector, Question
from tongban.sharing.rules.answers import Answer
from tongban.sharing.rules.known import Found, Missing

pytestmark = pytest.mark.django_db
Handler = Callable[[httpx.Request], httpx.Response]


def ask(monkeypatch: pytest.MonkeyPatch, way: Connector) -> Found:
    """Look up the name and the address of a firm, the name held here and elsewhere, the address elsewhere only."""
    monkeypatch.setattr(ports, "_connectors", {way.key: way})
    firm = make_organisation()
    old = DAY - dt.timedelta(days=400)
    record(register("here", {"org.name": 1}, name="本地库"), firm.uscc, {"org.name": "旧名"}, as_of=old)
    there = register("there", {"org.name": 1, "org.address": 1}, name="省库", connector=way.key)
    record(there, firm.uscc, {"org.name": "新名", "org.address": "示例路 3 号"})
    return look_up(
        subject_code=firm.uscc,
        elements=["org.name", "org.address"],
        actor=make_agent(firm),
        purpose="预填申请表",
        case_number="C-1",
        at=AT,
    )


def http(handler: Handler) -> HttpRegister:
    return HttpRegister("province", "https://registers.example.org/", "s3cret", transport=httpx.MockTransport(handler))


class TestHttpRegister:
    def test_asks_for_what_is_needed_and_names_the_row_of_the_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            row = {"row": "A-17", "as_of": "2026-03-01", "values": {"org.address": "省里的地址", "org.secret": "x"}}
            return httpx.Response(200, json={"rows": [row]})

        found = ask(monkeypatch, http(answer))

        known = found.known["org.address"]
        assert (known.value, known.row, known.register) == ("省里的地址", "there/A-17", "there")
        assert (str(asked[0].url), asked[0].headers["Authorization"]) == (
            "https://registers.example.org/v1/look-ups",
            "Bearer s3cret",
        )
        said = json.loads(asked[0].content)
        assert (said["elements"], said["case_number"]) == (["org.address", "org.name"], "C-1")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b'{"rows": 1}',
            b'{"rows": [{"row": "1"}]}',
            b'{"rows": [{"row":"1","as_of":"soon","values":{}}]}',
            b'{"rows": [{"row":"1","as_of":"2026-03-01","values":["org.address"]}]}',
            b'{"rows": [{"row":"1","as_of":20260301,"values":{}}]}',
            b"[" * 100_000,
        ],
    )
    def test_counts_what_it_cannot_read_as_a_failure(self, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        found = ask(monkeypatch, http(lambda request: httpx.Response(200, content=body)))

        assert found.missing["org.address"] == Missing("failed", "省库", AT)

    def test_reads_no_more_of_an_answer_than_may_be(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read: list[int] = []

        def endless() -> Iterator[bytes]:
            for part in range(1000):
                read.append(part)
                yield b" " * 2**18

        found = ask(monkeypatch, http(lambda request: httpx.Response(200, content=endless())))

        assert found.missing["org.address"].reason == "failed"
        assert len(read) <= 5

    def test_counts_silence_and_refusals_as_failures_and_answers_from_the_others(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def silence(request: httpx.Request) -> httpx.Response:
            raise httpx.ReadTimeout("slow", request=request)

        found = ask(monkeypatch, http(silence))

        assert found.known["org.name"].value == "旧名"
        assert found.missing["org.address"] == Missing("failed", "省库", AT)
        log = LookUp.objects.get()
        assert (log.outcome, log.reason) == ("answered", "省库")


class TestAnyConnector:
    def test_that_breaks_is_a_failure_which_is_logged_without_what_it_says(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        class Broken:
            key = "broken"

            def ask(self, question: Question) -> Sequence[Answer]:
                raise ZeroDivisionError(f"of {question.subject_code}")

        found = ask(monkeypatch, Broken())

        assert found.missing["org.address"] == Missing("failed", "省库", AT)
        log = LookUp.objects.get()
        assert (log.outcome, log.reason) == ("answered", "省库")
        assert "ZeroDivisionError" in caplog.text
        assert log.subject_code not in caplog.text


class TestDemoRegister:
    def test_answers_until_it_is_told_to_be_away(self, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
        assert ask(monkeypatch, DemoRegister(tmp_path / "away")).known["org.name"].value == "新名"

    def test_is_away_when_told(self, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
        (tmp_path / "away").write_text("other\nthere\n")

        found = ask(monkeypatch, DemoRegister(tmp_path / "away"))

        assert found.missing["org.address"].reason == "failed"


class TestNoConnector:
    def test_is_a_register_that_is_not_connected(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ports, "_connectors", {})
        firm = make_organisation()
        register("there", {"org.address": 1}, name="省库", connector="province")

        found = look_up(
            subject_code=firm.uscc, elements=["org.address"], actor=make_agent(firm), purpose="p", case_number="", at=AT
        )

        assert found.missing["org.address"].reason == "not_connected"
