"""Ask somebody for leave to act for them: a daughter asks her father, an accountant a company, a helper a villager."""

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
    person_named,
    reach_of,
    refuse_twice,
    refuse_unconfirmed,
    tell,
)
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Mandate, Organisation
from tongban.parties.queries.mandates import helper
from tongban.parties.rules.actor import Actor


def ask_mandate(
    *,
    principal_name: str,
    principal_code: str,
    scope: str | Sequence[str],
    starts_on: dt.date,
    ends_on: dt.date | None,
    actor: Actor,
    at: dt.datetime,
    as_helper: bool = False,
) -> int:
    """Ask a person by identity number, or an organisation by unified code, for a mandate, and return its id.

    It counts once they accept it. Name and code must fit, and of both it is confirmed who they are. An official
    who helps applicants asks `as_helper`. Raises NotFound to who can act for nobody, MandateUnclear.
    """
    if as_helper and (actor.official_id is None or helper(actor.official_id, on=day_of(at)) is None):
        raise NotFound(_("没有这个页面。"))
    if not as_helper and actor.person_id is None:
        raise NotFound(_("没有这个办事主体。"))
    if not as_helper:
        refuse_unconfirmed(actor)
    errors: dict[str, str] = {}
    firm = Organisation.objects.filter(uscc=principal_code.strip().upper(), name=principal_name.strip()).first()
    principal = None if firm else person_named(principal_name, principal_code, "principal_code", errors)
    if principal is not None and principal.pk == actor.person_id:
        errors["principal_code"] = _("不能授权给本人。")
    check_days(starts_on, ends_on, day_of(at), errors)
    mandate = Mandate(
        kind=Mandate.Kind.HELPER if as_helper else Mandate.Kind.AGENT if firm else Mandate.Kind.RELATIVE,
        organisation=firm,
        principal=principal,
        agent_id=None if as_helper else actor.person_id,
        helper_id=actor.official_id if as_helper else None,
        scope=reach_of(scope, errors),
        starts_on=starts_on,
        ends_on=ends_on,
        proposed_by=Mandate.Side.AGENT,
        agent_accepted_at=at,
    )
    if not errors:
        refuse_twice(mandate, errors)
    if errors:
        raise MandateUnclear(errors)
    with transaction.atomic():
        mandate.save()
        record_event(
            kind="ask_mandate",
            subject=f"mandate:{mandate.pk}",
            actor=actor,
            at=at,
            organisation_id=mandate.organisation_id,
            principal_id=mandate.principal_id,
            scope=mandate.scope,
        )
        tell("ask", mandate)
    return mandate.pk
