"""Licences that look as if they were entered twice (疑似重复)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tongban.kernel.sealing import opener
from tongban.licences.lifecycle import RUNNING
from tongban.licences.models import Licence
from tongban.licences.rules.holders import masked_code
from tongban.parties.rules.actor import Actor, DutyKind

MOST = 100
# While keys are rotated, a pair whose codes are sealed under two is found once both are resealed.
# Two of one type and holder at one authority, in force together: alike in number but for its signs, or in all days.
_PAIRS = """
SELECT a.identifier, b.identifier, a.name, a.number, b.number, a.holder_name, a.holder_code, a.holder_kind,
    a.trust_level, b.trust_level, a.issued_on, b.issued_on
FROM licences_licence a JOIN licences_licence b
    ON b.type_id = a.type_id AND b.holder_code = a.holder_code AND b.authority_id = a.authority_id AND b.id <> a.id
WHERE a.authority_id = ANY(%(charged)s) AND a.batch_id IS NOT NULL
    AND a.state = ANY(%(running)s) AND b.state = ANY(%(running)s) AND (b.batch_id IS NULL OR b.id < a.id)
    AND (regexp_replace(a.number, '[^0-9A-Za-z]', '', 'g') = regexp_replace(b.number, '[^0-9A-Za-z]', '', 'g')
        OR (a.issued_on, a.valid_until) IS NOT DISTINCT FROM (b.issued_on, b.valid_until))
ORDER BY a.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two licences of which one came with the stock: `identifier` may go, `stays` is the older or better one."""

    identifier: str
    stays: str
    name: str
    number: str
    number_of_other: str
    holder_name: str
    holder_code: str
    trust_level: str
    trust_of_other: str
    issued_on: dt.date
    issued_on_of_other: dt.date

    @property
    def same_number(self) -> bool:
        return _plain(self.number) == _plain(self.number_of_other)


def duplicates(actor: Actor, *, most: int = MOST) -> list[Duplicate]:
    """Return pairs at the authorities at which the actor issues, in one query; a person's code is masked."""
    charged = list(actor.authorities(DutyKind.ISSUER))
    if not charged:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"charged": charged, "running": list(RUNNING), "most": most})
        rows = cursor.fetchall()
    said = opener(Licence, "holder_code")
    return [_pair(*row[:6], said(row[6]), *row[7:]) for row in rows]


def _pair(*row: Any) -> Duplicate:
    *names, holder_name, holder_code, holder_kind, trust, other_trust, issued_on, other_issued_on = row
    identifier, stays, name, number, other_number = names
    return Duplicate(
        identifier=identifier,
        stays=stays,
        name=name,
        number=number,
        number_of_other=other_number,
        holder_name=holder_name,
        holder_code=masked_code(holder_kind, holder_code),
        trust_level=trust,
        trust_of_other=other_trust,
        issued_on=issued_on,
        issued_on_of_other=other_issued_on,
    )


def _plain(number: str) -> str:
    return re.sub("[^0-9A-Za-z]", "", number)
