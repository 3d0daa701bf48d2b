"""Clients bear it that the law overtakes them after a leap of the clock, and nothing else."""

import datetime as dt
import random
import threading
import time
from typing import Any

import httpx
import pytest

from tests.faults.harness.clients import NOT_NOW, Client, Overtaken
from tests.faults.harness.clock import DAY
from tongban.kernel.clock import ZONE

BEGUN = {"from_state": "draft", "to_state": "submitted", "source": "api"}
DEEMED = {"from_state": "submitted", "to_state": "accepted", "source": "system"}
NOTED = {"from_state": "submitted", "to_state": "submitted", "source": "system"}


def client(*entries: dict[str, Any], leaps: tuple[float, ...], type_: str = NOT_NOW) -> Client:
    """A client whose every step is refused, at a house whose case is to be accepted within five days."""
    due = (dt.datetime.now(ZONE) + dt.timedelta(days=5)).date().isoformat()
    case = {"entries": entries, "clocks": [{"kind": "intake", "stopped_on": None, "due_on": due}]}

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=case) if request.method == "GET" else httpx.Response(409, json={"type": type_})

    script = {"tokens": {"applicant": "a", "clerk": "c"}}
    made = Client("", script, 1, threading.Event(), [(time.monotonic(), ahead) for ahead in leaps])
    made._chance = random.Random(1)
    made._http = httpx.Client(base_url="http://house", transport=httpx.MockTransport(answer))
    return made


class TestClient:
    @pytest.mark.parametrize(
        ("verb", "entries", "leaps"),
        [
            ("accept", [BEGUN], (0, 9 * DAY)),
            ("accept", [BEGUN, DEEMED], (9 * DAY, 0)),
            ("close", [BEGUN, DEEMED], (9 * DAY, 0)),
        ],
    )
    def test_is_overtaken_by_the_law_after_a_leap(self, verb: str, entries: Any, leaps: Any) -> None:
        made = client(*entries, leaps=leaps)

        with pytest.raises(Overtaken):
            made._call("clerk", f"/cases/1/{verb}", {})
        assert made.answers == []

    @pytest.mark.parametrize(
        ("verb", "entries", "leaps", "type_"),
        [
            ("accept", [BEGUN], (), NOT_NOW),
            ("accept", [BEGUN, DEEMED], (), NOT_NOW),
            ("accept", [BEGUN], (2 * DAY,), NOT_NOW),
            # The clock was back before the client asked.
            ("accept", [BEGUN], (9 * DAY, 0), NOT_NOW),
            ("accept", [BEGUN, NOTED], (0,), NOT_NOW),
            ("decide", [BEGUN], (9 * DAY,), NOT_NOW),
            ("accept", [BEGUN, DEEMED], (9 * DAY,), "urn:tongban:problem:other"),
        ],
    )
    def test_is_in_trouble_with_any_other_refusal(self, verb: str, entries: Any, leaps: Any, type_: str) -> None:
        made = client(*entries, leaps=leaps, type_=type_)

        with pytest.raises(RuntimeError, match="was refused with 409"):
            made._call("clerk", f"/cases/1/{verb}", {})
