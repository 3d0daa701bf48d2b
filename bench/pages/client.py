"""The clients of the pages: a process of its own without Django, so that it costs the server as little as it can."""

from __future__ import annotations

import http.client
import threading
import time


def ask(port: int, path: str, headers: dict[str, str], clients: int, times: int) -> list[float]:
    """Have each of the clients ask for a page so many times over its connection; return the milliseconds of each."""
    millis: list[float] = []
    trouble: list[str] = []

    def keep_asking() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _time in range(times):
            sent = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            millis.append((time.perf_counter() - sent) * 1000)
            if answer.status != 200:
                trouble.append(f"{path} answers {answer.status}")
                return
        connection.close()

    threads = [threading.Thread(target=keep_asking) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise RuntimeError(trouble[0])
    return millis
