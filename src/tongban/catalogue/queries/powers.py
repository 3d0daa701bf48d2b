"""Reading what an authority does of its own accord (依职权): punishing, compelling, levying, inspecting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.queries.known_by import known_by
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES, VersionState
from tongban.catalogue.rules.views import BasisView
from tongban.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PowerView:
    """A power as it is in force: which conduct it is about, what may be done about it, how, and on which ground."""

    code: str
    local_code: str
    catalog_code: str
    name: str
    name_en: str
    type: str
    level: str
    authority: str
    authority_en: str
    authority_key: str
    region: str
    number: int
    effective_on: dt.date
    standing: str
    standing_reason: str
    power_source: str
    body_kind: str
    entrusted_by: str
    delegated_to: tuple[str, ...]
    conduct: str
    measures: tuple[str, ...]
    procedure: tuple[str, ...]
    collection: Mapping[str, Any]
    basis: tuple[BasisView, ...]
    phone: str
    complaint_phone: str


def power(code: str) -> PowerView:
    """Return a power by its 实施编码 or local code, whatever its standing; two queries. NotFound when there is none."""
    found = (
        Version.objects.filter(
            implementation__in=Implementation.objects.filter(known_by(code)),
            state=VersionState.PUBLISHED.value,
            variant="",
            type__in=list(EX_OFFICIO_TYPES),
        )
        .select_related("implementation__authority", "implementation__region", "implementation__item")
        .prefetch_related("bases")
        .first()
        if code and code.isprintable()
        else None
    )
    if found is None:
        raise NotFound(_("没有这项职权，请从权责清单里查找。"))
    return _view(found)


def _view(found: Version) -> PowerView:
    carried_out, said = found.implementation, found.ex_officio
    return PowerView(
        code=carried_out.task_code,
        local_code=carried_out.local_code,
        catalog_code=carried_out.item.catalog_code,
        name=found.name,
        name_en=found.name_en,
        type=found.type,
        level=carried_out.level,
        authority=carried_out.authority.name,
        authority_en=carried_out.authority.name_en,
        authority_key=carried_out.authority.key,
        region=carried_out.region.name,
        number=found.number,
        effective_on=found.effective_on,
        standing=found.standing,
        standing_reason=found.standing_reason,
        power_source=found.power_source,
        body_kind=found.content.get("body_kind", ""),
        entrusted_by=found.content.get("entrusted_by", ""),
        delegated_to=tuple(found.delegated_to),
        conduct=said.get("conduct", ""),
        measures=tuple(said.get("measures", ())),
        procedure=tuple(said.get("procedure", ())),
        collection=said.get("collection", {}),
        basis=tuple(BasisView(row.law, row.article, row.local_parameter) for row in found.bases.all()),
        phone=found.phone or carried_out.authority.phone,
        complaint_phone=found.complaint_phone or carried_out.authority.complaint_phone,
    )
