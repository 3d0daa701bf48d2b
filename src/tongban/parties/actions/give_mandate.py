"""Let somebody act for an organisation or a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import ALL_ITEMS, Mandate, Organisation, Person
from tongban.parties.queries.actors import mandate_in_force
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.mandates import ScopeUnclear, scope_of, stored_scope
from tongban.parties.rules.names import clean_name


class MandateUnclear(BadInput):
    """The mandate cannot be given as it is written; `errors` says why, field by field."""


def give_mandate(
    *,
    agent_name: str,
    agent_id_number: str,
    scope: str | Sequence[str],
    starts_on: dt.date,
    ends_on: dt.date | None,
    actor: Actor,
    at: dt.datetime,
    organisation_id: int | None = None,
) -> int:
    """Give a mandate and return its id: for the organisation, or for the actor's own person when none is
    named.

    The legal representative gives for an organisation, or one whose own mandate covers everything (转委托, 民法典
    art. 169): what that agent passes on ends with their own mandate and cannot be passed on again. Others are answered
    as if there were no such organisation. The agent is named by name and identity number, and both
    must fit. Raises NotFound, MandateUnclear.
    """
    if organisation_id is not None:
        if organisation_id not in actor.organisations or actor.organisations[organisation_id] is not None:
            raise NotFound(_("没有这个办事主体。"))
    elif actor.person_id is None:
        raise NotFound(_("没有这个办事主体。"))
    under = _passed_on(organisation_id, actor, day_of(at)) if organisation_id is not None else None
    errors: dict[str, str] = {}
    agent = Person.objects.filter(id_number=agent_id_number.strip().upper(), name=clean_name(agent_name)).first()
    if agent is None:
        errors["agent_id_number"] = _("没有找到姓名与身份号码相符的人，请核对，或请对方先注册账号。")
    elif agent.pk == actor.person_id and organisation_id is None:
        errors["agent_id_number"] = _("不能授权给本人。")
    if starts_on < day_of(at):
        errors["starts_on"] = _("开始日期不能早于今天。")
    if ends_on is not None and ends_on < starts_on:
        errors["ends_on"] = _("截止日期不能早于开始日期。")
    try:
        reach = stored_scope(scope_of(scope if isinstance(scope, str) else list(scope)))
    except ScopeUnclear:
        errors["scope"] = _("请选择全部事项，或至少一个事项。")
    if errors or agent is None:
        raise MandateUnclear(errors)
    with transaction.atomic():
        mandate = Mandate.objects.create(
            organisation_id=organisation_id,
            principal_id=actor.person_id if organisation_id is None else None,
            agent=agent,
            scope=reach,
            starts_on=starts_on,
            ends_on=ends_on,
            given_by_id=actor.account_id,
            under=under,
        )
        record_event(
            kind="give_mandate",
            subject=f"mandate:{mandate.pk}",
            actor=actor,
            at=at,
            organisation_id=organisation_id,
            agent_id=agent.pk,
            scope=reach,
            under=under.pk if under else None,
        )
    return mandate.pk


def _passed_on(organisation_id: int, actor: Actor, day: dt.date) -> Mandate | None:
    """Return the mandate that the actor passes on, the one that lasts longest; None for the legal representative."""
    if Organisation.objects.filter(pk=organisation_id, legal_representative_person_id=actor.person_id).exists():
        return None
    held = Mandate.objects.filter(
        mandate_in_force(day), organisation_id=organisation_id, agent_id=actor.person_id, scope=ALL_ITEMS, under=None
    )
    longest = held.order_by(F("ends_on").desc(nulls_first=True), "pk").first()
    if longest is None:
        raise MandateUnclear({"principal": _("您的授权是他人转委托的，不能再次转委托，请由法定代表人授权。")})
    return longest
