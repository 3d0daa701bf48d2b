"""Give licences of the stock to the holders who have registered since (关联持证人)."""

import datetime as dt

from django.db import connection

from tongban.parties.queries import newest_parties

# More than register in a day; what was missed longer ago is found by code when the licence is used.
NEWEST = 5000
_LINK = """
UPDATE licences_licence l SET {column} = k.id
FROM unnest(%s::text[], %s::bigint[]) AS k (code, id)
WHERE l.holder_code = k.code AND l.holder_kind = %s AND l.{column} IS NULL
"""


def link_holders(*, at: dt.datetime) -> int:
    """Link what is held by codes alone to the parties last registered, and return how many licences those were."""
    people, firms = newest_parties(NEWEST)
    return _link("person", people) + _link("organisation", firms)


def _link(kind: str, ids: dict[str, int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LINK.format(column=f"holder_{kind}_id"), [list(ids), list(ids.values()), kind])
        return int(cursor.rowcount)
