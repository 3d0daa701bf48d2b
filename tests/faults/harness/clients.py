"""Clients that carry cases through their whole life over HTTP, and keep every answer that they were given."""

from __future__ import annotations

import base64
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE_SECONDS = 300.0
REPLAYED_PART = 0.15
# So many lives have a special procedure, and so many stop in the middle: their clocks go on running.
SUSPENDED_PART, LEFT_PART = 0.3, 0.02

Body = dict[str, Any]


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
    answers: list[Answer] = field(default_factory=list)
    retried: int = 0
    replayed: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    trouble: str = ""

    def run(self) -> None:
        """Carry one case after another until told to stop."""
        self._chance = random.Random(self.seed)
        with httpx.Client(base_url=f"{self.address}/api/v1", timeout=15) as self._http:
            try:
                while not self.stop.is_set():
                    self._life()
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
        key = uuid.UUID(int=self._chance.getrandbits(128)).hex
        status, said = self._until_answered(role, path, key, body, file)
        if status not in (200, 201):
            raise RuntimeError(f"{path} was refused with {status}: {said}")
        answer = Answer(role, path, key, body, status, said)
        self.answers.append(answer)
        return answer

    def _until_answered(
        self, role: str, path: str, key: str, body: Body | None, file: tuple[str, bytes] | None
    ) -> tuple[int, dict[str, Any]]:
        """Send until somebody answers for sure: after a broken connection or a 5xx, again with the same key."""
        headers = {"Authorization": f"Bearer {self.script['tokens'][role]}", "Idempotency-Key": key}
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = self._http.post(path, json=body, headers=headers, files={"file": file} if file else None)
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

    def __init__(self, address: str, script: dict[str, Any], *, seed: int, many: int = 3) -> None:
        self._over = threading.Event()
        self.clients = [Client(address, script, seed=seed * 100 + place, stop=self._over) for place in range(many)]
        self._threads = [threading.Thread(target=client.run, daemon=True) for client in self.clients]

    def __enter__(self) -> Crew:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def wait_until_done(self) -> None:
        """Wait until each has ended what it was at; the site must be up for that."""
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS + 10)

    @property
    def in_trouble(self) -> bool:
        return any(client.trouble for client in self.clients)

    @property
    def answered(self) -> int:
        return sum(len(client.answers) for client in self.clients)
