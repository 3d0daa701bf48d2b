"""Reading persons and organisations, and the tokens of an account."""

from __future__ import annotations

from collections.abc import Iterable

from tongban.kernel.errors import NotFound
from tongban.kernel.rules import codes
from tongban.parties.models import AccessToken, Organisation, Person
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.identity import masked, number_of
from tongban.parties.rules.views import PartyView, TokenView


def person(person_id: int) -> PartyView:
    """Return a person; NotFound when there is none."""
    return _one(people([person_id]), person_id)


def people(ids: Iterable[int]) -> dict[int, PartyView]:
    """Return persons by id, in one query."""
    return {one.pk: _person_view(one) for one in Person.objects.filter(pk__in=set(ids))}


def organisation(organisation_id: int) -> PartyView:
    """Return an organisation; NotFound when there is none."""
    return _one(organisations([organisation_id]), organisation_id)


def organisations(ids: Iterable[int]) -> dict[int, PartyView]:
    """Return organisations by id, in one query."""
    return {one.pk: _organisation_view(one) for one in Organisation.objects.filter(pk__in=set(ids))}


def party_of_code(code: str) -> PartyView | None:
    """Return the person or organisation with the identifier, or None when nobody is known by it."""
    code = code.strip().upper()
    found = Organisation.objects.filter(uscc=code).first()
    if found is not None:
        return _organisation_view(found)
    kind, number = number_of(code)
    holder = Person.objects.filter(id_kind=kind, id_number=number).first()
    return None if holder is None else _person_view(holder)


def parties_of(actor: Actor) -> list[PartyView]:
    """Return for whom the actor may apply: the person behind the account, then principals, then
    organisations."""
    ids = [*([actor.person_id] if actor.person_id is not None else []), *sorted(actor.principals)]
    known = people(ids) if ids else {}
    firms = organisations(actor.organisations) if actor.organisations else {}
    return [known[pk] for pk in ids if pk in known] + [firms[pk] for pk in sorted(firms)]


def tokens_of(actor: Actor) -> list[TokenView]:
    """Return the access tokens of the actor's account, the newest first."""
    if actor.account_id is None:
        return []
    return [
        TokenView(
            one.pk,
            one.name,
            tuple(one.scopes),
            one.created_at,
            one.expires_at,
            one.revoked_at,
            one.last_used_on,
        )
        for one in AccessToken.objects.filter(account_id=actor.account_id).order_by("-created_at", "-pk")
    ]


def _one(found: dict[int, PartyView], wanted: int) -> PartyView:
    if wanted not in found:
        raise NotFound("没有这个办事主体。")
    return found[wanted]


def _person_view(one: Person) -> PartyView:
    return PartyView(
        kind="person",
        id=one.pk,
        name=one.name,
        code=one.code,
        masked_code=masked(one.code),
        phone=one.phone,
        masked_phone=codes.mask_phone(one.phone),
        email=one.email,
        address=one.address,
        assurance=one.assurance,
        id_kind=one.id_kind,
    )


def _organisation_view(one: Organisation) -> PartyView:
    return PartyView(
        kind="organisation",
        id=one.pk,
        name=one.name,
        code=one.uscc,
        masked_code=codes.mask_uscc(one.uscc),
        phone=one.phone,
        masked_phone=codes.mask_phone(one.phone),
        address=one.address,
        legal_representative=one.legal_representative,
    )
