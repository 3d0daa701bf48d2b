"""Who used a licence, as its holder reads it (谁用了我的证照)."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongban.kernel.clock import ZONE
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of
from tongban.licences.access import held
from tongban.licences.models import Licence, LicenceUse
from tongban.parties.rules.actor import Actor
from tongban.sharing.queries import Use, Uses

PAGE_SIZE = 20


def uses_of_my_licences(actor: Actor, page: int = 1, year: int | None = None) -> Uses:
    """Return who used the licences of the actor and of those for whom the actor acts, the newest first.

    The rows are shaped as those of shared data: `registers` is the name of the licence. Four queries.
    """
    return _paged(LicenceUse.objects.filter(licence__in=Licence.objects.filter(held(actor))), page, year)


def uses_of_licence(actor: Actor, identifier: str, page: int = 1) -> Uses:
    """Return who used one licence that the actor holds, the newest first. Raises NotFound."""
    found = Licence.objects.filter(held(actor), identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    return _paged(LicenceUse.objects.filter(licence=found), page, None)


def _paged(found: QuerySet[LicenceUse], page: int, year: int | None) -> Uses:
    shown = found
    if year is not None and dt.MINYEAR < year < dt.MAXYEAR:
        began = dt.datetime(year, 1, 1, tzinfo=ZONE)
        shown = found.filter(at__gte=began, at__lt=began.replace(year=year + 1))
    ordered = shown.select_related("licence", "copy").order_by("-at", "-pk")
    rows, count, page, pages = page_of(ordered, page, PAGE_SIZE)
    years = tuple(each.year for each in found.datetimes("at", "year", "DESC", tzinfo=ZONE))
    return Uses(count, page, pages, tuple(_use(each) for each in rows), years)


def _use(row: LicenceUse) -> Use:
    who = row.actor_name or _("核验者不留名")
    return Use(
        at=row.at,
        act=row.kind,
        act_label=str(row.get_kind_display()),
        subject_name=row.licence.holder_name,
        actor_name=who,
        organisation_name=row.copy.user_name if row.copy is not None else "",
        purpose=row.purpose or (row.copy.purpose if row.copy is not None else ""),
        case_number=row.case_number or (row.copy.case_number if row.copy is not None else ""),
        elements=(),
        fields=(row.licence.number,),
        registers=(row.licence.name,),
        outcome="answered",
        outcome_label=str(row.get_door_display()),
        reason="",
        masked=False,
    )
