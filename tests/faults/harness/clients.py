"""Clients that carry cases through their whole life over HTTP, and keep every answer that they were given."""

from __future__ import annotations

import base64
import datetime as dt
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from tongban.kernel.clock import ZONE

PATIENCE_SECONDS = 300.0
REPLAYED_PART = 0.15
# So many lives have a special procedure, and so many stop in the middle: their clocks go on running.
SUSPENDED_PART, LEFT_PART = 0.3, 0.02

NOT_NOW = "urn:tongban:problem:not-allowed-now"

Body = dict[str, Any]


class Overtaken(Exception):
    """The clock leapt past a day of the case, so the law has moved it, or is about to: the client comes too late."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An acknowledged answer: what was asked with which key, by which role, and what came back."""

    role: str
    path: str
    key: str
    body: Body | None
    status: int
    said: dict[str, Any]


@dataclass
class Client:
    """One client in a thread of its own; it ends what it is at when told to stop, so nothing stays unknown.

    What it does follows from its seed alone, as far as the answers are the same.
    """

    address: str
    script: dict[str, Any]
    seed: int
    stop: threading.Event
    # The leaps of the house's clock so far: when each came, and how many seconds it has run ahead since then.
    leaps: Sequence[tuple[float, float]] = ()
    answers: list[Answer] = field(default_factory=list)
    retried: int = 0
    replayed: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    overtaken: int = 0
    trouble: str = ""

    def run(self) -> None:
        """Carry one case after another until told to stop."""
        self._chance = random.Random(self.seed)
        with httpx.Client(base_url=f"{self.address}/api/v1", timeout=15) as self._http:
            try:
                while not self.stop.is_set():
                    try:
                        self._life()
                    except Overtaken:
                        self.overtaken += 1
            except Exception as error:
                self.trouble = f"{type(error).__name__}: {error}"

    def _life(self) -> None:
        asked = {name: self.script[name] for name in ("item", "organisation", "answers")}
        number = self._call("applicant", "/applications", asked).said["number"]
        for act in self._acts(number):
            if self.stop.is_set() or self._chance.random() < LEFT_PART:
                return
            act()
            if self._chance.random() < REPLAYED_PART:
                self._replay(self._chance.choice(self.answers))

    def _acts(self, number: str) -> Iterator[Callable[[], object]]:
        for material, name, data in self.script["files"]:
            file = (name, base64.b64decode(data))
            yield lambda m=material, f=file: self._call("applicant", f"/cases/{number}/materials/{m}", file=f)  # type: ignore[misc]
        for role, verb, body in self._moves():
            yield lambda r=role, v=verb, b=body: self._call(r, f"/cases/{number}/{v}", b)  # type: ignore[misc]

    def _moves(self) -> Iterator[tuple[str, str, Body]]:
        yield "applicant", "submit", {}
        yield "clerk", "accept", {}
        yield "lead_reviewer", "open_reviews", {}
        if self._chance.random() < SUSPENDED_PART:
            yield "lead_reviewer", "suspend", self.script["suspension"]
            yield "lead_reviewer", "resume", {"result": "评审通过"}
        for role, step in self.script["opinions"]:
            yield role, "give_opinion", {"step_code": step, "opinion": "agree"}
        yield "decider", "decide", {"outcome": "granted"}
        yield "issuer", "issue", {}
        yield "issuer", "deliver", {"mode": "space"}
        yield "clerk", "close", {}

    def _replay(self, earlier: Answer) -> None:
        """Ask again for an earlier answer; it must not have changed."""
        if earlier.body is None:
            return
        self.replayed += 1
        status, said = self._until_answered(earlier.role, earlier.path, earlier.key, earlier.body, None)
        if (status, said) != (earlier.status, earlier.said):
            self.changed.append(f"{earlier.path} answered {earlier.said}, then {status} {said}")

    def _call(self, role: str, path: str, body: Body | None = None, file: tuple[str, bytes] | None = None) -> Answer:
        key, since = uuid.UUID(int=self._chance.getrandbits(128)).hex, time.monotonic()
        status, said = self._until_answered(role, path, key, body, file)
        if status == 409 and said["type"] == NOT_NOW and self._is_overtaken(path, since):
            raise Overtaken
        if status not in (200, 201):
            raise RuntimeError(f"{path} was refused with {status}: {said}")
        answer = Answer(role, path, key, body, status, said)
        self.answers.append(answer)
        return answer

    def _is_overtaken(self, path: str, since: float) -> bool:
        """Tell whether a step is too late by law alone, because of a leap (行政许可法 第三十二条第一款第（四）项).

        Either the last to move the case was the house itself, or it is to be accepted, and the day until which that
        can be done was past at some moment since the client asked.
        """
        if not self.leaps or not path.startswith("/cases/"):
            return False
        _cases, number, verb = path.strip("/").split("/", 2)
        case = self._read(f"/cases/{number}")
        moves = [entry for entry in case["entries"] if entry["from_state"] != entry["to_state"]]
        if moves[-1]["source"] == "system":
            return True
        *_earlier, before = [0.0, *(ahead for moment, ahead in self.leaps if moment <= since)]
        ahead = max([before, *(ahead for moment, ahead in self.leaps if moment > since)])
        day = (dt.datetime.now(ZONE) + dt.timedelta(seconds=ahead)).date().isoformat()
        intake = [clock for clock in case["clocks"] if clock["kind"] == "intake" and clock["stopped_on"] is None]
        return verb == "accept" and any(clock["due_on"] < day for clock in intake)

    def _read(self, path: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.script['tokens']['applicant']}"}
        status, said = self._until_told(lambda: self._http.get(path, headers=headers), path)
        if status != 200:
            raise RuntimeError(f"{path} cannot be read: {status} {said}")
        return said

    def _until_answered(
        self, role: str, path: str, key: str, body: Body | None, file: tuple[str, bytes] | None
    ) -> tuple[int, dict[str, Any]]:
        """Send until somebody answers for sure: after a broken connection or a 5xx, again with the same key."""
        headers = {"Authorization": f"Bearer {self.script['tokens'][role]}", "Idempotency-Key": key}
        files = {"file": file} if file else None
        return self._until_told(lambda: self._http.post(path, json=body, headers=headers, files=files), path)

    def _until_told(self, send: Callable[[], httpx.Response], path: str) -> tuple[int, dict[str, Any]]:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = send()
                if answer.status_code < 500:
                    return answer.status_code, answer.json()
                trouble = f"{answer.status_code}: {answer.text[:200]}"
                self.refused.append((answer.status_code, answer.text))
            except httpx.TransportError as error:
                trouble = repr(error)
            if time.monotonic() > give_up:
                raise RuntimeError(f"no answer to {path}: {trouble}")
            self.retried += 1
            time.sleep(0.1)


class Crew:
    """Some clients at once, from `with` to its end; afterwards each has ended what it was at."""

    def __init__(
        self,
        address: str,
        script: dict[str, Any],
        *,
        seed: int,
        many: int = 3,
        leaps: Sequence[tuple[float, float]] = (),
    ) -> None:
        self._over = threading.Event()
        self.clients = [Client(address, script, seed * 100 + place, self._over, leaps) for place in range(many)]
        self._threads = [threading.Thread(target=client.run, daemon=True) for client in self.clients]

    def __enter__(self) -> Crew:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def wait_until_done(self) -> None:
        """Wait until each has ended what it was at; the site must be up for that. Raises when one does not end."""
        for client, thread in zip(self.clients, self._threads, strict=True):
            # Two calls at most: what it is at, and an earlier one that it asks again.
            thread.join(2 * PATIENCE_SECONDS + 10)
            if thread.is_alive():
                raise RuntimeError(f"a client does not end, after {len(client.answers)} answers: {client.refused[-3:]}")

    @property
    def in_trouble(self) -> bool:
        return any(client.trouble for client in self.clients)

    @property
    def answered(self) -> int:
        return sum(len(client.answers) for client in self.clients)

    @property
    def refused(self) -> int:
        return sum(len(client.refused) for client in self.clients)
