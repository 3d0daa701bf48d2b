"""The client of the decisions: a process of its own without Django, so that it costs the servers little."""

from __future__ import annotations

import http.client
import threading
import time

CONNECTIONS = 8


def decide(port: int, token: str, numbers: list[str], seconds: float) -> tuple[float, list[float]]:
    """Decide the last of the numbers on some connections for some seconds; return the time and that of each answer."""
    millis: list[float] = []
    trouble: list[str] = []
    began = time.monotonic()

    def keep_deciding() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        while time.monotonic() < began + seconds and numbers and not trouble:
            number = numbers.pop()
            sent = time.monotonic()
            connection.request(
                "POST",
                f"/api/v1/cases/{number}/decide",
                b'{"outcome": "granted"}',
                {**headers, "Idempotency-Key": f"decide-{number}"},
            )
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200:
                trouble.append(f"{number} is answered {answer.status}: {said[:300]!r}")
                return
            millis.append((time.monotonic() - sent) * 1000)

    threads = [threading.Thread(target=keep_deciding) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not numbers:
        trouble.append("all cases are decided before the time is over")
    if trouble:
        raise RuntimeError(trouble[0])
    return time.monotonic() - began, millis
