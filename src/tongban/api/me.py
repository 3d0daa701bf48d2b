"""Who the caller is."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.shapes.me import ActsFor, Channel, Channels, HeldDuty, Me, SetChannel
from tongban.notices.actions import set_preference
from tongban.notices.queries import channel_choices
from tongban.parties.queries import authorities, parties_of
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView

calls = Calls("me 我")

ChannelKey = Annotated[str, Path(max_length=20, pattern="^[a-z]+$", description="email, sms, wecom or dingtalk")]


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


@calls.get("/me/channels", rule=TOKEN, answer=Channels)
def read_channels(request: HttpRequest) -> Channels:
    """Tell by which channels messages come beside the box."""
    return _channels(caller(request))


@calls.write("POST", "/me/channels/{channel}", rule=TOKEN, answer=Channels)
def set_channel(request: HttpRequest, channel: ChannelKey, body: SetChannel, key: Key) -> Any:
    """Turn a channel on or off."""

    def work() -> Channels:
        set_preference(channel=channel, enabled=body.enabled, address=body.address, actor=caller(request))
        return _channels(caller(request))

    return once(request, key, body, work)


def _channels(actor: Actor) -> Channels:
    return Channels(
        results=[
            Channel(key=one.key, enabled=one.enabled, address=one.address, asks_address=one.asks_address)
            for one in channel_choices(actor)
        ]
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
    return ActsFor(
        kind=party.kind, id=party.id, name=party.name, code=code, items=None if scope is None else sorted(scope)
    )
