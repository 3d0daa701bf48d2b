"""For whom a record of credit exists: its subject, who represents the subject, and administrators."""

from django.db.models import Q, QuerySet

from tongban.credit.models import Record
from tongban.parties.rules.actor import Actor, DutyKind


def own(actor: Actor) -> QuerySet[Record]:
    """Return the records of the actor and of those for whom a mandate lets the actor do everything."""
    mine = Q(person_id=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    whole = [pk for pk, scope in actor.organisations.items() if scope is None]
    people = [pk for pk, scope in actor.principals.items() if scope is None]
    return Record.objects.filter(mine | Q(organisation_id__in=whole) | Q(person_id__in=people))


def administered(actor: Actor) -> QuerySet[Record]:
    """Return the records that the actor may repair."""
    return Record.objects.all() if actor.authorities(DutyKind.ADMINISTRATOR) else Record.objects.none()
