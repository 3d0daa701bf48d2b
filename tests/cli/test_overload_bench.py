"""The benchmark of overload asks as people do: a step that was refused is taken up again, with the same key."""

import asyncio
import base64
import itertools
import json
import re
from typing import Any

import pytest

from bench.overload import _recovery
from bench.overload.asking import Ask, People
from bench.overload.load import Sample, by_the_clock, make_sure
from bench.overload.wire import Reply, Wire, request

SCRIPT = {
    "item": "1",
    "organisation": "2",
    "answers": {},
    "files": [["plan", "plan.pdf", base64.b64encode(b"%PDF").decode()]],
    "tokens": {"applicant": "tb_a", "clerk": "tb_c"},
}


def reply(status: int, **said: Any) -> Reply:
    return Reply(status, {"retry-after": "3"} if status == 503 else {}, json.dumps(said).encode())


def next_step(people: People) -> Ask:
    while (ask := people.next()).place < 0:
        people.told(ask, reply(200))
    return ask


def key_of(ask: Ask) -> str:
    found = re.search(rb"Idempotency-Key: (\S+)", ask.data)
    assert found is not None
    return found[1].decode()


class TestPeople:
    def test_carry_a_case_from_step_to_step(self) -> None:
        people, paths = People(SCRIPT, seed=1), []
        for _each in range(4):
            ask = next_step(people)
            paths.append(ask.path)
            assert people.told(ask, reply(201, number="N1", state="x", version=1))

        assert paths == [
            "/api/v1/applications",
            "/api/v1/cases/N1/materials/plan",
            "/api/v1/cases/N1/submit",
            "/api/v1/cases/N1/accept",
        ]
        assert [each["path"] for each in people.answers] == [path.removeprefix("/api/v1") for path in paths]

    def test_take_up_a_refused_step_again_with_the_same_key(self) -> None:
        people = People(SCRIPT, seed=1)
        ask = next_step(people)

        assert not people.told(ask, reply(503))

        assert key_of(next_step(people)) == key_of(ask)
        assert people.answers == []

    @pytest.mark.parametrize("answer", [None, reply(500)])
    def test_keep_apart_what_nobody_knows_to_be_done(self, answer: Reply | None) -> None:
        people = People(SCRIPT, seed=1)
        ask = next_step(people)

        people.told(ask, answer)

        assert people.take_unknown() == [ask]
        assert people.take_unknown() == []

    def test_name_an_answer_that_should_not_come(self) -> None:
        people = People(SCRIPT, seed=1)

        people.told(next_step(people), reply(422))
        people.told(next_step(people), reply(500))
        people.told(next_step(people), Reply(503, {}, b""))  # does not say when to come again
        people.told(next_step(people), reply(503))

        assert people.strange.total() == 3


class TestLoad:
    def test_sends_by_the_clock_over_connections_that_stay_open_and_makes_sure_in_the_end(self) -> None:
        seen: list[str] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with_body = re.compile(rb"Content-Length: (\d+)")
            while not reader.at_eof():
                try:
                    head = await reader.readuntil(b"\r\n\r\n")
                except asyncio.IncompleteReadError:
                    return
                if length := with_body.search(head):
                    await reader.readexactly(int(length[1]))
                seen.append(head.split(b" ", 2)[1].decode())
                if len(seen) == 3:  # this one is never answered
                    writer.close()
                    return
                body = json.dumps({"number": f"N{len(seen)}", "state": "x", "version": 1}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)

        async def run() -> tuple[list[Sample], int, Wire]:
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            wire, people = Wire(server.sockets[0].getsockname()[1], seconds=60), People(SCRIPT, seed=3)
            samples = await by_the_clock(wire, people, rate=200, seconds=0.2, seed=1)
            people.unknown.append(people._create())
            sent = await make_sure(wire, people)
            await wire.close()
            server.close()
            return samples, sent, wire

        samples, sent, wire = asyncio.run(run())

        assert len(samples) + sent == len(seen) > 10
        assert [each.status for each in samples].count(0) == 1
        assert sent >= 1
        assert wire.opened < len(seen)


class TestWire:
    def test_opens_another_connection_where_the_server_closed_the_idle_one(self) -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
            writer.close()

        async def run() -> tuple[list[int], int]:
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            wire, got = Wire(server.sockets[0].getsockname()[1], seconds=60), []
            for _each in range(3):
                got.append((await wire.ask(request("GET", "/", {}))).status)
                [(idle, _writer)] = wire._idle
                while not idle.at_eof():
                    await asyncio.sleep(0.01)
            server.close()
            return got, wire.opened

        assert asyncio.run(run()) == ([200, 200, 200], 3)


class TestRecovery:
    def of(self, *bad: int) -> float:
        """Return the recovery where the seconds of these places, counted from zero, have an answer that comes late."""
        second = itertools.count()

        async def ask() -> list[Sample]:
            late = next(second) in bad
            return [Sample("x", 0, 0, 0.01, 200), Sample("x", 0, 0, 5.0 if late else 0.01, 200)]

        return asyncio.run(_recovery(ask, most=1.0, clock=iter(range(99)).__next__))

    def test_is_the_moment_after_which_all_was_well(self) -> None:
        assert self.of() == 0
        assert self.of(0, 2) == 3

    def test_is_asked_for_no_longer_than_the_goal_allows(self) -> None:
        assert self.of(*range(99)) == 31
