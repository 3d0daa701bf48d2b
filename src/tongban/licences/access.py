"""For whom a licence exists: its holder, who acts for the holder, and the officials of the authority that issued it."""

from django.db.models import Q, QuerySet

from tongban.licences.models import Licence
from tongban.parties.rules.actor import Actor


def held(actor: Actor) -> Q:
    """Return the filter for licences that the actor holds, alone or for others.

    A mandate for all items shows every licence of the holder; one for some items shows those that its agent applied
    for.
    """
    mine = Q(holder_person_id=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    whole = [pk for pk, scope in actor.organisations.items() if scope is None]
    part = [pk for pk, scope in actor.organisations.items() if scope is not None]
    people = [pk for pk, scope in actor.principals.items() if scope is None]
    some_people = [pk for pk, scope in actor.principals.items() if scope is not None]
    if whole:
        mine |= Q(holder_organisation_id__in=whole)
    if people:
        mine |= Q(holder_person_id__in=people)
    if part or some_people:
        theirs = Q(holder_organisation_id__in=part) | Q(holder_person_id__in=some_people)
        mine |= theirs & Q(matter__agent_id=actor.person_id)
    return mine


def visible(actor: Actor) -> QuerySet[Licence]:
    """Return the licences that exist for the actor."""
    if actor.is_system:
        return Licence.objects.all()
    wanted = held(actor)
    if authorities := actor.authorities():
        wanted |= Q(authority_id__in=authorities)
    return Licence.objects.filter(wanted)
