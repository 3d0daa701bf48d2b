"""The journal of the planned cases: each entry with its canonical JSON (RFC 8785) and leaf hash, made by PostgreSQL.

What an entry says is written here once, as text; the columns of the entry and the bytes that are hashed are both made
of it. A test holds the text equal to what the engine hashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.cli.city_scale.case_plan import DECLARED, ROOM
from tongban.cli.city_scale.case_rows import GROUND
from tongban.cli.city_scale.rows import insert
from tongban.matters.models import JournalEntry

_CLERK, _REVIEWER, _DECIDER = (("official", who) for who in ("clerk", "reviewer", "decider"))
_APPLICANT = ("person", "applicant")


@dataclass(frozen=True, slots=True)
class Said:
    """A kind of entry: its verb and states, who said it when, and its facts as SQL expressions of JSON text by key."""

    verb: str
    where: str
    sequence: str
    before: str
    after: str
    who: tuple[str, str]
    at: str
    facts: Mapping[str, str] = field(default_factory=dict)
    source: str = "web"
    of: str = "plan"


def _text(expression: str) -> str:
    """Return the JSON text of a text or a day; PostgreSQL escapes as RFC 8785 does."""
    return f"to_json(({expression})::text)::text"


_ITEM = {"item": _text("task_code"), "version": "version_number::text"}
ENTRIES = (
    Said("draft", "web", "1", "''", "'draft'", _APPLICANT, "opened_at", _ITEM),
    Said(
        "submit",
        "web AND state <> 'draft'",
        "2",
        "'draft'",
        "'submitted'",
        _APPLICANT,
        "submitted_at",
        {"intake_due_on": _text("intake_due_on"), "materials": "materials"},
    ),
    Said(
        "register",
        "NOT web",
        "1",
        "''",
        "'received'",
        _CLERK,
        "opened_at",
        {
            "channel": "'\"window\"'",
            "intake_due_on": _text("intake_due_on"),
            "materials": "materials",
            **_ITEM,
        },
        source="window",
    ),
    Said("withdraw", "state = 'withdrawn'", "3", "'submitted'", "'withdrawn'", _APPLICANT, "ended_at"),
    Said(
        "refuse_acceptance",
        "state = 'not_accepted'",
        "3",
        "'submitted'",
        "'not_accepted'",
        _DECIDER,
        "ended_at",
        {"competent_authority": "'\"示例机关\"'", "ground": "'\"not_competent\"'"},
    ),
    Said(
        "return_for_correction",
        "corrected",
        "s_open + 1",
        "CASE WHEN web THEN 'submitted' ELSE 'received' END",
        "'correcting'",
        _CLERK,
        "returned_at",
        {"due_on": _text("corrected_by"), "items": f"'[' || {_text('field')} || ']'"},
    ),
    Said(
        "correct",
        "o_corrected IS NOT NULL",
        "s_open + 2",
        "'correcting'",
        "'received'",
        _CLERK,
        "corrected_at",
        {"intake_due_on": _text("intake_again_on")},
        source="window",
    ),
    Said(
        "accept",
        "accepted",
        "s_accept",
        "CASE WHEN web THEN 'submitted' ELSE 'received' END",
        "'accepted'",
        _CLERK,
        "accepted_at",
        {
            "accepted_on": _text("accepted_on"),
            "legal_due_on": _text("legal_due_on"),
            "promise_due_on": _text("promise_due_on"),
        },
    ),
    Said(
        "open_reviews",
        "reviewed",
        "s_accept + 1",
        "'accepted'",
        "'reviewing'",
        _REVIEWER,
        "sent_at",
        {"steps": "first_steps"},
    ),
    Said(
        "suspend",
        "suspended",
        "s_accept + 2",
        "'reviewing'",
        "'reviewing'",
        _REVIEWER,
        "suspended_at",
        {
            "days": f"'{DECLARED}'",
            "expected_end_on": _text("expected_end_on"),
            "kind": f"'\"{GROUND}\"'",
        },
    ),
    Said(
        "resume",
        "resumed",
        "s_accept + 3",
        "'reviewing'",
        "'reviewing'",
        _REVIEWER,
        "resumed_at",
        {"from": _text("accepted_on"), "kind": f"'\"{GROUND}\"'", "to": _text("resumed_on")},
    ),
    Said(
        "give_opinion",
        "spoken",
        "s_accept + 1 + suspended::int + resumed::int + place",
        "'reviewing'",
        "CASE WHEN place < steps THEN 'reviewing' ELSE 'deciding' END",
        ("official", "official"),
        "given_at",
        {
            "authority": "authority_id::text",
            "opinion": "'\"agree\"'",
            "round": "'1'",
            "step": _text("code"),
        },
        of="planned_review",
    ),
    Said(
        "decide",
        "decided",
        "s_decide",
        "CASE WHEN reviewed THEN 'deciding' ELSE 'accepted' END",
        "outcome",
        _DECIDER,
        "decided_at",
        {"outcome": _text("outcome")},
    ),
    Said(
        "deliver",
        "o_delivered IS NOT NULL",
        "s_decide + 1",
        "outcome",
        "'delivered'",
        _DECIDER,
        "delivered_at",
        {"mode": "'\"space\"'"},
    ),
    Said("close", "o_closed IS NOT NULL", "s_decide + 2", "'delivered'", "'closed'", _CLERK, "closed_at"),
)


def statements() -> list[str]:
    """Return the INSERTs of the entries of all cases in `plan` and `planned_review`."""
    said = " UNION ALL ".join(_one(each) for each in ENTRIES)
    canonical = (
        '\'{"actor":\' || actor || \',"facts":\' || facts || \',"from":"\' || before || \'","matter":"\' || number'
        ' || \'","occurred_at":"\' || moment || \'","recorded_at":"\' || moment || \'","sequence":\' || sequence'
        ' || \',"source":"\' || source || \'","to":"\' || after || \'","verb":"\' || verb || \'"}\''
    )
    return [
        insert(
            JournalEntry,
            {
                "id": f"matter_id * {ROOM} + sequence",
                "matter_id": "matter_id",
                "sequence": "sequence",
                "verb": "verb",
                "from_state": "before",
                "to_state": "after",
                "actor": "actor::jsonb",
                "source": "source",
                "occurred_at": "at",
                "recorded_at": "at",
                "facts": "facts::jsonb",
                "leaf_hash": f"sha256('\\x00'::bytea || convert_to({canonical}, 'UTF8'))",
            },
            # All happen at a whole second. OFFSET 0 keeps PostgreSQL from making the text anew wherever it is named.
            "FROM (SELECT *, substr(to_json(at AT TIME ZONE 'UTC')::text, 2, 19) || '.000000Z' AS moment"
            f" FROM ({said}) told OFFSET 0) said",
        )
    ]


def _one(said: Said) -> str:
    """Return the SELECT of one kind of entry; facts that are NULL are not said."""
    kind, who = said.who
    person = who == "applicant"
    name, number = ("applicant_name", "person_id") if person else (f"{who}_name", who)
    if who == "official":
        number = "official_id"
    actor = f"'{{\"name\":' || {_text(name)} || ',\"{kind}\":' || {number} || '}}'"
    pairs = ", ".join(f"'\"{key}\":' || {value}" for key, value in sorted(said.facts.items()))
    facts = f"'{{' || concat_ws(',', {pairs}) || '}}'" if pairs else "'{}'"
    return (
        f"SELECT matter_id, matter_number AS number, ({said.sequence})::int AS sequence, '{said.verb}' AS verb,"
        f" ({said.before})::text AS before, ({said.after})::text AS after, {actor} AS actor,"
        f" '{said.source}' AS source, {said.at} AS at, {facts} AS facts FROM {said.of} WHERE {said.where}"
    )
