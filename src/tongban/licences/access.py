"""For whom a licence exists: its holder, who acts for the holder, and officials who say what for.

Nobody browses. Who issues or decides at the authority of a licence finds it by its exact name and says what for; who
handles a live case of its holder finds it through the case. Both are noted, and what was noted is open for that day.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.kernel.clock import ZONE
from tongban.licences.lifecycle import TRANSFERRED
from tongban.licences.models import Copy, Licence, LicenceUse
from tongban.parties.queries import officials, within
from tongban.parties.rules.actor import Actor, DutyKind

# Which item it was issued for stands on the case, above us; the table knows it through the matter.
ITEM = "matter__case__task_code"


def held(actor: Actor) -> Q:
    """Return the filter for licences that the actor holds, alone or for others.

    A mandate for all items shows every licence of the holder; one for some items or authorities shows those that came
    out of a case for an item that it covers.
    """
    mine = Q(holder_person_id=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    for organisation_id, scope in actor.organisations.items():
        mine |= Q(holder_organisation_id=organisation_id) & within(scope, ITEM)
    for person_id, scope in actor.principals.items():
        mine |= Q(holder_person_id=person_id) & within(scope, ITEM)
    return mine


def visible(actor: Actor) -> QuerySet[Licence]:
    """Return the licences that the actor may do something with: never to be listed."""
    if actor.is_system:
        return Licence.objects.all()
    return Licence.objects.filter(held(actor) | in_charge(actor))


def in_charge(actor: Actor) -> Q:
    """Return the filter for licences of the authorities at which the actor issues or decides: never to be listed."""
    return Q(authority_id__in=actor.authorities(DutyKind.ISSUER, DutyKind.DECIDER))


def readable(actor: Actor, day: dt.date) -> QuerySet[Licence]:
    """Return the licences that the actor may read: those held, and those that the actor consulted on the day."""
    if actor.is_system:
        return Licence.objects.all()
    mine = held(actor)
    if actor.account_id is not None and actor.official_id is not None:
        midnight = dt.datetime.combine(day, dt.time(), ZONE)
        consulted = LicenceUse.objects.filter(
            licence=OuterRef("pk"), kind="view", account_id=actor.account_id, at__gte=midnight
        )
        mine |= Q(Exists(consulted))
    return Licence.objects.filter(mine)


def fetchable(actor: Actor) -> QuerySet[Copy]:
    """Return the copies whose file the actor may read by their number: the holder's, and those made for the actor.

    Of what was made for a case, who may see the case is asked besides.
    """
    if actor.is_system:
        return Copy.objects.all()
    wanted = Q(licence__in=Licence.objects.filter(held(actor)))
    if actor.client_system_id is not None:
        wanted |= Q(client_system_id=actor.client_system_id)
    if actor.official_id is not None:
        wanted |= Q(authority_id__in=offices(actor), client_system=None)
    return Copy.objects.filter(wanted)


def offices(actor: Actor) -> set[int]:
    """Return the authorities that an official serves: the employer, and where a duty is held; none without a duty."""
    if actor.official_id is None or not actor.duties:
        return set()
    return {
        officials([actor.official_id])[actor.official_id].authority_id,
        *(each.authority_id for each in actor.duties),
    }


def let_go(receiver: int) -> QuerySet[Licence]:
    """Return the licences that an authority may take over: those that another one transferred out."""
    return Licence.objects.filter(state=TRANSFERRED).exclude(authority_id=receiver)
