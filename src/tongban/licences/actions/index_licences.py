"""Tell the register of electronic licences which licences there are, and how they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet

from tongban.licences.lifecycle import LABELS
from tongban.licences.models import Licence
from tongban.parties.rules.reports import Report
from tongban.sharing.actions.store_licence_index import LicenceEntry, store_licence_index

BATCH = 20_000


def index_licences(*, at: dt.datetime) -> Report:
    """Bring the index in line with all licences, in a few statements for each 20,000."""
    return _indexed(Licence.objects.order_by("pk"), at)


def index_some(*, licences: Collection[int], at: dt.datetime) -> Report:
    """Bring the index in line with these licences, by id."""
    return _indexed(Licence.objects.filter(pk__in=licences), at)


def _indexed(found: QuerySet[Licence], at: dt.datetime) -> Report:
    rows = found.values_list(
        "identifier",
        "holder_code",
        "type__code",
        "name",
        "number",
        "authority_name",
        "valid_from",
        "valid_until",
        "state",
    )
    report = Report()
    some: list[LicenceEntry] = []
    for row in rows.iterator(BATCH):
        some.append(LicenceEntry(*row[:-1], LABELS[row[-1]][0]))
        if len(some) == BATCH:
            report += store_licence_index(entries=some, at=at)
            some = []
    return report + store_licence_index(entries=some, at=at)
