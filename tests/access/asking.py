"""Asking at a door in a role, and telling what was answered and whether anything changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from tests.access.people import Caller
from tests.city import picture
from tongban.api.door import door as api
from tongban.cli.access_rules import SAFE, Door
from tongban.cli.access_things import reach_of

PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
# What is written down of everybody who comes: that a session or a token was used, and how often.
OF_THE_DOOR = {"django_session", "parties_accesstoken", "kernel_cache", "kernel_rate"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, where one is sent, what was shown, and the tables in which a row changed."""

    status: int
    sent_to: str
    text: str
    changed: frozenset[str]

    @property
    def refuses(self) -> bool:
        """Tell whether it refuses who asks: not here, not you, or sign in first."""
        return self.status in (401, 403, 404) or (self.status == 302 and "/accounts/login/" in self.sent_to)


@dataclass
class Asker:
    """One role with its browser and its token; what it does is undone after each answer."""

    role: str
    caller: Caller
    things: Mapping[str, Any]
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    asked: int = 0

    def __post_init__(self) -> None:
        if self.caller.account is not None:
            self.browser.force_login(self.caller.account, "django.contrib.auth.backends.ModelBackend")

    def ask(self, door: Door, method: str) -> Answer:
        """Ask at the door, with what a well-formed request of this kind brings."""
        self.asked += 1
        key = f"matrix-{self.role}-{self.asked:06d}"[-60:]
        path, sent = address(door, self.things), {}
        if door.of_api:
            sent = _request(door, method)
            path += sent.pop("query", "")
            headers = {"Authorization": f"Bearer {self.caller.token}"} if self.caller.token else {}
            sent["headers"] = headers | ({} if method in SAFE else {"Idempotency-Key": key})
        elif method == "POST":
            sent = {"data": {"once": key}}
        with undone() as changed:
            response = getattr(self.browser, method.lower())(path, **sent)
            text = "" if response.streaming else response.content.decode("utf-8", "replace")
            sent_to = response.headers.get("Location", "")
        return Answer(response.status_code, sent_to, text, frozenset(changed))


# What was answered in a role at a door: there is one world, and whatever was done in it is undone.
_heard: dict[tuple[str, str, str], Answer] = {}


def heard(asker: Asker, door: Door, method: str) -> Answer:
    """Return what the door answers in this role, asked for the first time only; for rules as they are."""
    key = (asker.role, method, f"{door.of_api} {door.address}")
    if key not in _heard:
        _heard[key] = asker.ask(door, method)
    return _heard[key]


def address(door: Door, things: Mapping[str, Any]) -> str:
    """Return the door's address with a thing in each of its places."""
    reach = reach_of(door)
    places = reach.places if reach is not None else {"code": "item", "task_code": "item"}

    def filled(place: re.Match[str]) -> str:
        kind = places.get(place[2], "=1" if place[1] == "int" else "=x")
        return kind[1:] if kind.startswith("=") else str(things[kind])

    return "/" + PLACE.sub(filled, door.address)


@contextmanager
def undone() -> Iterator[set[str]]:
    """Undo what happens inside, and tell in the end in which tables rows were written."""
    changed: set[str] = set()
    before = _written()
    point = transaction.savepoint()
    try:
        yield changed
        after = _written()
        touched = {table for table, rows in after.items() if rows != before.get(table, 0)} - OF_THE_DOOR
        # The figures count what was rolled back within the request, too: only tables that differ now have changed.
        kept = {table: _state(table) for table in touched}
    finally:
        transaction.savepoint_rollback(point)
    changed |= {table for table, state in kept.items() if state != _state(table)}


# What `pg_stat_xact_user_tables` tells of writing, without what it works out of reading.
_WRITTEN = """
SELECT relname, rows FROM pg_class, LATERAL (SELECT pg_stat_get_xact_tuples_inserted(oid)
  + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid) AS rows) written
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND rows > 0
"""


def _written() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return dict(cursor.fetchall())


def _state(table: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)) FROM "{table}" t')
        return tuple(cursor.fetchone())


_description: dict[str, Any] = {}


def _request(door: Door, method: str) -> dict[str, Any]:
    """Return the smallest request that the call's own description allows."""
    if not _description:
        _description.update(api.get_openapi_schema(path_prefix="/api/v1/"))
    shapes = _description["components"]["schemas"]
    told = next(
        operations[method.lower()]
        for path, operations in _description["paths"].items()
        if method.lower() in operations and PLACE.sub("{}", door.address) == re.sub(r"\{[^}]+\}", "{}", path[1:])
    )
    needed = [each for each in told.get("parameters", []) if each["in"] == "query" and each.get("required")]
    sent: dict[str, Any] = {}
    if needed:
        sent["query"] = "?" + urlencode({each["name"]: smallest(each["schema"], shapes) for each in needed})
    if "requestBody" in told:
        ((media, content),) = list(told["requestBody"]["content"].items())[:1]
        body = smallest(content["schema"], shapes)
        if media == "multipart/form-data":
            sent["data"] = {
                name: SimpleUploadedFile("图.png", picture()) if value is None else value
                for name, value in body.items()
            }
        else:
            sent |= {"data": json.dumps(body), "content_type": media}
    elif method not in SAFE:
        sent |= {"data": "{}", "content_type": "application/json"}
    return sent


def smallest(shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> Any:
    """Return a small value of a JSON Schema's kind; None for a file."""
    if "$ref" in shape:
        return smallest(shapes[shape["$ref"].rsplit("/", 1)[1]], shapes)
    for known in ("const", "default"):
        if known in shape:
            return shape[known]
    if "enum" in shape:
        return shape["enum"][0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in shape:
            return smallest(shape[several][0], shapes)
    kind, written = shape.get("type"), shape.get("format")
    if kind == "object":
        return {name: smallest(shape["properties"][name], shapes) for name in shape.get("required", [])}
    if kind == "array":
        return [smallest(shape["items"], shapes)] * shape.get("minItems", 0)
    if kind == "string":
        days = {"date": "2026-03-10", "date-time": "2026-03-10T00:00:00Z", "binary": None}
        return days.get(written, "甲" * max(2, shape.get("minLength", 1)))
    return {"integer": shape.get("minimum", 1), "number": shape.get("minimum", 1), "boolean": True}.get(str(kind))
