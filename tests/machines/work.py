"""Clients at work against whatever serves, and what must be true when they are done."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import pathlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from tests.faults.harness.clients import PATIENCE_SECONDS, Client
from tests.machines.app import Machine
from tests.machines.postgres import wait_until


@dataclasses.dataclass
class Work:
    """Clients that carry cases to their licence, each in a thread, with every answer that they were given."""

    clients: list[Client]
    threads: list[threading.Thread]
    over: threading.Event

    @property
    def acknowledged(self) -> int:
        return sum(len(client.answers) for client in self.clients)

    @property
    def closed(self) -> int:
        """Return how many cases were carried to their end."""
        return sum(answer.path.endswith("/close") for client in self.clients for answer in client.answers)

    def until(self, holds: Callable[[], bool], what: str, seconds: float = 180) -> None:
        """Let them work until something holds; fails at once when a client meets what no client may meet."""
        wait_until(lambda: holds() or any(client.trouble for client in self.clients), what, seconds=seconds)
        self.hold()

    def on(self, more: int = 30) -> None:
        """Let them work until so many more answers were acknowledged."""
        before = self.acknowledged
        self.until(lambda: self.acknowledged >= before + more, f"{more} more answers")

    def hold(self) -> None:
        """Hold that no client was refused, left without an answer, or told two things for one key."""
        told = [client.trouble for client in self.clients if client.trouble]
        told += [changed for client in self.clients for changed in client.changed]
        assert not told, told

    def end(self) -> None:
        """Let each end what it is at."""
        self.over.set()
        for client, thread in zip(self.clients, self.threads, strict=True):
            # Two calls at most: what it is at, and an earlier one that it asks again.
            thread.join(2 * PATIENCE_SECONDS + 10)
            assert not thread.is_alive(), f"after {len(client.answers)} answers: {client.refused[-3:]}"
        self.hold()


@contextlib.contextmanager
def at_work(
    address: str, script: dict[str, Any], count: int = 2, within: Callable[[], Any] = contextlib.nullcontext
) -> Iterator[Work]:
    """Have so many clients at work while the block runs; `within` puts each thread where it shall be."""
    over = threading.Event()
    clients = [Client(address, script, seed=place, stop=over) for place in range(count)]

    def run(client: Client) -> None:
        with within():
            client.run()

    threads = [threading.Thread(target=run, args=(client,), daemon=True) for client in clients]
    work = Work(clients, threads, over)
    for thread in threads:
        thread.start()
    try:
        yield work
    finally:
        over.set()


def judge(machine: Machine, work: Work, folder: pathlib.Path) -> dict[str, Any]:
    """Hold that nothing acknowledged is lost or doubled, every letter lies once, and the journal proves itself.

    Nothing may serve or work on the database meanwhile.
    """
    answers = [dataclasses.asdict(answer) | {"body": None} for client in work.clients for answer in client.answers]
    kept = folder / "answers.json"
    kept.write_text(json.dumps(answers))
    asked = ("--settle", "--home", str(machine.home), str(kept))
    verdict: dict[str, Any] = machine.last_line("tests.faults.harness.check", *asked)
    wrong = [line for name in ("lost", "doubled", "findings", "days", "jobs") for line in verdict[name]]
    assert not wrong, wrong
    assert verdict["entries"] > 0
    return verdict
