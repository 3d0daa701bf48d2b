"""Everything personal that the demo's people have: the one list that databases and logs are searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tongban.kernel.sealing import opener
from tongban.kernel.sealing.ring import MARK
from tongban.parties.models import Person
from tongban.sharing.models import PopulationRecord

# What a value is, by what it says. Names are looked for in logs only: a case says in the database whose it is.
NUMBER, PHONE, EMAIL, ADDRESS, NAME, SESSION, PASSWORD, CODE = (
    *("identity number", "telephone", "e-mail", "address", "name", "session", "password", "code"),
)
IDENTIFIERS = (NUMBER, PHONE)
_PERSONS = "SELECT id_number, phone, email, address, name FROM parties_person"
_REGISTERED = "SELECT subject_code, phone, address, household_address, name FROM sharing_populationrecord"
# Shorter than these, a value says nothing of anybody: 市, 7.
_LEAST = {NAME: 2, ADDRESS: 6, CODE: 6}


def personal_values(cursor: Any) -> dict[str, str]:
    """Return what each personal value is, of everybody whom the database knows; officials' names are public."""
    found: dict[str, str] = {}

    def note(kind: str, values: Iterable[str | None]) -> None:
        for value in values:
            if value and len(value) >= _LEAST.get(kind, 8):
                found.setdefault(value, kind)

    opened = {name: opener(Person, name) for name in ("id_number", "phone", "email")}
    cursor.execute(_PERSONS)
    for number, phone, email, address, name in cursor.fetchall():
        note(NUMBER, [opened["id_number"](number)])
        note(PHONE, [opened["phone"](phone)])
        note(EMAIL, [opened["email"](email)])
        note(ADDRESS, [address])
        note(NAME, [name])
    subject, telephone = opener(PopulationRecord, "subject_code"), opener(PopulationRecord, "phone")
    cursor.execute(_REGISTERED)
    for number, phone, address, household, name in cursor.fetchall():
        note(NUMBER, [subject(number)])
        note(PHONE, [telephone(phone)])
        note(ADDRESS, [address, household])
        note(NAME, [name])
    for kind, query in (
        (EMAIL, "SELECT email FROM parties_account WHERE person_id IS NOT NULL"),
        (SESSION, "SELECT session_key FROM django_session"),
        (CODE, "SELECT pickup_code FROM cases_delivery WHERE pickup_code <> ''"),
    ):
        cursor.execute(query)
        note(kind, (row[0] for row in cursor.fetchall()))
    cursor.execute("SELECT name FROM parties_official")
    for (name,) in cursor.fetchall():
        if found.get(name) == NAME:
            del found[name]
    return found


def found_in(text: str, values: Mapping[str, str], *kinds: str) -> dict[str, str]:
    """Return the values of some kinds (of all where none is named) that stand in a text, with what each is."""
    return {
        value: kind for value, kind in values.items() if (not kinds or kind in kinds) and _stands(value, kind, text)
    }


def _stands(value: str, kind: str, text: str) -> bool:
    """Tell whether a value stands there; a code does so by chance in every long row of digits (a digest, a figure)."""
    if kind != CODE:
        return value in text
    return re.search(rf"(?<![0-9A-Za-z.]){re.escape(value)}(?![0-9A-Za-z])", text) is not None


def columns(cursor: Any) -> Iterator[tuple[str, str, str]]:
    """Yield each column of the database that can hold text, with its table and all that stands in it."""
    cursor.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
        " AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'xml', 'ARRAY', 'bytea')"
        " ORDER BY 1, 2"
    )
    for table, column in cursor.fetchall():
        cursor.execute(f'SELECT string_agg("{column}"::text, chr(10)) FROM "{table}"')
        yield table, column, cursor.fetchone()[0] or ""


def is_sealed(text: str) -> bool:
    """Tell whether every line of a column's text is sealed or empty."""
    return all(line == "" or line.startswith(MARK) for line in text.split("\n"))
