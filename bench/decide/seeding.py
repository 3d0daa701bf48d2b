"""A case that waits for its decision, made by our own actions, and as many of its like as the servers will decide."""

from __future__ import annotations

import datetime as dt
import pathlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.types.json import Jsonb
from tqdm import tqdm

from bench.story import STORY, actor, item, submitted
from tongban.cases import actions
from tongban.kernel.clock import now
from tongban.parties.actions.issue_token import issue_token

# What hangs on a case that was reviewed; its documents and its journal stay with the first one.
TABLES = ("cases_case", "matters_clock", "cases_review", "cases_material")
WRITES = "WITH moved AS (UPDATE matters_matter"


@dataclass(frozen=True)
class Prepared:
    """The numbers of the cases by server, a token of the decider, and where the bare peer's values lie."""

    numbers: dict[str, list[str]]
    token: str
    values: pathlib.Path
    statements: int


class _NotWritten(Exception):
    """Stops a step before it is written: only its statement was wanted."""


def seed(home: pathlib.Path, servers: Sequence[str], count: int) -> Prepared:
    """Make `count` cases for each server beside those of the city."""
    first = _reviewed(item())
    numbers = {name: _copies(first, f"B{name[0].upper()}", count) for name in servers}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    token = issue_token(
        name="bench", scopes=("read", "act"), expires_at=now() + dt.timedelta(days=1), actor=actor("decider"), at=now()
    ).raw
    values = home / "bare.pickle"
    values.write_bytes(pickle.dumps(_statements(numbers["bare"])))
    return Prepared(numbers, token, values, _statements_of_ours(_reviewed(item()), token))


def _reviewed(code: str) -> str:
    number, at = submitted(code), now()
    actions.accept(number=number, actor=actor("clerk"), at=at)
    actions.open_reviews(number=number, actor=actor("lead_reviewer"), at=at)
    for each in STORY.facts["opinions"]:
        actions.give_opinion(
            number=number, step_code=each["step"], opinion="agree", text="", actor=actor(each["by"]), at=at
        )
    return number


def _copies(first: str, mark: str, count: int) -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        own = _columns("matters_matter") - {"id", "number"}
        named = ", ".join(sorted(own))
        cursor.execute(
            f"INSERT INTO matters_matter (number, {named})"
            f" SELECT '{mark}' || n, {named} FROM matters_matter, generate_series(1, %s) AS n WHERE number = %s",
            [count, first],
        )
        for table in TABLES:
            named = ", ".join(f"r.{each}" for each in sorted(_columns(table) - {"id", "matter_id"}))
            cursor.execute(
                f"INSERT INTO {table} (matter_id, {named.replace('r.', '')}) SELECT c.id, {named} FROM {table} r"
                " JOIN matters_matter m ON m.id = r.matter_id AND m.number = %s"
                f" CROSS JOIN (SELECT id FROM matters_matter WHERE number LIKE '{mark}%%') AS c",
                [first],
            )
    return [f"{mark}{n}" for n in range(1, count + 1)]


def _columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
        return {name for (name,) in cursor.fetchall()}


def _statements(numbers: Sequence[str]) -> tuple[str, dict[str, list[Any]]]:
    """Return the one statement that a decision is, with the kept answer in it, and its values for each case.

    It is our own step's, taken before it runs, so the bare peer writes the very rows that we write.
    """
    found: dict[str, list[Any]] = {}
    statement = ""
    decider = actor("decider")

    def take(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statement
        if not sql.startswith(WRITES):
            return execute(sql, params, many, context)
        statement = sql
        found[number] = list(params)
        raise _NotWritten

    with connection.execute_wrapper(take):
        for number in tqdm(numbers, desc="bench decide: values", leave=False, disable=None):
            try:
                actions.decide(number=number, outcome="granted", actor=decider, at=now())
            except _NotWritten:
                continue
    head, tail = statement.rsplit(" SELECT matter_id", 1)
    kept = (
        ", kept AS (INSERT INTO kernel_idempotent_answer (caller, key, fingerprint, answer, created_at)"
        " SELECT 'bare', %s::text, %s::text, '{}'::jsonb, now() FROM moved)"
    )
    whole = f"{head}{kept} SELECT matter_id{tail}"
    return whole, {number: [*map(_plain, values), number, "0" * 64] for number, values in found.items()}


def _plain(value: Any) -> Any:
    return Jsonb(value.obj) if isinstance(value, Jsonb) else value


def _statements_of_ours(number: str, token: str) -> int:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1", "Authorization": f"Bearer {token}"})
    client.get("/api/v1/me")
    with CaptureQueriesContext(connection) as said:
        answer = client.post(
            f"/api/v1/cases/{number}/decide",
            {"outcome": "granted"},
            content_type="application/json",
            headers={"Idempotency-Key": f"count-{number}"},
        )
    if answer.status_code != 200:
        raise RuntimeError(f"our own server answers {answer.status_code}: {answer.content[:300]!r}")
    return len([each for each in said.captured_queries if "SAVEPOINT" not in each["sql"]])
