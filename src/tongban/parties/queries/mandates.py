"""Reading the mandates between applicants and those who act for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from tongban.kernel.clock import today
from tongban.kernel.errors import NotFound
from tongban.parties.models import Account, Authority, Duty, HandedOver, Mandate, Official, Organisation, PartyEvent
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.identity import masked
from tongban.parties.rules.mandates import Scope, authorities_in, in_force, scope_of
from tongban.parties.rules.views import AuthorityName, HandedOverView, HelperView, MandateEvent, MandateView

MOST_HELPERS = 20
PRINCIPAL, AGENT = Mandate.Side.PRINCIPAL.value, Mandate.Side.AGENT.value


def within(scope: Scope, field: str) -> Q:
    """Return the filter for rows whose item, in the field of this name, a scope covers; see `covers`."""
    if scope is None:
        return Q()
    found = Q(**{f"{field}__in": scope})
    for uscc in authorities_in(scope):
        found |= Q(**{f"{field}__startswith": uscc})
    return found


def mandates_of(actor: Actor) -> list[MandateView]:
    """Return the mandates that the actor gave, holds or may end, the newest first, those over included."""
    return [_view(row, actor) for row in _seen_by(actor).order_by("-starts_on", "-pk")]


def mandate(actor: Actor, mandate_id: int) -> MandateView:
    """Return one mandate to either of its sides; NotFound to everybody else."""
    row = _seen_by(actor).filter(pk=mandate_id).first()
    if row is None:
        raise NotFound(_("没有这个授权。"))
    return _view(row, actor)


def events_of_mandate(actor: Actor, mandate_id: int) -> list[MandateEvent]:
    """Return what was done with a mandate, the newest first: who gave, accepted and ended it, what was downloaded.

    What the agent did in a case is said by the case's journal. Raises NotFound as `mandate` does.
    """
    if not _seen_by(actor).filter(pk=mandate_id).exists():
        raise NotFound(_("没有这个授权。"))
    rows = PartyEvent.objects.filter(subject=f"mandate:{mandate_id}").order_by("-pk")
    return [
        MandateEvent(row.kind, row.actor_name, row.at, row.facts.get("case", ""), row.facts.get("what", ""))
        for row in rows
    ]


def mandate_sides(mandate_id: int) -> MandateView | None:
    """Return a mandate as the system sees it, to write to both sides; None when there is none."""
    row = _rows().filter(pk=mandate_id).first()
    return None if row is None else _view(row, Actor(name=""))


def helpers(text: str = "", *, on: dt.date | None = None) -> list[HelperView]:
    """List the helpers in service on the day (today when none is given) whose name, authority or region has the words.

    Twenty at most, by region and name, in one query.
    """
    serving = _helpers(on or today())
    for word in text.split():
        serving = serving.filter(
            Q(name__contains=word) | Q(authority__name__contains=word) | Q(authority__region__name__contains=word)
        )
    return [_helper_view(one) for one in serving.order_by("authority__region_id", "name", "pk")[:MOST_HELPERS]]


def helper(official_id: int, *, on: dt.date) -> HelperView | None:
    """Return the official if they help applicants on the day, else None."""
    found = _helpers(on).filter(pk=official_id).first()
    return None if found is None else _helper_view(found)


def _helpers(day: dt.date) -> QuerySet[Official]:
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    held = Duty.objects.filter(open_ended, official=OuterRef("pk"), kind=DutyKind.HELPER.value, starts_on__lte=day)
    return Official.objects.select_related("authority__region").filter(
        Q(active_to__isnull=True) | Q(active_to__gte=day), Exists(held), active_from__lte=day, account__is_active=True
    )


def _helper_view(one: Official) -> HelperView:
    office = one.authority
    return HelperView(one.pk, one.name, office.name, office.name_en, office.phone, office.region.name)


def speaks_for(organisation_id: int) -> int | None:
    """Return the person who is the legal representative of an organisation, None where the register names none."""
    heads = Organisation.objects.filter(pk=organisation_id)
    return heads.values_list("legal_representative_person_id", flat=True).first()


def authority_names(usccs: Iterable[str]) -> dict[str, AuthorityName]:
    """Return the names of authorities by USCC, in one query."""
    found = Authority.objects.filter(uscc__in=set(usccs)).values_list("uscc", "name", "name_en")
    return {uscc: AuthorityName(*names) for uscc, *names in found}


def account_of_agent(mandate: MandateView) -> int | None:
    """Return the account by which the agent of a mandate acts, None for who has none."""
    of = Q(official=mandate.helper_id) if mandate.helper_id is not None else Q(person_id=mandate.agent_id)
    return Account.objects.filter(of).values_list("pk", flat=True).first()


def without_account(person_id: int) -> bool:
    """Tell whether a person has no account to read messages in."""
    return not Account.objects.filter(person_id=person_id, is_active=True).exists()


def authority_codes(names: list[str]) -> dict[str, str]:
    """Return the USCC of the authorities with these names, short names or codes, by what was written, in one query."""
    found = Authority.objects.filter(Q(name__in=names) | Q(short_name__in=names) | Q(uscc__in=names))
    return {
        written: uscc
        for uscc, *known in found.values_list("uscc", "name", "short_name", "uscc")
        for written in known
        if written in names
    }


def paper_of(actor: Actor, mandate_id: int) -> tuple[str, str]:
    """Return the name and SHA-256 of the scan of a mandate signed on paper; NotFound as `mandate`, or without one."""
    seen = mandate(actor, mandate_id)
    if not seen.paper:
        raise NotFound(_("没有这份扫描件。"))
    return seen.paper_name, seen.paper


def _rows() -> QuerySet[Mandate]:
    return Mandate.objects.select_related(
        "organisation", "principal", "agent", "helper__authority", "under", "recorded_by__authority"
    ).prefetch_related(Prefetch("handed_over", queryset=HandedOver.objects.order_by("pk")))


def _seen_by(actor: Actor) -> QuerySet[Mandate]:
    may_end = [pk for pk in actor.organisations if actor.answers_for(pk)]
    return _rows().filter(
        Q(agent_id=actor.person_id, agent_id__isnull=False)
        | Q(helper_id=actor.official_id, helper_id__isnull=False)
        | Q(principal_id=actor.person_id, principal_id__isnull=False)
        | Q(organisation_id__in=may_end)
    )


def side_of(row: Mandate, actor: Actor) -> str:
    """Return on which side of a mandate the actor stands: principal, agent, or "" for a stranger.

    Who may do everything for an organisation stands on its side, but for the mandate that lets them: there they are
    the agent.
    """
    if (row.agent_id is not None and row.agent_id == actor.person_id) or (
        row.helper_id is not None and row.helper_id == actor.official_id
    ):
        return AGENT
    if row.organisation_id is not None:
        return PRINCIPAL if actor.answers_for(row.organisation_id) else ""
    return PRINCIPAL if actor.person_id is not None and row.principal_id == actor.person_id else ""


def _view(row: Mandate, actor: Actor) -> MandateView:
    giver = row.organisation or row.principal
    agent = row.agent or row.helper
    if giver is None or agent is None:
        raise ValueError(f"mandate {row.pk} lacks a side")
    scope = scope_of(row.scope)
    under_ended = row.under is not None and not _stands(row.under)
    return MandateView(
        id=row.pk,
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        side=side_of(row, actor),
        principal_kind="organisation" if row.organisation_id is not None else "person",
        principal_id=giver.pk,
        principal_name=giver.name,
        agent_id=row.agent_id,
        helper_id=row.helper_id,
        agent_name=agent.name,
        agent_masked_code=masked(row.agent.code) if row.agent else "",
        agent_authority=row.helper.authority.name if row.helper else "",
        agent_authority_en=row.helper.authority.name_en if row.helper else "",
        scope=scope,
        authorities=tuple(sorted(authorities_in(scope))),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        proposed_by=row.proposed_by,
        principal_accepted_at=row.principal_accepted_at,
        agent_accepted_at=row.agent_accepted_at,
        declined_at=row.declined_at,
        revoked_at=row.revoked_at,
        ended_by=row.ended_by,
        in_force=_stands(row) and not under_ended,
        lapsed=row.ends_on is not None and row.ends_on < today(),
        under_ended=under_ended,
        recorded_by=f"{row.recorded_by.authority.name} {row.recorded_by.name}" if row.recorded_by else "",
        paper=row.paper_sha256,
        paper_name=row.paper_name,
        handed_over=tuple(
            HandedOverView(each.pk, each.name, each.taken_at, each.given_back_at) for each in row.handed_over.all()
        ),
    )


def _stands(row: Mandate) -> bool:
    accepted = row.principal_accepted_at is not None and row.agent_accepted_at is not None
    ended = row.declined_at is not None or row.revoked_at is not None
    return accepted and not ended and in_force(starts_on=row.starts_on, ends_on=row.ends_on, day=today())
