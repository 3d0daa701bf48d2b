"""Reading the city, its divisions, authorities, halls and officials."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.kernel.clock import today
from tongban.kernel.errors import NotFound
from tongban.parties.models import Absence, Authorisation, Authority, City, Duty, Hall, Official, Region
from tongban.parties.rules.actor import DutyKind
from tongban.parties.rules.mandates import in_force
from tongban.parties.rules.views import (
    AuthorityName,
    AuthorityView,
    CityView,
    HallView,
    OfficialView,
    RegionView,
    WindowView,
)


def authority(key_or_id: str | int) -> AuthorityView:
    """Return an authority by its key or its id; NotFound when there is none."""
    wanted = Q(pk=key_or_id) if isinstance(key_or_id, int) else Q(key=key_or_id)
    found = Authority.objects.select_related("region").filter(wanted).first()
    if found is None:
        raise NotFound("没有这个机构。")
    return _authority_view(found)


def authorities(ids: Iterable[int] | None = None) -> list[AuthorityView]:
    """Return all authorities, or those with the ids, by key, in one query."""
    wanted = Authority.objects.select_related("region").order_by("key")
    if ids is not None:
        wanted = wanted.filter(pk__in=set(ids))
    return [_authority_view(found) for found in wanted]


def names_of_authorities(ids: Iterable[int] | None = None) -> dict[int, AuthorityName]:
    """Return the names of all authorities, or of those with the ids, by id in the order of their keys; one query."""
    wanted = Authority.objects.order_by("key")
    if ids is not None:
        wanted = wanted.filter(pk__in=set(ids))
    return {pk: AuthorityName(*names) for pk, *names in wanted.values_list("pk", "name", "name_en")}


def regions_under(code: str) -> list[RegionView]:
    """Return the divisions right under one, by code."""
    return [_region_view(one) for one in Region.objects.filter(parent_id=code).order_by("code")]


def regions_within(prefix: str) -> list[RegionView]:
    """Return the divisions whose code begins with the digits, by code: a city's with all that lie in it."""
    return [_region_view(one) for one in Region.objects.filter(code__startswith=prefix).order_by("code")]


def region(code: str) -> RegionView:
    """Return a division; NotFound when the code is not loaded."""
    found = Region.objects.filter(pk=code).first()
    if found is None:
        raise NotFound("没有这个区划。")
    return _region_view(found)


def city() -> CityView | None:
    """Return the city that lives here, or None before it is set up."""
    found = City.objects.select_related("default_hall").first()
    if found is None:
        return None
    return CityView(
        code=found.region_id,
        name=found.name,
        name_en=found.name_en,
        site_title=found.site_title,
        site_title_en=found.site_title_en,
        site_note=found.site_note,
        site_note_en=found.site_note_en,
        languages=tuple(found.languages),
        default_language=found.default_language,
        catalog_prefix=found.catalog_prefix,
        operator_id=found.operator_id,
        default_hall_key=found.default_hall.key if found.default_hall else "",
        numbering=tuple(sorted(found.numbering.items())),
    )


def operator_id() -> int | None:
    """Return the authority that runs the platform for the city (运行管理单位), None before the city is set up."""
    return City.objects.values_list("operator_id", flat=True).first()


def halls() -> list[HallView]:
    """Return the halls with their windows, in three queries."""
    return [
        HallView(
            id=hall.pk,
            key=hall.key,
            name=hall.name,
            name_en=hall.name_en,
            region_code=hall.region_id,
            address=hall.address,
            hours=hall.hours,
            phone=hall.phone,
            windows=tuple(
                WindowView(
                    window.pk,
                    window.number,
                    window.name,
                    tuple(sorted(served.key for served in window.authorities.all())),
                )
                for window in hall.windows.all()
            ),
        )
        for hall in Hall.objects.prefetch_related("windows__authorities")
    ]


def officials(ids: Iterable[int]) -> dict[int, OfficialView]:
    """Return officials by id, those who left included, in one query."""
    return {one.pk: _official_view(one) for one in _officials().filter(pk__in=set(ids))}


def email_of_official(official_id: int) -> str:
    """Return the e-mail address of an official's account, empty where it has none or the official has left."""
    found = Official.objects.filter(pk=official_id, account__is_active=True).values_list("account__email", flat=True)
    return found.first() or ""


def officials_with(kind: DutyKind, authority_id: int, *, on: dt.date | None = None) -> list[OfficialView]:
    """Return who holds the duty at the authority on the day (today when none is given), by name."""
    day = on or today()
    held = Duty.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        official=OuterRef("pk"),
        kind=kind.value,
        authority_id=authority_id,
        starts_on__lte=day,
    )
    serving = _officials().filter(
        Q(active_to__isnull=True) | Q(active_to__gte=day),
        Exists(held),
        active_from__lte=day,
        account__is_active=True,
    )
    return [_official_view(one) for one in serving.order_by("name", "pk")]


def officials_charged(
    kinds: Iterable[DutyKind], authority_id: int, task_code: str, *, on: dt.date
) -> list[OfficialView]:
    """Return who is there on the day to do an item of an authority by any of the duties, by name, in one query.

    Clerks whose authority was authorised to receive the item are among them; who is away is not.
    """
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    duties = Duty.objects.filter(in_force, official=OuterRef("pk"), starts_on__lte=on)
    held = duties.filter(kind__in=[kind.value for kind in kinds], authority_id=authority_id)
    listed = Authorisation.objects.filter(
        in_force,
        Q(window=None) | Q(window=OuterRef("window")),
        kind=Authorisation.Kind.WINDOW,
        from_authority_id=authority_id,
        to_authority=OuterRef("official__authority"),
        task_codes__contains=[task_code],
        starts_on__lte=on,
        revoked_at=None,
    )
    receives = duties.filter(Exists(listed), kind=DutyKind.CLERK.value)
    away = Absence.objects.filter(official=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on, ended_at=None)
    able = Q(Exists(held)) | Q(Exists(receives)) if DutyKind.CLERK in kinds else Q(Exists(held))
    serving = _officials().filter(
        Q(active_to__isnull=True) | Q(active_to__gte=on), able, ~Exists(away), active_from__lte=on
    )
    return [_official_view(one) for one in serving.filter(account__is_active=True).order_by("name", "pk")]


def officials_in_service(*, on: dt.date | None = None) -> list[OfficialView]:
    """Return who serves on the day (today when none is given), by authority and name, in one query."""
    day = on or today()
    serving = _officials().filter(
        Q(active_to__isnull=True) | Q(active_to__gte=day), active_from__lte=day, account__is_active=True
    )
    return [_official_view(one) for one in serving.order_by("authority__key", "name", "pk")]


def _officials() -> QuerySet[Official]:
    return Official.objects.select_related("authority", "account")


def _official_view(one: Official) -> OfficialView:
    serving = in_force(starts_on=one.active_from, ends_on=one.active_to, day=today())
    return OfficialView(
        one.pk,
        one.name,
        one.authority_id,
        one.authority.name,
        one.authority.name_en,
        one.account_id,
        serving and one.account.is_active,
    )


def _authority_view(found: Authority) -> AuthorityView:
    return AuthorityView(
        id=found.pk,
        key=found.key,
        uscc=found.uscc,
        name=found.name,
        short_name=found.short_name,
        name_en=found.name_en,
        region_code=found.region_id,
        region_name=found.region.name,
        line=found.line,
        phone=found.phone,
        complaint_phone=found.complaint_phone,
        address=found.address,
        document_mark=found.document_mark or found.short_name,
    )


def _region_view(one: Region) -> RegionView:
    return RegionView(one.code, one.name, one.level, one.parent_id or "")
