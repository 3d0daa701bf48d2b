"""Finding the row of a register that somebody names."""

from __future__ import annotations

from tongban.sharing.models import TABLES, Register, RegisterRecord


def named_row(register: Register, row: str, *, lock: bool = False) -> RegisterRecord | None:
    """Return the row by the name that look-ups tell ("population/17"); None when the register has none here."""
    key, _slash, pk = row.partition("/")
    if key != register.key or not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        return None
    rows = TABLES[register.kind]._default_manager.filter(register=register, pk=int(pk))
    return (rows.select_for_update() if lock else rows).first()
