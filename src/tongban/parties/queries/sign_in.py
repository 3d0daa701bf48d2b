"""Reading who may sign in where: systems, consents, claims, and face checks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q

from tongban.parties.models import Account, FaceCheck, SignInClient, SignInConsent
from tongban.parties.ports import face_device
from tongban.parties.queries.actors import actor_of
from tongban.parties.queries.applicants import parties_of
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.sign_in import ID_NUMBER, ORGANISATIONS, PROFILE
from tongban.parties.rules.views import TOLD, AuthorityName, FaceCheckView, SignInClientView, SignInConsentView


def sign_in_clients(actor: Actor) -> list[SignInClientView]:
    """Return the systems of the authorities that the actor administers, the newest first, those closed included."""
    own = actor.authorities(DutyKind.ADMINISTRATOR)
    rows = (
        SignInClient.objects.filter(system__authority_id__in=own)
        .select_related("client", "system__authority")
        .annotate(people=Count("consents", filter=Q(consents__revoked_at=None)))
        .order_by("-registered_at", "-pk")
    )
    return [
        SignInClientView(
            id=row.pk,
            client_id=row.client_id,
            key=row.system.key,
            name=row.client.name,
            authority_name=row.system.authority.name if row.system.authority else "",
            authority_name_en=row.system.authority.name_en if row.system.authority else "",
            scopes=tuple(row.client.get_scopes()),
            redirect_uris=tuple(row.client.get_redirect_uris()),
            registered_at=row.registered_at,
            closed_at=row.closed_at,
            people=row.people,
        )
        for row in rows
    ]


def sign_in_consents(actor: Actor) -> list[SignInConsentView]:
    """Return what the actor's account lets systems know, the newest first, what was taken back included."""
    if actor.account_id is None:
        return []
    rows = (
        SignInConsent.objects.filter(account_id=actor.account_id)
        .select_related("client__client", "client__system__authority")
        .order_by("-given_at", "-pk")
    )
    return [
        SignInConsentView(
            id=row.pk,
            system_name=row.client.client.name,
            authority_name=row.client.system.authority.name if row.client.system.authority else "",
            authority_name_en=row.client.system.authority.name_en if row.client.system.authority else "",
            scopes=tuple(row.scopes),
            given_at=row.given_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]


def system_of_client(client_id: str) -> tuple[str, AuthorityName | None] | None:
    """Return the names of the system and of its authority, if it has one; None when it may not sign anybody in."""
    found = SignInClient.objects.filter(client_id=client_id, closed_at=None, system__is_active=True)
    row = found.select_related("client", "system__authority").first()
    if row is None:
        return None
    owner = row.system.authority
    return row.client.name, AuthorityName(owner.name, owner.name_en) if owner else None


def consented(account_id: int, client_id: str) -> frozenset[str]:
    """Return what the account lets the system know now; nothing when the system may sign nobody in."""
    scopes = SignInConsent.objects.filter(
        account_id=account_id,
        client__client_id=client_id,
        client__closed_at=None,
        client__system__is_active=True,
        revoked_at=None,
    ).values_list("scopes", flat=True)
    return frozenset(scopes.first() or ())


def claims_of(account_id: int, scopes: Collection[str]) -> dict[str, Any]:
    """Return what a system is told of the account's holder, no more than the scopes name.

    Organisations are those that the holder answers for: who may do one thing for a firm is not in its place elsewhere.
    An official's account without a person has a name only, and real-name level 2: their authority vouches for them.
    """
    account = Account.objects.select_related("person").get(pk=account_id)
    actor, person = actor_of(account, "oidc"), account.person
    claims: dict[str, Any] = {}
    if PROFILE in scopes:
        level = person.assurance if person is not None else TOLD + (actor.official_id is not None)
        claims |= {"name": actor.name, "real_name_level": level}
    if ID_NUMBER in scopes and person is not None:
        claims |= {"id_kind": person.id_kind, "id_number": person.id_number}
    if ORGANISATIONS in scopes:
        firms = [one for one in parties_of(actor) if one.kind == "organisation" and actor.answers_for(one.id)]
        claims["organisations"] = [{"name": firm.name, "uscc": firm.code} for firm in firms]
    return claims


def face_checks(actor: Actor) -> list[FaceCheckView]:
    """Return the face checks of the actor's person, the newest first, ten at most."""
    if actor.person_id is None:
        return []
    return [face_check_view(one) for one in FaceCheck.objects.filter(person_id=actor.person_id).order_by("-pk")[:10]]


def face_check(actor: Actor, key: str) -> FaceCheckView | None:
    """Return a face check of the actor's own, None when there is none."""
    if actor.person_id is None or actor.account_id is None:
        return None
    found = FaceCheck.objects.filter(key=key, person_id=actor.person_id, account_id=actor.account_id).first()
    return None if found is None else face_check_view(found)


def face_check_offered() -> bool:
    """Tell whether this installation has a device that checks faces."""
    return face_device() is not None


def face_check_view(one: FaceCheck) -> FaceCheckView:
    """Return a face check as its person sees it."""
    return FaceCheckView(
        key=one.key,
        demonstration=one.demonstration,
        url=one.url,
        begun_at=one.begun_at,
        expires_at=one.expires_at,
        outcome=one.outcome,
        outcome_label=one.get_outcome_display(),
    )
