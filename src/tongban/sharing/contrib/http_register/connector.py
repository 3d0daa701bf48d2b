"""A register reached by HTTP and JSON: POST {url}/v1/look-ups asks, the answer is its rows of the subject.

The contract is docs/reference/register-connector.md.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tongban.sharing.ports import Question, RegisterAway
from tongban.sharing.rules.answers import Answer
from tongban.sharing.rules.known import Value

if TYPE_CHECKING:
    import httpx

# A person waits for the page: what is slower counts as away, and its field is typed.
TIMEOUT_SECONDS = 3.0
LARGEST_BYTES = 2**20
MOST_ROWS = 200


class HttpRegister:
    """Ask the register's own system at `url`; `transport` is for tests."""

    def __init__(self, key: str, url: str, token: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self.key = key
        self._url, self._token, self._transport = url.rstrip("/"), token, transport

    def ask(self, question: Question) -> Sequence[Answer]:
        """Return the rows of the subject. Raises RegisterAway."""
        import httpx  # late: it takes a while to load, and few processes ask others

        said = {
            "register": question.register,
            "subject": question.subject_code,
            "elements": list(question.elements),
            "purpose": question.purpose,
            "case_number": question.case_number,
            "asked_by": question.asked_by,
        }
        try:
            with httpx.Client(transport=self._transport, timeout=TIMEOUT_SECONDS) as client:
                bearer = {"Authorization": f"Bearer {self._token}"}
                with client.stream("POST", f"{self._url}/v1/look-ups", json=said, headers=bearer) as answer:
                    answer.raise_for_status()
                    told = json.loads(_body(answer))
                return _rows(told, question.elements)
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            # What the other side said may hold personal data: only the kind of failure is told on.
            raise RegisterAway(type(error).__name__) from None


def _body(answer: httpx.Response) -> bytes:
    """Return what is answered, and read no more of it than may be answered. Raises RegisterAway."""
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST_BYTES:
            raise RegisterAway("the answer is too long")
    return bytes(body)


def _rows(told: Any, elements: Sequence[str]) -> list[Answer]:
    """Return the rows of an answer, with what was asked only. Raises as what is not so does."""
    rows = told["rows"]
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise ValueError("rows")
    return [
        Answer(
            row=str(row["row"])[:40],
            object_code=str(row.get("object", ""))[:120],
            as_of=dt.date.fromisoformat(row["as_of"]),
            values={
                key: _value(row["values"][key]) for key in elements if row["values"].get(key) not in (None, "", [])
            },
        )
        for row in rows
    ]


def _value(value: Any) -> Value:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    if not isinstance(value, str | int | float | bool):
        raise ValueError("value")
    return value
