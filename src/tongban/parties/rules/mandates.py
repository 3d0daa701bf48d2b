"""How far a mandate reaches, and when it is in force. Basis: 民法典 arts. 161-174 (agency).

A scope names items by their 实施编码, and authorities by their USCC, with which the codes of all their items begin.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

ALL = "all"
Scope = frozenset[str] | None  # None = all items
LENGTH_OF_USCC = 18


class ScopeUnclear(ValueError):
    """A scope that is neither "all" nor a non-empty list of task codes."""


def scope_of(stored: object) -> Scope:
    """Read a stored or submitted scope: "all" gives None, a list of codes of items and authorities gives their set.

    Raises ScopeUnclear for anything else, the empty list included: a mandate for nothing is a mistake.
    """
    if stored == ALL:
        return None
    if isinstance(stored, (list, tuple, set, frozenset)) and stored:
        codes = [code.strip() for code in stored if isinstance(code, str) and code.strip()]
        if len(codes) == len(stored) and all(len(code) <= 50 for code in codes):
            return frozenset(codes)
    raise ScopeUnclear(repr(stored))


def covers(scope: Scope, task_code: str) -> bool:
    """Tell whether a scope reaches an item: everything, the item itself, or all items of its authority."""
    return scope is None or task_code in scope or task_code[:LENGTH_OF_USCC] in scope


def authorities_in(scope: Scope) -> frozenset[str]:
    """Return the authorities that a scope names, by USCC; the rest are items."""
    return frozenset(code for code in scope or () if len(code) == LENGTH_OF_USCC)


def stored_scope(scope: Scope) -> str | list[str]:
    """Write a scope as it is stored: "all" or the sorted list of its codes."""
    return ALL if scope is None else sorted(scope)


def widest(scopes: Iterable[Scope]) -> Scope:
    """Join the scopes of several mandates from one principal: all of them count, "all" swallows the rest."""
    joined: frozenset[str] = frozenset()
    for scope in scopes:
        if scope is None:
            return None
        joined |= scope
    return joined


def in_force(*, starts_on: dt.date, ends_on: dt.date | None, day: dt.date) -> bool:
    """Tell whether a period that includes its first and its last day covers the day."""
    return starts_on <= day and (ends_on is None or day <= ends_on)
