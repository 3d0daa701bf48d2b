"""Access tokens: what they look like, how they are kept, and what they may be limited to."""

from __future__ import annotations

import hashlib
import re
import secrets

PREFIX = "tb_"
SCOPES = {"read": "查询", "act": "办理", "exchange": "上报交换"}
_SHAPE = re.compile(r"tb_[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Make a token: "tb_" and 256 random bits in 43 characters."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(raw: str) -> str:
    """Return what is kept of a token: SHA-256 in hex. A token is random, so it needs no salt and no slow
    hash."""
    return hashlib.sha256(raw.encode()).hexdigest()


def same_hash(one: str, other: str) -> bool:
    """Compare two hashes in a time that does not tell where they differ."""
    return secrets.compare_digest(one, other)


def token_shaped(raw: str) -> bool:
    """Tell whether the text could be one of our tokens, before the database is asked."""
    return _SHAPE.fullmatch(raw) is not None
