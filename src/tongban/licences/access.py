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
    """Return the licences that exist for the actor."""
    if actor.is_system:
        return Licence.objects.all()
    wanted = held(actor)
    if authorities := actor.authorities():
        wanted |= Q(authority_id__in=authorities)
    return Licence.objects.filter(wanted)


def let_go(receiver: int) -> QuerySet[Licence]:
    """Return the licences that an authority may take over: those that another one transferred out."""
    return Licence.objects.filter(state=TRANSFERRED).exclude(authority_id=receiver)
