"""Reading the systems that call our interfaces."""

from dataclasses import dataclass

from tongban.parties.models import ClientSystem


@dataclass(frozen=True, slots=True)
class SystemView:
    """A connected system; `authority_id` is the authority that answers for it, None for one outside government."""

    id: int
    key: str
    name: str
    authority_id: int | None


def client_system(system_id: int) -> SystemView:
    """Return a connected system by its id, in one query."""
    found = ClientSystem.objects.get(pk=system_id)
    return SystemView(found.pk, found.key, found.name, found.authority_id)
