"""Registers to look into, and cases to look for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from tests.parties.factories import DAY, make_authority
from tongban.parties.rules.actor import Actor
from tongban.sharing import ports
from tongban.sharing.models import TABLES, Register, RegisterField, RegisterRecord
from tongban.sharing.ports import LiveCase
from tongban.sharing.rules.columns import COLUMNS

CASE = "990100-20260601-0001"


def register(
    key: str = "legal-persons",
    levels: Mapping[str, int] | None = None,
    *,
    name: str = "",
    kind: str = "legal_persons",
    connected: bool = True,
    connector: str = "",
    update_days: int = 0,
    provider_id: int | None = None,
) -> Register:
    """Return a register that answers for the elements, each with its level."""
    made = Register.objects.create(
        key=key,
        name=name or f"{key} 库",
        kind=kind,
        provider_id=provider_id or make_authority().pk,
        connected=connected,
        connector=connector,
        update_days=update_days,
    )
    for order, (element, level) in enumerate((levels or {"org.name": 1, "org.address": 1}).items()):
        RegisterField.objects.create(register=made, element=element, label=element, level=level, order=order)
    return made


def record(
    of: Register, code: str, values: Mapping[str, object], *, as_of: dt.date = DAY, thing: str = "", name: str = ""
) -> RegisterRecord:
    """Return a row of the register; each value in its column, or beside them when it has none."""
    columns = COLUMNS[of.kind]
    kept = {columns[key].name: value for key, value in values.items() if key in columns}
    free = {key: value for key, value in values.items() if key not in columns}
    keys = {"register": of, "subject_code": code, "object_code": thing, "object_name": name, "as_of": as_of}
    return TABLES[of.kind]._default_manager.create(**{**keys, **kept}, values=free)


def open_case(
    monkeypatch: pytest.MonkeyPatch,
    subjects: Sequence[str],
    elements: Sequence[str] = ("org.name",),
    *,
    handles: bool = True,
) -> None:
    """Let there be one open case, of everybody's."""
    case = LiveCase(CASE, "挖掘城市道路审批", 1, frozenset(subjects), frozenset(elements), handles)

    def cases(number: str, actor: Actor, authority_id: int | None) -> LiveCase | None:
        return case if number == CASE else None

    monkeypatch.setattr(ports, "_cases", [cases])
