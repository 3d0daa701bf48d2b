"""The life in bare psycopg: stateless, one read and one prepared statement a step, writing the same rows.

This is the floor: no engine, no models, no table of moves; each step checks only the state that it comes from.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from bench.steps import life
from bench.steps.life import AT, TODAY, Cast
from tongban.kernel.queries import calendar_of
from tongban.parties.rules.actor import Actor

NAME = "raw"

_ENTRY = (
    "entry AS (INSERT INTO matters_journal_entry (matter_id, sequence, verb, from_state, to_state, actor, source,"
    " occurred_at, recorded_at, facts, leaf_hash) SELECT id, version, %(verb)s, %(from)s, %(to)s, %(actor)s, 'web',"
    " %(at)s, %(at)s, %(facts)s, %(hash)s FROM moved RETURNING id, matter_id)"
    " INSERT INTO kernel_announcement (topic, key, payload) SELECT %(topic)s, id,"
    " jsonb_build_object('number', %(number)s::text, 'matter', matter_id) FROM entry"
)


def _moved(sets: str) -> str:
    return (
        f"WITH moved AS (UPDATE matters_matter SET version = version + 1, state = %(to)s{sets}"
        " WHERE id = %(id)s AND version = %(version)s RETURNING id, version), "
    )


def _clocks(kinds: tuple[str, ...]) -> str:
    rows = ", ".join(
        f"('{k}', %({k}_days)s::int, %({k}_for)s, %({k}_pausable)s::bool, %({k}_due)s::date)" for k in kinds
    )
    return (
        "clocks AS (INSERT INTO matters_clock (matter_id, kind, subject, started_on, days, unit, runs_for, pausable,"
        " due_on, due_provisional) SELECT moved.id, c.kind, '', %(today)s, c.days, 'working', c.runs_for, c.pausable,"
        " c.due_on,"
        f" false FROM moved, (VALUES {rows}) AS c (kind, days, runs_for, pausable, due_on)), "
    )


_STOPPED = (
    "stopped AS (UPDATE matters_clock SET stopped_on = %(today)s FROM moved"
    " WHERE matter_id = moved.id AND stopped_on IS NULL), "
)
_DUE = ", due_on = %(due)s, warn_on = %(due)s"

DRAFT = (
    "WITH moved AS (INSERT INTO matters_matter (kind, number, state, region_id, owner_id, applicant_person_id,"
    " agent_id, applicant_name, subject, opened_at, due_provisional, version) VALUES ('bench', %(number)s, 'draft',"
    " %(region)s, %(owner)s, %(person)s, %(person)s, %(applicant)s, %(subject)s, %(at)s, false, 1)"
    " RETURNING id, version), "
) + _ENTRY
SUBMIT = _moved(_DUE) + _clocks(("intake",)) + _ENTRY
ACCEPT = _moved(_DUE + ", holder_id = NULL") + _STOPPED + _clocks(("promise", "legal")) + _ENTRY
OPEN_REVIEWS = (
    _moved(", holder_id = %(holder)s")
    + "reviews AS (INSERT INTO cases_review (matter_id, step_code, name, authority_id, lead, after, days, round,"
    " asked, opened_on, opinion, text, conditions, reviewer_name, put_away) SELECT moved.id, r.code, r.code,"
    " r.authority, r.lead, '[]', %(days)s, 1, '', %(today)s, '', '', '', '', false FROM moved,"
    " unnest(%(codes)s::text[], %(authorities)s::bigint[], %(leads)s::bool[]) AS r (code, authority, lead)), " + _ENTRY
)
GIVE_OPINION = (
    _moved("") + "given AS (UPDATE cases_review SET opinion = 'agree', text = '同意', reviewer_id = %(reviewer)s,"
    " reviewer_name = %(reviewer_name)s, given_at = %(at)s FROM moved WHERE cases_review.id = %(review)s), " + _ENTRY
)
DECIDE = (
    _moved(_DUE + ", holder_id = NULL, finished_on = %(today)s, answer_due_on = %(answer_due)s")
    + _STOPPED
    + _clocks(("delivery",))
    + _ENTRY
)
READ = "SELECT id, state, version, due_on FROM matters_matter WHERE number = %s"
READ_REVIEW = (
    "SELECT m.id, m.state, m.version, m.due_on, r.id FROM matters_matter m JOIN cases_review r"
    " ON r.matter_id = m.id AND r.step_code = %s WHERE m.number = %s AND r.given_at IS NULL"
)
READ_WAITING = (
    "SELECT m.id, m.state, m.version, m.due_on, (SELECT count(*) FROM cases_review r WHERE r.matter_id = m.id"
    " AND r.given_at IS NULL) FROM matters_matter m WHERE m.number = %s"
)


class Refused(Exception):
    """The move is not allowed."""


def lives(cast: Cast) -> Callable[[str], None]:
    """Return what plays one life under a number, on a connection of its own in autocommit."""
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    calendar = calendar_of(cast.region)

    def due(days: int) -> Any:
        return calendar.add(TODAY, days).day

    def clock(kind: str, days: int, runs_for: str = "authority", pausable: bool = False) -> dict[str, Any]:
        values = {"days": days, "for": runs_for, "pausable": pausable, "due": due(days)}
        return {f"{kind}_{name}": value for name, value in values.items()}

    def read(state: str, sql: str, *keys: str) -> Any:
        row = connection.execute(sql, keys, prepare=True).fetchone()
        if row is None or row[1] != state:
            raise Refused(state)
        return row

    def write(sql: str, number: str, verb: str, actor: Actor, row: Any, to: str, facts: dict[str, Any], **more: Any):
        who = {"name": actor.name, "official": actor.official_id, "person": actor.person_id}
        identity, before, version, _due = row[:4]
        said = {"matter": number, "sequence": version + 1, "verb": verb, "actor": who, "facts": facts}
        values = {
            "id": identity,
            "version": version,
            "number": number,
            "verb": verb,
            "from": before,
            "to": to,
            "actor": Jsonb(who),
            "at": AT,
            "today": TODAY,
            "facts": Jsonb(facts),
            "hash": hashlib.sha256(json.dumps(said, sort_keys=True).encode()).digest(),
            "topic": f"bench.{verb}",
            **more,
        }
        if connection.execute(sql, values, prepare=True).rowcount != 1:
            raise Refused("overtaken")

    def play(number: str) -> None:
        opened = {"region": cast.region, "owner": cast.owner_id, "person": cast.person_id}
        opened |= {"applicant": life.APPLICANT, "subject": life.SUBJECT}
        item = {"item": life.SUBJECT}
        write(DRAFT, number, "draft", cast.applicant, (None, "", 0, None), "draft", item, **opened)

        row = read("draft", READ, number)
        intake = clock("intake", life.INTAKE_DAYS, "window")
        said = {"intake_due_on": intake["intake_due"].isoformat()}
        write(SUBMIT, number, "submit", cast.applicant, row, "submitted", said, due=intake["intake_due"], **intake)

        row = read("submitted", READ, number)
        clocks = clock("promise", life.PROMISED_DAYS, pausable=True) | clock("legal", life.LEGAL_DAYS, pausable=True)
        said = {f"{kind}_due_on": clocks[f"{kind}_due"].isoformat() for kind in ("promise", "legal")}
        write(ACCEPT, number, "accept", cast.clerk, row, "accepted", said, due=clocks["promise_due"], **clocks)

        row = read("accepted", READ, number)
        rows = {"codes": list(life.REVIEWS), "authorities": list(cast.reviewing), "leads": [True, False, False]}
        rows |= {"days": life.REVIEW_DAYS, "holder": cast.lead.official_id}
        write(OPEN_REVIEWS, number, "open_reviews", cast.lead, row, "reviewing", {"steps": list(life.REVIEWS)}, **rows)

        for place, code in enumerate(life.REVIEWS):
            row = read("reviewing", READ_REVIEW, code, number)
            actor = cast.reviewers[place]
            given = {"review": row[4], "reviewer": actor.official_id, "reviewer_name": actor.name}
            said = {"step": code, "opinion": "agree", "authority": cast.reviewing[place]}
            write(GIVE_OPINION, number, "give_opinion", actor, row, "reviewing", said, **given)

        row = read("reviewing", READ_WAITING, number)
        if row[4]:
            raise Refused("reviews are outstanding")
        delivery = clock("delivery", life.DELIVERY_DAYS)
        days = {"due": delivery["delivery_due"], "answer_due": row[3]}
        said = {"outcome": "granted"}
        write(DECIDE, number, "decide", cast.decider, row, "granted", said, **days, **delivery)

    return play
