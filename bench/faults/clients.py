"""Clients that carry cases through their whole life over HTTP, and keep every answer that they were given."""

from __future__ import annotations

import base64
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE_SECONDS = 60.0
REPLAYED_PART = 0.15


@dataclass(frozen=True, slots=True)
class Answer:
    """An acknowledged answer: what was asked with which key, by which role, and what came back."""

    role: str
    path: str
    key: str
    body: dict[str, Any] | None
    status: int
    said: dict[str, Any]


@dataclass
class Client:
    """One client in a thread of its own; it ends what it is at when told to stop, so nothing stays unknown."""

    address: str
    script: dict[str, Any]
    seed: int
    stop: threading.Event
    answers: list[Answer] = field(default_factory=list)
    retried: int = 0
    replayed: int = 0
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
        for material, name, data in self.script["files"]:
            file = (name, base64.b64decode(data))
            if self._stopping(
                lambda m=material, f=file: self._call("applicant", f"/cases/{number}/materials/{m}", file=f)
            ):
                return
        moves: list[tuple[str, str, dict[str, Any]]] = [
            ("applicant", "submit", {}),
            ("clerk", "accept", {}),
            ("lead_reviewer", "open_reviews", {}),
            *((role, "give_opinion", {"step_code": s, "opinion": "agree"}) for role, s in self.script["opinions"]),
            ("decider", "decide", {"outcome": "granted"}),
            ("issuer", "issue", {}),
            ("issuer", "deliver", {"mode": "space"}),
            ("clerk", "close", {}),
        ]
        for role, verb, body in moves:
            if self._stopping(lambda r=role, v=verb, b=body: self._call(r, f"/cases/{number}/{v}", b)):
                return

    def _stopping(self, act: Any) -> bool:
        """Act, sometimes ask again for an earlier answer, and tell whether it is time to stop."""
        if self.stop.is_set():
            return True
        act()
        if self._chance.random() < REPLAYED_PART:
            self._replay(self._chance.choice(self.answers))
        return False

    def _replay(self, earlier: Answer) -> None:
        if earlier.body is None:
            return
        self.replayed += 1
        status, said = self._until_answered(earlier.role, earlier.path, earlier.key, earlier.body, None)
        if (status, said) != (earlier.status, earlier.said):
            self.changed.append(f"{earlier.path} answered {earlier.said}, then {status} {said}")

    def _call(
        self, role: str, path: str, body: dict[str, Any] | None = None, file: tuple[str, bytes] | None = None
    ) -> Answer:
        key = uuid.UUID(int=self._chance.getrandbits(128)).hex
        status, said = self._until_answered(role, path, key, body, file)
        if status not in (200, 201):
            raise RuntimeError(f"{path} was refused with {status}: {said}")
        answer = Answer(role, path, key, body, status, said)
        self.answers.append(answer)
        return answer

    def _until_answered(
        self, role: str, path: str, key: str, body: dict[str, Any] | None, file: tuple[str, bytes] | None
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
            except httpx.TransportError as error:
                trouble = repr(error)
            if time.monotonic() > give_up:
                raise RuntimeError(f"no answer to {path}: {trouble}")
            self.retried += 1
            time.sleep(0.05)
