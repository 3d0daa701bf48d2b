"""Reading for which authority somebody acts."""

from tongban.parties.models import ClientSystem, Official
from tongban.parties.rules.actor import Actor


def authority_of_caller(actor: Actor) -> tuple[int | None, str]:
    """Return the authority that employs the official, or answers for the system, that acts: its id and name.

    Who acts for themselves has none: (None, "").
    """
    if actor.client_system_id is not None:
        systems = ClientSystem.objects.filter(pk=actor.client_system_id)
        authority_id, name = systems.values_list("authority_id", "authority__name").get()
        return authority_id, name or ""
    if actor.official_id is not None:
        return Official.objects.values_list("authority_id", "authority__name").get(pk=actor.official_id)
    return None, ""
