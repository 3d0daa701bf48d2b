"""The client of the pages: a process of its own without Django, so that it costs the server as little as it can."""

from __future__ import annotations

import http.client
import threading
import time

CONNECTIONS = 2


def ask(port: int, path: str, cookie: str, seconds: float) -> float:
    """Ask for a page on two connections for some seconds; return the answers per second."""
    answered = [0] * CONNECTIONS
    trouble: list[str] = []
    began = time.monotonic()

    def keep_asking(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < began + seconds:
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                trouble.append(f"{path} answers {answer.status}")
                return
            answered[place] += 1

    threads = [threading.Thread(target=keep_asking, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise RuntimeError(trouble[0])
    return sum(answered) / (time.monotonic() - began)
