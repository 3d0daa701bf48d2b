"""Parties for tests: persons, organisations, authorities, officials and accounts with identifiers that hold."""

import datetime as dt
import itertools

from stdnum.cn import uscc as stdnum_uscc

from tongban.parties.models import (
    Account,
    Authority,
    Duty,
    Hall,
    Mandate,
    Official,
    Organisation,
    Person,
    Region,
    Window,
)
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind

AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)  # Monday, 10:00 in Shanghai
DAY = dt.date(2026, 6, 1)
PASSWORD = "一个足够长的密码-2026"

_serial = itertools.count(1)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(serial: int | None = None) -> str:
    """Make a resident identity number of an area that does not exist, check digit right."""
    day, place = divmod(serial or next(_serial), 1000)
    born = dt.date(1990, 1, 1) + dt.timedelta(days=day)
    body = f"990199{born:%Y%m%d}{place:03d}"
    return body + "10X98765432"[sum(int(digit) * w for digit, w in zip(body, _WEIGHTS, strict=True)) % 11]


def uscc(prefix: str = "91") -> str:
    """Make a unified social credit code of an area that does not exist, check character right."""
    body = f"{prefix}990100TB{next(_serial):06d}0"
    return body + stdnum_uscc.calc_check_digit(body)


def make_region(code: str = "990100000000", name: str = "青禾市", level: int = 3) -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": level})[0]


def make_authority(key: str = "", **more: object) -> Authority:
    serial = next(_serial)
    return Authority.objects.create(
        key=key or f"authority-{serial}",
        uscc=uscc("11"),
        name=f"青禾市第{serial}局",
        short_name=f"第{serial}局",
        region=make_region(),
        **more,
    )


def make_window(*served: Authority) -> Window:
    serial = next(_serial)
    hall = Hall.objects.create(
        key=f"hall-{serial}", name="大厅", region=make_region(), address="示例路", hours="工作日"
    )
    window = Window.objects.create(hall=hall, number="1", name="综合窗口")
    window.authorities.set(served)
    return window


def make_person(name: str = "尚代理", **more: object) -> Person:
    more.setdefault("id_number", id_number())
    more.setdefault("assurance", 2)
    return Person.objects.create(name=name, phone="19900000901", **more)


def make_organisation(**more: object) -> Organisation:
    more.setdefault("legal_representative", "方法人")
    return Organisation.objects.create(uscc=uscc(), name="青禾示例面包有限公司", kind="企业法人", **more)


def make_account(username: str = "", *, person: Person | None = None, **more: object) -> Account:
    return Account.objects.create(
        username=username or f"account-{next(_serial)}", password="!unusable", person=person, **more
    )


def make_official(
    authority: Authority,
    *kinds: DutyKind,
    name: str = "钟收件",
    starts_on: dt.date = dt.date(2020, 1, 1),
    ends_on: dt.date | None = None,
    window: Window | None = None,
) -> Official:
    official = Official.objects.create(
        account=make_account(), name=name, authority=authority, active_from=dt.date(2020, 1, 1)
    )
    for kind in kinds:
        Duty.objects.create(
            official=official,
            kind=kind.value,
            authority=authority,
            window=window,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return official


def make_administrator(authority: Authority | None = None) -> Actor:
    official = make_official(authority or make_authority(), DutyKind.ADMINISTRATOR, name="管理言")
    return actor_of(official.account, "web", on=DAY)


def make_mandate(
    agent: Person,
    *,
    organisation: Organisation | None = None,
    principal: Person | None = None,
    scope: object = "all",
    starts_on: dt.date = dt.date(2020, 1, 1),
    ends_on: dt.date | None = None,
) -> Mandate:
    return Mandate.objects.create(
        kind="agent" if organisation else "relative",
        principal_accepted_at=AT,
        agent_accepted_at=AT,
        agent=agent,
        organisation=organisation,
        principal=principal,
        scope=scope,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def make_agent(organisation: Organisation, **mandate: object) -> Actor:
    """Make a person with an account who acts for the organisation, and return who that is today."""
    person = make_person()
    make_mandate(person, organisation=organisation, **mandate)
    return actor_of(make_account(person=person), "web", on=DAY)
