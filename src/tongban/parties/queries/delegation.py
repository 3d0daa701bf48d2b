"""Reading who stands in for whom, and which authority may act in the items of another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tongban.kernel.clock import today
from tongban.parties.models import Absence, Authorisation
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.mandates import in_force
from tongban.parties.rules.views import AbsenceView, AuthorisationView


def exercising_authority(task_code: str, authority_id: int, on: dt.date) -> int:
    """Return the id of the authority that exercises the power in an item of an authority on a day, in one query.

    Its own, unless a list in force centralised the item (相对集中行政许可权).
    """
    found = (
        _in_force(on)
        .filter(kind=Authorisation.Kind.CENTRALISED, from_authority_id=authority_id, task_codes__contains=[task_code])
        .values_list("to_authority_id", flat=True)
        .first()
    )
    return found or authority_id


def authorisations(*, of: int | None = None, kind: str = "", on: dt.date | None = None) -> list[AuthorisationView]:
    """List authorisations, the newest first, in one query: all, or those that an authority gave or was given.

    With a day, only those in force on it.
    """
    rows = Authorisation.objects.all() if on is None else _in_force(on)
    if of is not None:
        rows = rows.filter(Q(from_authority_id=of) | Q(to_authority_id=of))
    if kind:
        rows = rows.filter(kind=kind)
    rows = rows.select_related("from_authority", "to_authority", "window__hall").order_by("-starts_on", "-pk")
    day = on or today()
    return [
        AuthorisationView(
            id=one.pk,
            kind=one.kind,
            kind_label=str(one.get_kind_display()),
            from_key=one.from_authority.key,
            from_id=one.from_authority_id,
            from_name=one.from_authority.name,
            to_key=one.to_authority.key,
            to_id=one.to_authority_id,
            to_name=one.to_authority.name,
            window=f"{one.window.hall.name} {one.window.number}" if one.window else "",
            task_codes=tuple(one.task_codes),
            document_number=one.document_number,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            revoked_at=one.revoked_at,
            in_force=one.revoked_at is None and in_force(starts_on=one.starts_on, ends_on=one.ends_on, day=day),
        )
        for one in rows
    ]


def absences(actor: Actor) -> list[AbsenceView]:
    """List the absences that the actor may end or stands in for, those to come first, those over left out."""
    day = today()
    mine = Q(official_id=actor.official_id) | Q(deputy_id=actor.official_id)
    administered = Q(official__authority_id__in=actor.authorities(DutyKind.ADMINISTRATOR))
    rows = Absence.objects.filter(mine | administered, ended_at=None, ends_on__gte=day)
    return [_absence_view(one, day) for one in _named(rows)]


def absence_reasons() -> list[tuple[str, str]]:
    """Return the reasons for an absence: code and words."""
    return [(str(code), str(label)) for code, label in Absence.Reason.choices]


def absence_of(official_id: int, *, on: dt.date | None = None) -> AbsenceView | None:
    """Return the absence of an official in force on the day (today when none is given), or None."""
    day = on or today()
    rows = Absence.objects.filter(official_id=official_id, ended_at=None, starts_on__lte=day, ends_on__gte=day)
    return next((_absence_view(one, day) for one in _named(rows)), None)


def away(official_ids: Iterable[int], *, on: dt.date) -> frozenset[int]:
    """Return who of the officials is away on the day, in one query."""
    rows = Absence.objects.filter(official_id__in=set(official_ids), ended_at=None, starts_on__lte=on, ends_on__gte=on)
    return frozenset(rows.values_list("official_id", flat=True))


def _in_force(day: dt.date) -> QuerySet[Authorisation]:
    return Authorisation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), revoked_at=None, starts_on__lte=day
    )


def _named(rows: QuerySet[Absence]) -> QuerySet[Absence]:
    return rows.select_related("official__authority", "deputy__authority").order_by("starts_on", "pk")


def _absence_view(one: Absence, day: dt.date) -> AbsenceView:
    return AbsenceView(
        id=one.pk,
        official_id=one.official_id,
        official_name=one.official.name,
        authority_id=one.official.authority_id,
        authority_name=one.official.authority.name,
        authority_name_en=one.official.authority.name_en,
        deputy_id=one.deputy_id,
        deputy_name=one.deputy.name,
        deputy_authority_name=one.deputy.authority.name,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        reason=str(one.get_reason_display()),
        in_force=in_force(starts_on=one.starts_on, ends_on=one.ends_on, day=day),
    )
