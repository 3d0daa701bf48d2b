"""Give licences of the stock to the holders who became known since (关联持证人)."""

import datetime as dt

from django.db import connection

from tongban.parties.queries import PARTIES_BY_CODE

_LINK = """
UPDATE licences_licence l SET holder_{kind}_id = k.id
FROM ({parties}) k
WHERE l.holder_code = k.code AND l.holder_kind = %s AND l.holder_{kind}_id IS NULL
"""


def link_holders(*, at: dt.datetime) -> int:
    """Link what is held by codes alone to the parties known for certain, and return how many licences those were.

    A person once it is confirmed who they are, however long ago they registered; one statement for each kind of party.
    """
    with connection.cursor() as cursor:
        count = 0
        for kind, parties in PARTIES_BY_CODE.items():
            cursor.execute(_LINK.format(kind=kind, parties=parties), [kind])
            count += int(cursor.rowcount)
    return count
