"""Load authorisations from lists, one item a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from tongban.parties.actions.give_authorisation import LONGEST_NUMBER, centralised_by
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Authorisation, Authority, Window
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.authorisations import Given, Owners, given_twice
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import RawRow, Row, Sheet

Key = tuple[str, str, int, int, int | None]  # document number, kind, from, to, window


@dataclass(slots=True)
class _List:
    """The rows of one authorisation, read: its days as the first row gives them, and each item's row."""

    starts_on: dt.date
    ends_on: dt.date | None
    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def given(self) -> Given:
        return Given(frozenset(self.rows), self.starts_on, self.ends_on)


@transaction.atomic
def import_authorisations(
    *, file: str, rows: Sequence[RawRow], owners: Owners, actor: Actor, at: dt.datetime
) -> Report:
    """Store authorisations from rows `document_number kind from to window task_code starts_on ends_on`.

    Rows with the same number, kind, authorities and window are one list; `from` and `to` are keys of authorities,
    `window` is "hall/number" or a number, `owners` as for `give_authorisation`. What is there with other items or days
    is changed; what was revoked stays revoked. By the system only. Raises ImportRefused; then nothing has changed.
    """
    list(Authority.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    sheet = Sheet(file, rows)
    lists = _read(sheet, owners)
    kept = {
        (one.document_number, one.kind, one.from_authority_id, one.to_authority_id, one.window_id): one
        for one in Authorisation.objects.filter(document_number__in={key[0] for key in lists})
    }
    _refuse_twice(lists, kept)
    sheet.refuse_if_bad()
    new: list[Authorisation] = []
    changed = 0
    for key, read in lists.items():
        number, kind, giver, receiver, window = key
        values = {"task_codes": sorted(read.rows), "starts_on": read.starts_on, "ends_on": read.ends_on}
        one = kept.get(key)
        if one is None:
            new.append(
                Authorisation(
                    document_number=number,
                    kind=kind,
                    from_authority_id=giver,
                    to_authority_id=receiver,
                    window_id=window,
                    **values,
                )
            )
        elif any(getattr(one, name) != value for name, value in values.items()):
            Authorisation.objects.filter(pk=one.pk).update(**values)
            changed += 1
    Authorisation.objects.bulk_create(new)
    report = Report(len(new), changed, len(lists) - len(new) - changed)
    if new or changed:
        record_event(
            kind="import_authorisations",
            subject="authorisation:all",
            actor=actor,
            at=at,
            created=len(new),
            changed=changed,
        )
    return report


def _read(sheet: Sheet, owners: Owners) -> dict[Key, _List]:
    authorities = dict(Authority.objects.values_list("key", "pk"))
    windows: dict[str, int] = {}
    for pk, hall, number in Window.objects.values_list("pk", "hall__key", "number"):
        windows[f"{hall}/{number}"] = pk
        windows.setdefault(number, pk)
    lists: dict[Key, _List] = {}
    for row in sheet:
        number = row.text("document_number", longest=LONGEST_NUMBER)
        kind = row.text(
            "kind", valid=lambda text: text in Authorisation.Kind.values, message="应为 window 或 centralised"
        )
        giver, receiver = _authority(row, "from", authorities), _authority(row, "to", authorities)
        if giver and giver == receiver:
            row.problem("to", "应为另一个机构")
        window = row.text("window", required=False)
        if window and kind != Authorisation.Kind.WINDOW:
            row.problem("window", "只有窗口授权可以限定窗口")
        elif window and window not in windows:
            row.problem("window", f"没有窗口 {window}")
        code = row.text("task_code", longest=50)
        task_code, owner = owners.get(code, ("", 0))
        if code and owner != giver:
            row.problem("task_code", f"不是 {row.raw('from')} 的事项：{code}")
        starts_on, ends_on = row.day("starts_on"), row.day("ends_on")
        if not row.has("starts_on"):
            row.problem("starts_on", "必须填写")
        if starts_on is None:
            continue
        if ends_on is not None and ends_on < starts_on:
            row.problem("ends_on", "不能早于 starts_on")
        found = lists.setdefault(
            (number, kind, giver, receiver, windows.get(window)), _List(starts_on=starts_on, ends_on=ends_on)
        )
        if (found.starts_on, found.ends_on) != (starts_on, ends_on):
            row.problem("starts_on", "同一份授权书的起止日期应一致")
        if task_code in found.rows:
            row.problem("task_code", f"重复：{code}")
        found.rows[task_code] = row
    return lists


def _authority(row: Row, name: str, authorities: dict[str, int]) -> int:
    key = row.text(name)
    if key and key not in authorities:
        row.problem(name, f"没有这个机构：{key}")
    return authorities.get(key, 0)


def _refuse_twice(lists: dict[Key, _List], kept: dict[Key, Authorisation]) -> None:
    """Note where two lists, of the file or stored, would give one item to two authorities at once."""
    mine = [(key, read) for key, read in lists.items() if key[1] == Authorisation.Kind.CENTRALISED]
    for place, (key, read) in enumerate(mine):
        one = kept.get(key)
        if one is not None and one.revoked_at is not None:
            continue
        stored = centralised_by(key[2], but=[each.pk for each_key, each in kept.items() if each_key in lists])
        others = [*stored, *(other.given for other_key, other in mine[:place] if other_key[2] == key[2])]
        for task_code in sorted(given_twice(read.given, others)):
            read.rows[task_code].problem("task_code", f"这段时间已集中到其他机构：{task_code}")
