"""A caller of the API, as tests use it: a role of the story with a token of its own."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.city import MONDAY, actor
from tongban.kernel import clock
from tongban.parties.actions import issue_token

_keys = itertools.count(1)


class Api:
    """Calls as one caller; a key is made for each write unless one is given."""

    def __init__(self, token: str, language: str = "") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if language:
            self.headers["Accept-Language"] = language

    def get(self, path: str, query: dict[str, Any] | None = None) -> Any:
        return self.client.get(_full(path), query or {}, headers=self.headers)

    def post(self, path: str, body: Any = None, key: str | None = None, **headers: str) -> Any:
        sent = {**self.headers, "Idempotency-Key": key or f"test-key-{next(_keys)}", **headers}
        return self.client.post(_full(path), body or {}, content_type="application/json", headers=sent)

    def patch(self, path: str, body: Any) -> Any:
        return self.client.patch(_full(path), body, content_type="application/json", headers=self.headers)

    def put(self, path: str, body: Any, key: str | None = None) -> Any:
        sent = {**self.headers, "Idempotency-Key": key or f"test-key-{next(_keys)}"}
        return self.client.put(_full(path), body, content_type="application/json", headers=sent)

    def delete(self, path: str) -> Any:
        return self.client.delete(_full(path), headers=self.headers)

    def upload(self, path: str, name: str, data: bytes, key: str | None = None) -> Any:
        sent = {**self.headers, "Idempotency-Key": key or f"test-key-{next(_keys)}"}
        return self.client.post(_full(path), {"file": SimpleUploadedFile(name, data)}, headers=sent)

    def case(self, number: str) -> Any:
        """Return a case as this caller sees it."""
        answer = self.get(f"cases/{number}")
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()


def token_of(role: str, *scopes: str, at: dt.datetime | None = None) -> str:
    """Issue a token to the account whom the story names for a role."""
    moment = at or clock.now()
    issued = issue_token(
        name=f"测试 {role}",
        scopes=scopes or ("read", "act"),
        expires_at=moment + dt.timedelta(days=300),
        actor=actor(role),
        at=moment,
    )
    return issued.raw


def api_of(role: str, *scopes: str, language: str = "") -> Api:
    """Return a caller in a role of the story."""
    return Api(token_of(role, *scopes), language)


def _full(path: str) -> str:
    return path if path.startswith("/") else f"/api/v1/{path}"


__all__ = ["MONDAY", "Api", "api_of", "token_of"]
