"""Load the officials of a city with their accounts and duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tongban.kernel.clock import day_of
from tongban.parties.actions.known_accounts import known_accounts, read_username
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Account, Authority, Duty, Official, Window
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.names import name_valid
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import RawRow, Row, Sheet
from tongban.parties.rules.separation import first_clash

FILE = "officials.toml"


@dataclass(frozen=True, slots=True)
class _Charge:
    kind: DutyKind
    authority_id: int
    window_id: int | None


@dataclass(frozen=True, slots=True)
class _Read:
    username: str
    name: str
    email: str
    authority_id: int
    active_from: dt.date | None
    charges: tuple[_Charge, ...]


@transaction.atomic
def import_officials(*, rows: Sequence[RawRow], actor: Actor, at: dt.datetime) -> Report:
    """Store officials: `username name email authority active_from duties`, duties of `kind authority window`.

    `authority` of a duty defaults to the official's; `window` is a number that is unique in the city, or
    "hall/number".
    New accounts have no password. Duties that an official ever held are not given again, and one who left
    stays so. Raises ImportRefused, also where duties must be kept apart; then nothing has changed.
    """
    sheet = Sheet(FILE, rows)
    read = _read(sheet)
    sheet.refuse_if_bad()
    accounts = {
        account.username: account for account in Account.objects.filter(username__in=[one.username for one in read])
    }
    fresh = [
        Account(
            username=one.username,
            email=one.email,
            password=make_password(None),
            is_staff=any(charge.kind is DutyKind.ADMINISTRATOR for charge in one.charges),
        )
        for one in read
        if one.username not in accounts
    ]
    accounts.update({account.username: account for account in Account.objects.bulk_create(fresh)})
    officials = {official.account_id: official for official in Official.objects.filter(account__in=accounts.values())}
    day = day_of(at)
    new = [
        Official(
            account=accounts[one.username],
            name=one.name,
            authority_id=one.authority_id,
            active_from=one.active_from or day,
        )
        for one in read
        if accounts[one.username].pk not in officials
    ]
    officials.update({official.account_id: official for official in Official.objects.bulk_create(new)})
    added = _add_duties(read, {name: officials[account.pk] for name, account in accounts.items()}, day)
    created = {official.pk for official in new}
    changed = len(added - created)
    report = Report(len(created), changed, len(read) - len(created) - changed)
    if report.created or report.changed:
        record_event(
            kind="import_officials",
            subject="official:all",
            actor=actor,
            at=at,
            created=report.created,
            changed=report.changed,
        )
    return report


def _read(sheet: Sheet) -> list[_Read]:
    authorities = dict(Authority.objects.values_list("key", "pk"))
    windows: dict[str, int] = {}
    for pk, hall, number in Window.objects.values_list("pk", "hall__key", "number"):
        windows[f"{hall}/{number}"] = pk
        windows.setdefault(number, pk)
    known = known_accounts(sheet.rows)
    seen: set[str] = set()
    read: list[_Read] = []
    for row in sheet:
        username = read_username(row)
        account = known.by_username.get(username.lower())
        theirs = account is not None and (account.username != username or not hasattr(account, "official"))
        if username.lower() in seen or theirs:
            row.problem("username", f"这个用户名已被使用：{username}")
        seen.add(username.lower())
        email = row.text("email", required=False)
        known.claim_email(row, email, username)
        name = row.text("name", valid=name_valid, message="不是姓名")
        key = row.text("authority")
        if key and key not in authorities:
            row.problem("authority", f"authorities.toml 里没有 {key}")
        charges = _read_duties(row, key, authorities, windows)
        clash = first_clash((charge.kind, charge.authority_id) for charge in charges)
        if clash is not None:
            row.problem("duties", f"同一机构的 {clash.one} 与 {clash.other} 必须由不同的人担任")
        read.append(
            _Read(
                username,
                name,
                email,
                authorities.get(key, 0),
                row.day("active_from"),
                tuple(charges),
            )
        )
    return read


def _read_duties(row: Row, own: str, authorities: dict[str, int], windows: dict[str, int]) -> list[_Charge]:
    kinds = {kind.value for kind in DutyKind}
    inner = Sheet(FILE, row.rows("duties"))
    charges: list[_Charge] = []
    for duty in inner:
        kind = duty.text("kind", valid=lambda text: text in kinds, message=f"应为 {'、'.join(sorted(kinds))} 之一")
        key = duty.text("authority", required=False, default=own)
        if key and key not in authorities:
            duty.problem("authority", f"authorities.toml 里没有 {key}")
        window = duty.text("window", required=False)
        if window and window not in windows:
            duty.problem("window", f"halls.toml 里没有窗口 {window}")
        if kind and key in authorities:
            charges.append(_Charge(DutyKind(kind), authorities[key], windows.get(window)))
    for found in inner.problems:
        row.problem(f"duties #{found.row} {found.field}", found.message)
    return charges


def _add_duties(read: list[_Read], officials: dict[str, Official], day: dt.date) -> set[int]:
    """Give the duties that were never held; return the ids of the officials who got one."""
    held = set(
        Duty.objects.filter(official__in=officials.values()).values_list(
            "official_id", "kind", "authority_id", "window_id"
        )
    )
    new = [
        Duty(
            official=officials[one.username],
            kind=charge.kind.value,
            authority_id=charge.authority_id,
            window_id=charge.window_id,
            starts_on=one.active_from or day,
        )
        for one in read
        if officials[one.username].active_to is None
        for charge in dict.fromkeys(one.charges)
        if (officials[one.username].pk, charge.kind.value, charge.authority_id, charge.window_id) not in held
    ]
    Duty.objects.bulk_create(new)
    return {duty.official_id for duty in new}
