"""Licences as their authority issues them, without a case before them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.city import MONDAY, actor, company
from tongban.licences.actions import Issued, issue
from tongban.parties.queries import organisation, person
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import PartyView

FACE: dict[str, Any] = {
    "project_name": {"label": "工程名称", "value": "示例东路 7 号面包店 10 千伏接入工程"},
    "road_name": {"label": "挖掘道路名称", "value": "示例东路"},
    "surfaces": {"label": "挖掘部位", "value": ["人行道", "车行道"]},
    "excavation_length": {"label": "长度", "value": 18.5},
    "start_on": {"label": "开工日期", "value": "2026-04-16"},
    "contact_phone": {"label": "联系电话", "value": "19900000110"},
    "conditions": {"label": "许可条件", "value": "夜间施工，保留一条车道。"},
}


def authority_id() -> int:
    """Return the authority at which the story's issuer serves."""
    return next(iter(actor("issuer").authorities(DutyKind.ISSUER)))


def firm() -> PartyView:
    """Return the company for which the story's applicant acts."""
    return organisation(company(actor("applicant")))


def human() -> PartyView:
    """Return a person of the city who holds no mandate in the story."""
    return person(actor("stranger").person_id or 0)


def licence(
    *,
    holder: PartyView | None = None,
    by: Actor | None = None,
    at: dt.datetime = MONDAY,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = dt.date(2030, 6, 1),
    face: dict[str, Any] | None = None,
    type_code: str = "road-excavation",
    matter_id: int | None = None,
) -> Issued:
    """Issue a licence to the story's company, unless another holder is named."""
    return issue(
        type_code=type_code,
        holder=holder or firm(),
        authority_id=authority_id(),
        matter_id=matter_id,
        face=FACE if face is None else face,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=by or actor("issuer"),
        at=at,
    )
