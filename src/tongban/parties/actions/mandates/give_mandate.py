"""Offer somebody that they may act for an organisation or a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.parties.actions.mandates.terms import (
    MandateUnclear,
    check_days,
    passed_on,
    person_named,
    reach_of,
    refuse_twice,
    refuse_unconfirmed,
    tell,
)
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Mandate
from tongban.parties.queries.mandates import helper
from tongban.parties.rules.actor import Actor


def give_mandate(
    *,
    scope: str | Sequence[str],
    starts_on: dt.date,
    ends_on: dt.date | None,
    actor: Actor,
    at: dt.datetime,
    agent_name: str = "",
    agent_id_number: str = "",
    helper_id: int | None = None,
    organisation_id: int | None = None,
) -> int:
    """Offer a mandate and return its id: for the organisation, or for the actor's own person when none is named.

    It counts once the agent accepts it (民法典 art. 165 wants the agent, the matters, the authority and the time). The
    legal representative gives for an organisation, or one whose own mandate covers everything (转委托, art. 169): what
    that agent passes on ends with their own mandate and cannot be passed on again. Others are answered as if there
    were no such organisation. The agent is named by name and identity number, and both must fit, or is the helper
    (帮办代办员) of this official id. Of who gives and of who acts it is confirmed who they are. Raises NotFound,
    MandateUnclear.
    """
    if actor.person_id is None:
        raise NotFound(_("没有这个办事主体。"))
    under = passed_on(organisation_id, actor, day_of(at)) if organisation_id is not None else None
    refuse_unconfirmed(actor)
    errors: dict[str, str] = {}
    agent = None
    if helper_id is not None:
        if helper(helper_id, on=day_of(at)) is None or helper_id == actor.official_id:
            errors["helper"] = _("没有这位帮办代办员，请从名单中选择。")
    else:
        agent = person_named(agent_name, agent_id_number, "agent_id_number", errors)
        if agent is not None and agent.pk == actor.person_id and organisation_id is None:
            errors["agent_id_number"] = _("不能授权给本人。")
    check_days(starts_on, ends_on, day_of(at), errors)
    mandate = Mandate(
        kind=_kind(helper_id, organisation_id),
        organisation_id=organisation_id,
        principal_id=actor.person_id if organisation_id is None else None,
        agent=agent,
        helper_id=helper_id,
        scope=reach_of(scope, errors),
        starts_on=starts_on,
        ends_on=ends_on,
        proposed_by=Mandate.Side.PRINCIPAL,
        principal_accepted_at=at,
        given_by_id=actor.account_id,
        under=under,
    )
    if not errors:
        refuse_twice(mandate, errors)
    if errors:
        raise MandateUnclear(errors)
    with transaction.atomic():
        mandate.save()
        record_event(
            kind="give_mandate",
            subject=f"mandate:{mandate.pk}",
            actor=actor,
            at=at,
            organisation_id=organisation_id,
            agent_id=mandate.agent_id,
            helper_id=helper_id,
            scope=mandate.scope,
            under=under.pk if under else None,
        )
        tell("give", mandate)
    return mandate.pk


def _kind(helper_id: int | None, organisation_id: int | None) -> str:
    if helper_id is not None:
        return Mandate.Kind.HELPER
    return Mandate.Kind.RELATIVE if organisation_id is None else Mandate.Kind.AGENT
