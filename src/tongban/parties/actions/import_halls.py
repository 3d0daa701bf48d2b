"""Load the halls of a city and their windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from tongban.parties.actions.import_authorities import key_valid
from tongban.parties.actions.import_regions import full_code
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.store_rows import store_rows
from tongban.parties.models import Authority, Hall, Region, Window
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import RawRow, Row, Sheet

FILE = "halls.toml"


@transaction.atomic
def import_halls(*, rows: Sequence[RawRow], actor: Actor, at: dt.datetime) -> Report:
    """Store halls (`key name name_en region address hours phone`) with `windows` (`number name authorities`).

    `authorities` are keys for which the window receives. Raises ImportRefused; then nothing has changed.
    """
    sheet = Sheet(FILE, rows)
    regions = set(Region.objects.values_list("code", flat=True))
    authorities = dict(Authority.objects.values_list("key", "pk"))
    halls: dict[str, Hall] = {}
    windows: dict[tuple[str, str], tuple[str, list[int]]] = {}
    for row in sheet:
        key = row.text("key", valid=key_valid, message="只能用小写字母、数字和连字符")
        region = full_code(row.text("region", valid=str.isdigit))
        if key in halls:
            row.problem("key", f"重复：{key}")
        if row.has("region") and region not in regions:
            row.problem("region", f"没有这个区划：{region}")
        halls[key] = Hall(
            key=key,
            name=row.text("name"),
            name_en=row.text("name_en", required=False),
            region_id=region,
            address=row.text("address"),
            hours=row.text("hours"),
            phone=row.text("phone", required=False, longest=40),
        )
        _read_windows(row, key, authorities, windows)
    sheet.refuse_if_bad()
    report, stored = store_rows(
        Hall,
        list(halls.values()),
        key="key",
        fields=["name", "name_en", "region_id", "address", "hours", "phone"],
    )
    report += _store_windows({str(key): hall.pk for key, hall in stored.items()}, windows)
    if report.created or report.changed:
        record_event(
            kind="import_halls",
            subject="hall:all",
            actor=actor,
            at=at,
            created=report.created,
            changed=report.changed,
        )
    return report


def _read_windows(
    row: Row, hall: str, authorities: dict[str, int], windows: dict[tuple[str, str], tuple[str, list[int]]]
) -> None:
    inner = Sheet(FILE, row.rows("windows"))
    for window in inner:
        number = window.text("number", longest=10)
        if (hall, number) in windows:
            window.problem("number", f"重复：{number}")
        served: list[int] = []
        for key in window.texts("authorities"):
            if key in authorities:
                served.append(authorities[key])
            else:
                window.problem("authorities", f"authorities.toml 里没有 {key}")
        windows[hall, number] = (window.text("name", longest=100), sorted(served))
    for found in inner.problems:
        row.problem(f"windows #{found.row} {found.field}", found.message)


def _store_windows(halls: dict[str, int], windows: dict[tuple[str, str], tuple[str, list[int]]]) -> Report:
    kept = {
        (window.hall_id, window.number): window
        for window in Window.objects.filter(hall_id__in=halls.values()).prefetch_related("authorities")
    }
    created = changed = 0
    served: dict[int, list[int]] = {}
    new: list[tuple[Window, list[int]]] = []
    for (hall, number), (name, authority_ids) in windows.items():
        window = kept.get((halls[hall], number))
        if window is None:
            new.append((Window(hall_id=halls[hall], number=number, name=name), authority_ids))
            continue
        before = sorted(authority.pk for authority in window.authorities.all())
        if (window.name, before) != (name, authority_ids):
            Window.objects.filter(pk=window.pk).update(name=name)
            served[window.pk] = authority_ids
            changed += 1
    Window.objects.bulk_create([window for window, _served in new])
    created = len(new)
    served.update({window.pk: authority_ids for window, authority_ids in new})
    through = Window.authorities.through
    through.objects.filter(window_id__in=served).delete()
    through.objects.bulk_create(
        through(window_id=window_id, authority_id=authority_id)
        for window_id, authority_ids in served.items()
        for authority_id in authority_ids
    )
    return Report(created, changed, len(windows) - created - changed)
