"""What the people of a busy day ask: some read, some take the next step of their case, each of them acknowledged."""

from __future__ import annotations

import base64
import json
import random
import uuid
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

from bench.overload.wire import Reply, request

READING_PART = 0.6
BOUNDARY = "tongban-overload"


@dataclass
class Ask:
    """One request: a read, or a step of a case with its key, which stays the same however often it is sent."""

    name: str
    path: str
    data: bytes
    number: str = ""
    place: int = -1


class People:
    """Those who ask: they take up steps that were refused, and keep what they were told was done."""

    def __init__(self, script: dict[str, Any], seed: int) -> None:
        self._script, self._chance = script, random.Random(seed)
        self._ready: deque[Ask] = deque()
        self._numbers: list[str] = []
        self.unknown: list[Ask] = []
        self.answers: list[dict[str, Any]] = []
        # What was neither done nor refused in time, by what was asked and answered; and an example of each.
        self.strange: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.broken = 0
        self._moves = [
            *((f"materials/{material}", name, data) for material, name, data in script["files"]),
            ("submit", "", ""),
            ("accept", "", ""),
        ]

    def next(self) -> Ask:
        """Return what is asked next: often a read, else the step that waits longest, else a new application."""
        if self._chance.random() < READING_PART:
            return self._read()
        return self._ready.popleft() if self._ready else self._create()

    def told(self, ask: Ask, reply: Reply | None) -> bool:
        """Note the reply, None for a connection that broke; return whether the request was admitted and answered."""
        refused = reply is not None and reply.status == 503
        if reply is None:
            self.broken += 1
        elif reply.status not in (200, 201) and not (refused and "retry-after" in reply.headers):
            said = f"{ask.name} was answered with {reply.status}"
            self.strange[said] += 1
            self.examples.setdefault(said, reply.body[:200].decode(errors="replace"))
        if reply is None or reply.status >= 500:
            if ask.place >= 0:
                (self._ready if refused else self.unknown).append(ask)
            return False
        if reply.status in (200, 201) and ask.place >= 0:
            said = json.loads(reply.body)
            self.answers.append({"path": ask.path.removeprefix("/api/v1"), "status": reply.status, "said": said})
            number = ask.number or said["number"]
            if not ask.number:
                self._numbers.append(number)
            if ask.place < len(self._moves):
                self._ready.append(self._step(number, ask.place))
        return True

    def take_unknown(self) -> list[Ask]:
        """Return the steps of which nobody knows whether they were done; they are to be sent again."""
        taken, self.unknown = self.unknown, []
        return taken

    def _read(self) -> Ask:
        chosen = self._chance.random()
        if chosen < 0.3 and self._numbers:
            number = self._chance.choice(self._numbers)
            return self._get("read case", f"/api/v1/cases/{number}", "applicant")
        if chosen < 0.6:
            return self._get("read guide", f"/api/v1/items/{self._script['item']}")
        return self._get("search", "/api/v1/items?q=%E5%85%AC%E5%8F%B8&page=1")

    def _get(self, name: str, path: str, role: str = "") -> Ask:
        return Ask(name, path, request("GET", path, self._as(role) if role else {}))

    def _create(self) -> Ask:
        asked = {name: self._script[name] for name in ("item", "organisation", "answers")}
        return self._post("create", "/api/v1/applications", "applicant", asked, place=0)

    def _step(self, number: str, place: int) -> Ask:
        verb, name, data = self._moves[place]
        path = f"/api/v1/cases/{number}/{verb}"
        if not name:
            return self._post(verb, path, "clerk" if verb == "accept" else "applicant", {}, number, place + 1)
        head = (
            f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream'
        )
        body = f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + base64.b64decode(data) + f"\r\n--{BOUNDARY}--\r\n".encode()
        headers = {**self._written("applicant"), "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return Ask("attach", path, request("POST", path, headers, body), number, place + 1)

    def _post(self, name: str, path: str, role: str, said: Any, number: str = "", place: int = 0) -> Ask:
        headers = {**self._written(role), "Content-Type": "application/json"}
        return Ask(name, path, request("POST", path, headers, json.dumps(said).encode()), number, place)

    def _as(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._script['tokens'][role]}"}

    def _written(self, role: str) -> dict[str, str]:
        return {**self._as(role), "Idempotency-Key": uuid.UUID(int=self._chance.getrandbits(128)).hex}
