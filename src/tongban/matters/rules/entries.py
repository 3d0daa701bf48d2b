"""The canonical form of a journal entry, from which its hash is made (RFC 8785, RFC 6962)."""

import datetime as dt
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
    return canonical_json(
        {
            "matter": number,
            "sequence": sequence,
            "verb": verb,
            "from": from_state,
            "to": to_state,
            "actor": actor,
            "source": source,
            "occurred_at": recorded if occurred_at is recorded_at else moment(occurred_at),
            "recorded_at": recorded,
            "facts": facts,
        }
    )


def entry_hash(**said: Any) -> bytes:
    """Return the RFC 6962 leaf hash (32 bytes) of an entry; the arguments are those of `canonical`."""
    return leaf_hash(canonical(**said))
