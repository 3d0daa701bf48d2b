"""Reading who acts, from an account or an access token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.db import connection
from django.db.models import FilteredRelation, Q, QuerySet

from tongban.kernel.clock import day_of, now, today
from tongban.parties.models import AccessToken, Account, Mandate, Organisation, Person
from tongban.parties.queries.duties_sql import DUTIES_HELD
from tongban.parties.rules.actor import Actor, DutyKind, Held, HeldMandate
from tongban.parties.rules.mandates import Scope, covers, scope_of, widest
from tongban.parties.rules.tokens import hash_of, same_hash, token_shaped

DEREGISTERED = "注销"


def actor_of(account: Account, source: str, *, on: dt.date | None = None) -> Actor:
    """Return who acts through an account on the day (today when none is given): three queries at most.

    Only duties and mandates in force on the day count; an account that was closed, and an official who left,
    hold nothing; who is away holds nothing either, their deputy holds it for them. A legal representative acts for the
    organisation without a mandate, unless it is deregistered.
    """
    day = on or today()
    if not account.is_active:
        return Actor(name=account.username, account_id=account.pk, source=source)
    name, official_id, duties = _service(account.pk, day)
    organisations: dict[int, list[Scope]] = {}
    principals: dict[int, list[Scope]] = {}
    if account.person_id is not None:
        known = Person.objects.filter(pk=account.person_id).annotate(
            headed=FilteredRelation("represents", condition=~Q(represents__status=DEREGISTERED))
        )
        rows: Iterable[tuple[str, int | None]] = known.values_list("name", "headed__id")
        for person_name, headed_id in rows:
            name = name or person_name
            if headed_id is not None:
                organisations.setdefault(headed_id, []).append(None)
    held = _held(account.person_id, official_id if _helps(duties) else None, day)
    for each in held:
        parties = organisations if each.kind == "organisation" else principals
        parties.setdefault(each.party_id, []).append(each.scope)
    return Actor(
        name=name or account.username,
        account_id=account.pk,
        person_id=account.person_id,
        official_id=official_id,
        organisations={pk: widest(scopes) for pk, scopes in organisations.items()},
        principals={pk: widest(scopes) for pk, scopes in principals.items()},
        mandates=held,
        duties=duties,
        source=source,
    )


def acting_for(organisation_id: int, task_code: str, *, on: dt.date) -> frozenset[int]:
    """Return the ids of the persons who may act for the organisation in the item on a day, in two queries.

    By the same rule as `actor_of`: its legal representative, and whoever holds a mandate that covers the item.
    """
    heads = Organisation.objects.filter(pk=organisation_id).exclude(status=DEREGISTERED)
    acting = {pk for pk in heads.values_list("legal_representative_person_id", flat=True) if pk is not None}
    return frozenset(acting) | _agents(mandates_in_force(on).filter(organisation_id=organisation_id), task_code)


def acting_for_person(person_id: int, task_code: str, *, on: dt.date) -> frozenset[int]:
    """Return the ids of the persons who may act for a person in the item on a day, that person too, in one query."""
    return frozenset({person_id}) | _agents(mandates_in_force(on).filter(principal_id=person_id), task_code)


def _agents(mandates: QuerySet[Mandate], task_code: str) -> frozenset[int]:
    held: Iterable[tuple[int, object]] = mandates.filter(agent__isnull=False).values_list("agent_id", "scope")
    return frozenset(agent_id for agent_id, stored in held if covers(scope_of(stored), task_code))


def _held(person_id: int | None, helper_id: int | None, day: dt.date) -> tuple[HeldMandate, ...]:
    """Return the mandates in force of a person, and of the same as helper; one query, none for who can hold none."""
    if person_id is None and helper_id is None:
        return ()
    agent = Q(agent_id=person_id) if person_id is not None else Q(pk__in=[])
    helper = Q(helper_id=helper_id) if helper_id is not None else Q(pk__in=[])
    rows: Iterable[tuple[int, int | None, int | None, object, int | None]] = (
        mandates_in_force(day)
        .filter(agent | helper)
        .order_by("pk")
        .values_list("pk", "organisation_id", "principal_id", "scope", "helper_id")
    )
    return tuple(
        HeldMandate(
            pk,
            "person" if organisation_id is None else "organisation",
            organisation_id or principal_id or 0,
            scope_of(scope),
            as_helper=by_office is not None,
        )
        for pk, organisation_id, principal_id, scope, by_office in rows
    )


def _helps(duties: frozenset[Held]) -> bool:
    # Not by deputising: a mandate names the helper, and nobody else.
    return any(held.kind is DutyKind.HELPER and held.for_official_id is None for held in duties)


def mandates_in_force(day: dt.date) -> QuerySet[Mandate]:
    """Return the mandates in force on the day; one passed on ends with its giver's, all with a deregistration."""
    return (
        Mandate.objects.filter(mandate_in_force(day))
        .filter(Q(under__isnull=True) | mandate_in_force(day, "under__"))
        .exclude(organisation__status=DEREGISTERED)
    )


def mandate_in_force(day: dt.date, of: str = "") -> Q:
    """Return the filter for mandates that both sides accepted, nobody ended, and whose own days include the day."""
    return Q(
        Q(**{f"{of}ends_on__isnull": True}) | Q(**{f"{of}ends_on__gte": day}),
        **{
            f"{of}principal_accepted_at__isnull": False,
            f"{of}agent_accepted_at__isnull": False,
            f"{of}declined_at__isnull": True,
            f"{of}revoked_at__isnull": True,
            f"{of}starts_on__lte": day,
        },
    )


def _service(account_id: int, day: dt.date) -> tuple[str, int | None, frozenset[Held]]:
    """Return the name, id and duties in force of the official behind the account; empty when none is in service."""
    with connection.cursor() as cursor:
        cursor.execute(DUTIES_HELD, {"account": account_id, "day": day})
        rows = cursor.fetchall()
    if not rows:
        return "", None, frozenset()
    duties = frozenset(
        Held(DutyKind(kind), authority, window, region, None if codes is None else frozenset(codes), for_id, for_name)
        for _id, _name, kind, authority, window, region, codes, for_id, for_name in rows
        if kind is not None
    )
    official_id, name = rows[0][:2]
    return name, official_id, duties


def actor_of_token(raw: str, source: str, *, at: dt.datetime | None = None) -> Actor | None:
    """Return who acts through an access token, or None when it is unknown, revoked, expired, or its owner
    ended."""
    if not token_shaped(raw):
        return None
    moment = at or now()
    wanted = hash_of(raw)
    token = AccessToken.objects.select_related("account", "client_system").filter(token_hash=wanted).first()
    if token is None or not same_hash(token.token_hash, wanted) or token.revoked_at is not None:
        return None
    if token.expires_at is not None and token.expires_at <= moment:
        return None
    scopes = frozenset(token.scopes)
    system = token.client_system
    if system is not None:
        if not system.is_active:
            return None
        return Actor(name=system.name, client_system_id=system.pk, source=source, scopes=scopes, token_id=token.pk)
    if token.account is None or not token.account.is_active:
        return None
    return replace(actor_of(token.account, source, on=day_of(moment)), scopes=scopes, token_id=token.pk)
