"""Give licences of the stock to the holders who became known since (关联持证人)."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import connection

from tongban.licences.models import Licence
from tongban.licences.rules.holders import PERSON
from tongban.parties.queries import organisations_of_codes, persons_of_codes

BATCH = 5000
_LINK = """
UPDATE licences_licence l SET holder_{kind}_id = k.holder FROM unnest(%s::bigint[], %s::bigint[]) AS k (id, holder)
WHERE l.id = k.id AND l.holder_{kind}_id IS NULL
"""


def link_holders(*, at: dt.datetime) -> int:
    """Link what is held by codes alone to the parties known for certain, and return how many licences those were.

    A person once it is confirmed who they are, however long ago they registered. A person's code is sealed, in each
    table otherwise, so the codes are read and asked for: two statements for some thousands of licences, one if none is
    anybody's whom we know.
    """
    count, last = 0, 0
    waiting = Licence.objects.filter(holder_person=None, holder_organisation=None).order_by("pk")
    while rows := list(waiting.filter(pk__gt=last).values_list("pk", "holder_kind", "holder_code")[:BATCH]):
        last = rows[-1][0]
        people = [(pk, code) for pk, kind, code in rows if kind == PERSON]
        firms = [(pk, code) for pk, kind, code in rows if kind != PERSON]
        count += _link("person", people, persons_of_codes(code for _pk, code in people))
        count += _link("organisation", firms, organisations_of_codes(code for _pk, code in firms))
    return count


def _link(kind: str, held: Sequence[tuple[int, str]], known: Mapping[str, int]) -> int:
    found = [(pk, known[code]) for pk, code in held if code in known]
    if not found:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LINK.format(kind=kind), [list(column) for column in zip(*found, strict=True)])
        return int(cursor.rowcount)
