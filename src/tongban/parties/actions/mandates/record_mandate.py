"""Record at a window a mandate that was signed on paper, for somebody without an account or a telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.kernel.pictures import bare
from tongban.parties.actions.mandates.terms import MandateUnclear, check_days, person_named, reach_of, tell
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Mandate, Organisation
from tongban.parties.queries.mandates import helper
from tongban.parties.rules.actor import Actor, DutyKind

TAKEN_KINDS = ("pdf", "png", "jpg")
MOST_BYTES = 10 * 1024 * 1024


def record_mandate(
    *,
    principal_name: str,
    principal_code: str,
    scope: str | Sequence[str],
    starts_on: dt.date,
    ends_on: dt.date | None,
    paper: bytes,
    paper_name: str,
    actor: Actor,
    at: dt.datetime,
    agent_name: str = "",
    agent_id_number: str = "",
    helper_id: int | None = None,
    agent_signed: bool = False,
) -> int:
    """Record a signed power of attorney (授权委托书) with its scan, and return its id.

    The principal's signature is on it; with `agent_signed` the agent's too, else the agent accepts it in their own
    account. Both must be known by name and number. The record names the clerk, who is neither side, and the principal
    is written to. Raises NotFound to who is no clerk, MandateUnclear.
    """
    if actor.official_id is None or not actor.charged_with(DutyKind.CLERK):
        raise NotFound(_("没有这个页面。"))
    errors: dict[str, str] = {}
    firm = Organisation.objects.filter(uscc=principal_code.strip().upper(), name=principal_name.strip()).first()
    principal = None if firm else person_named(principal_name, principal_code, "principal_code", errors)
    agent = None
    if helper_id is None:
        agent = person_named(agent_name, agent_id_number, "agent_id_number", errors)
    elif helper(helper_id, on=day_of(at)) is None:
        errors["helper"] = _("没有这位帮办代办员，请从名单中选择。")
    if agent is not None and agent == principal:
        errors["agent_id_number"] = _("不能授权给本人。")
    own = {principal.pk if principal else None, agent.pk if agent else None} - {None}
    if helper_id == actor.official_id or actor.person_id in own or (firm and firm.pk in actor.organisations):
        errors["agent_id_number"] = _("不能登记与本人有关的授权，请由其他窗口人员登记（回避）。")
    check_days(starts_on, ends_on, day_of(at), errors)
    reach = reach_of(scope, errors)
    try:
        media_type = files.inspect_upload(paper, paper_name, allowed=TAKEN_KINDS, max_bytes=MOST_BYTES)
    except files.UploadRefused as refused:
        errors["paper"] = str(refused)
    if errors:
        raise MandateUnclear(errors)
    kept = files.put(bare(paper, media_type), media_type)
    with transaction.atomic():
        mandate = Mandate.objects.create(
            kind=_kind(helper_id, firm),
            organisation=firm,
            principal=principal,
            agent=agent,
            helper_id=helper_id,
            scope=reach,
            starts_on=starts_on,
            ends_on=ends_on,
            proposed_by=Mandate.Side.WINDOW,
            principal_accepted_at=at,
            agent_accepted_at=at if agent_signed else None,
            given_by_id=actor.account_id,
            recorded_by_id=actor.official_id,
            paper_sha256=kept.sha256,
            paper_name=files.safe_name(paper_name),
        )
        record_event(
            kind="record_mandate",
            subject=f"mandate:{mandate.pk}",
            actor=actor,
            at=at,
            organisation_id=mandate.organisation_id,
            principal_id=mandate.principal_id,
            agent_id=mandate.agent_id,
            helper_id=helper_id,
            scope=reach,
            official_id=actor.official_id,
            sha256=kept.sha256,
        )
        tell("record", mandate)
    return mandate.pk


def _kind(helper_id: int | None, firm: Organisation | None) -> str:
    if helper_id is not None:
        return Mandate.Kind.HELPER
    return Mandate.Kind.RELATIVE if firm is None else Mandate.Kind.AGENT
