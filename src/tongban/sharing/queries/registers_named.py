"""Reading which data elements a register answers for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from tongban.sharing.models import Register


@dataclass(frozen=True, slots=True)
class NamedRegister:
    """A register by its key: its name, whether it can be asked, and what it answers for."""

    name: str
    connected: bool
    elements: tuple[str, ...]


def registers_named(keys: Collection[str]) -> dict[str, NamedRegister]:
    """Return the registers of the keys, in one query; an unknown key is left out."""
    rows = Register.objects.filter(key__in=list(keys)).annotate(
        elements=ArrayAgg("fields__element", filter=Q(fields__isnull=False), order_by="fields__order", default=[])
    )
    return {row.key: NamedRegister(row.name, row.connected, tuple(row.elements)) for row in rows}
