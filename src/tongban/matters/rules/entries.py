"""The canonical form of a journal entry, from which its hash is made (RFC 8785, RFC 6962)."""

import datetime as dt
from json.encoder import encode_basestring as quoted
from typing import Any

from tongban.kernel.rules.merkle import leaf_hash
from tongban.matters.rules.canonical import canonical_json


def moment(at: dt.datetime) -> str:
    """Return a moment in UTC with microseconds, always of the same width."""
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def canonical(
    *,
    number: str,
    sequence: int,
    verb: str,
    from_state: str,
    to_state: str,
    actor: dict[str, Any],
    source: str,
    occurred_at: dt.datetime,
    recorded_at: dt.datetime,
    facts: dict[str, Any],
) -> bytes:
    """Return the entry's canonical JSON as UTF-8."""
    recorded = moment(recorded_at)
    return composed(
        number=number,
        sequence=sequence,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        actor=canonical_json(actor),
        source=source,
        occurred_at=recorded if occurred_at is recorded_at else moment(occurred_at),
        recorded_at=recorded,
        facts=canonical_json(facts),
    )


def composed(
    *,
    number: str,
    sequence: int,
    verb: str,
    from_state: str,
    to_state: str,
    actor: bytes,
    source: str,
    occurred_at: str,
    recorded_at: str,
    facts: bytes,
) -> bytes:
    """Return the canonical JSON of an entry whose parts are canonical already; the keys are in their one order."""
    return b'{"actor":%b,"facts":%b,%b}' % (
        actor,
        facts,
        (
            f'"from":{quoted(from_state)},"matter":{quoted(number)},"occurred_at":"{occurred_at}",'
            f'"recorded_at":"{recorded_at}","sequence":{sequence},"source":{quoted(source)},'
            f'"to":{quoted(to_state)},"verb":{quoted(verb)}'
        ).encode(),
    )


def entry_hash(**said: Any) -> bytes:
    """Return the RFC 6962 leaf hash (32 bytes) of an entry; the arguments are those of `canonical`."""
    return leaf_hash(canonical(**said))
