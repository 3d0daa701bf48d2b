"""What a catalogue needs before its items: a region, the calendar, 365 authorities and the themes."""

from __future__ import annotations

import datetime as dt

from bench.catalogue.items import CITY, authority_rows, themes
from tongban.catalogue.actions import import_themes
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.parties.actions.import_authorities import import_authorities
from tongban.parties.models import Region
from tongban.parties.rules.actor import SYSTEM

AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)


def fill(share: int) -> None:
    """Fill a house with all that items lean on; `share` changes nothing here."""
    load_calendar()
    Region.objects.create(code=CITY, name="示例市", level=3)
    import_authorities(rows=[{**row, "region": CITY} for row in authority_rows()], actor=SYSTEM, at=AT)
    import_themes(themes(), at=AT)
