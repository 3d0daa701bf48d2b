"""Who the caller is."""

from django.http import HttpRequest

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.shapes.me import ActsFor, HeldDuty, Me
from tongban.parties.queries import authorities, parties_of
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView

calls = Calls("me 我")


@calls.get("/me", rule=TOKEN, answer=Me)
def read_me(request: HttpRequest) -> Me:
    """Tell who calls: duties in force today, and for whom the caller may apply."""
    actor = caller(request)
    named = {each.id: each for each in authorities(held.authority_id for held in actor.duties)}
    # One held at several windows is told once.
    told = {
        (
            held.kind.value,
            named[held.authority_id].key,
            named[held.authority_id].name,
            held.on_behalf_of,
            tuple(sorted(held.task_codes or ())),
        )
        for held in actor.duties
    }
    return Me(
        name=actor.name,
        kind=_kind(actor),
        scopes=sorted(actor.scopes or ()),
        duties=[
            HeldDuty(kind=kind, authority=name, authority_key=key, items=list(items) or None, on_behalf_of=absent)
            for kind, key, name, absent, items in sorted(told)
        ],
        acts_for=[_acts_for(actor, party) for party in parties_of(actor)],
    )


def _kind(actor: Actor) -> str:
    if actor.client_system_id is not None:
        return "system"
    return "official" if actor.official_id is not None else "person"


def _acts_for(actor: Actor, party: PartyView) -> ActsFor:
    """Return a party with its whole code where it is public, masked where it is a person's."""
    if party.kind == "organisation":
        scope, code = actor.organisations[party.id], party.code
    else:
        scope, code = actor.principals.get(party.id), party.masked_code
    return ActsFor(kind=party.kind, name=party.name, code=code, items=None if scope is None else sorted(scope))
