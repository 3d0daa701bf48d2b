"""Reading who acts, from an account or an access token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import FilteredRelation, Q, QuerySet

from tongban.kernel.clock import day_of, now, today
from tongban.parties.models import Account, Mandate, Organisation, Person
from tongban.parties.queries.duties_sql import DUTIES_HELD, TOKEN_HELD
from tongban.parties.rules.actor import Actor, DutyKind, Held, HeldMandate
from tongban.parties.rules.mandates import Scope, covers, scope_of, widest
from tongban.parties.rules.tokens import hash_of, same_hash, token_shaped

DEREGISTERED = "注销"
# So many columns of TOKEN_HELD are the token's and its owner's; those of DUTIES_HELD follow.
_OF_TOKEN = 12


def actor_of(account: Account, source: str, *, on: dt.date | None = None) -> Actor:
    """Return who acts through an account on the day (today when none is given): three queries at most.

    Only duties and mandates in force on the day count; an account that was closed, and an official who left,
    hold nothing; who is away holds nothing either, their deputy holds it for them. A legal representative acts for the
    organisation without a mandate, unless it is deregistered.
    """
    if not account.is_active:
        return Actor(name=account.username, account_id=account.pk, source=source)
    day = on or today()
    with connection.cursor() as cursor:
        cursor.execute(DUTIES_HELD, {"account": account.pk, "day": day})
        service = cursor.fetchall()
    return _actor(account.pk, account.username, account.person_id, service, source, day)


def _actor(
    account_id: int, username: str, person_id: int | None, service: Sequence[Sequence[Any]], source: str, day: dt.date
) -> Actor:
    """Return who acts through an account that is in use, from the rows of what its official is charged with."""
    name, official_id, duties = _charged(service)
    organisations: dict[int, list[Scope]] = {}
    principals: dict[int, list[Scope]] = {}
    if person_id is not None:
        known = Person.objects.filter(pk=person_id).annotate(
            headed=FilteredRelation("represents", condition=~Q(represents__status=DEREGISTERED))
        )
        rows: Iterable[tuple[str, int | None]] = known.values_list("name", "headed__id")
        for person_name, headed_id in rows:
            name = name or person_name
            if headed_id is not None:
                organisations.setdefault(headed_id, []).append(None)
    held = _held(person_id, official_id if _helps(duties) else None, day)
    for each in held:
        parties = organisations if each.kind == "organisation" else principals
        parties.setdefault(each.party_id, []).append(each.scope)
    return Actor(
        name=name or username,
        account_id=account_id,
        person_id=person_id,
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


def _charged(rows: Sequence[Sequence[Any]]) -> tuple[str, int | None, frozenset[Held]]:
    """Return the name, id and duties in force of the official behind an account; empty when none is in service."""
    if not rows or rows[0][0] is None:
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
    ended; one query, and two more for who acts for others."""
    if not token_shaped(raw):
        return None
    moment = at or now()
    day, wanted = day_of(moment), hash_of(raw)
    with connection.cursor() as cursor:
        cursor.execute(TOKEN_HELD, {"hash": wanted, "day": day})
        rows = cursor.fetchall()
    if not rows:
        return None
    token_id, kept, allowed, expires_at, revoked_at, *owner = rows[0][:_OF_TOKEN]
    if not same_hash(kept, wanted) or revoked_at is not None or (expires_at is not None and expires_at <= moment):
        return None
    system_id, system_name, system_in_use, account_id, username, account_in_use, person_id = owner
    scopes = frozenset(allowed)
    if system_in_use:
        return Actor(name=system_name, client_system_id=system_id, source=source, scopes=scopes, token_id=token_id)
    if not account_in_use:
        return None
    service = [row[_OF_TOKEN:] for row in rows]
    found = _actor(account_id, username, person_id, service, source, day)
    return replace(found, scopes=scopes, token_id=token_id)
