"""What the quality rules of items are made of: rules, findings, and what a check is."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.catalogue.rules.elements import Elements
from tongban.catalogue.rules.messages import Message


class Severity(enum.StrEnum):
    """How grave a finding is: an error is wrong and blocks publishing, a warning wants a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found: its id, its severity, the field as people count (`materials[2].name`) and a sentence."""

    rule: str
    severity: Severity
    field: str
    message: Message


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it counts on a day; `severity` may be "off"."""

    code: str
    severity: str
    title: str
    basis: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Office:
    """How to reach an authority: what its items say where they say nothing of their own."""

    phone: str = ""
    complaint_phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules know of the city: authorities by key, audiences of themes by key, directory codes out of use.

    And the data elements that forms may ask for.
    """

    offices: Mapping[str, Office] = field(default_factory=dict)
    themes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    elements: Elements = field(default_factory=dict)


Found = Iterator[tuple[str, Message]]
Check = Callable[[Mapping[str, Any]], Found]
# Prepares a check once: patterns are compiled, what is known of the city is bound.
Prepare = Callable[[Mapping[str, Any], Around], Check]
