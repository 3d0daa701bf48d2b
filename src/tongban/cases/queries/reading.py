"""Reading a case, and its version of the implementation list."""

import functools

from tongban.catalogue.queries import ImplementationView, version
from tongban.matters.queries import Facts, read
from tongban.parties.rules.actor import Actor


def read_case(number: str, actor: Actor) -> Facts:
    """Return the facts of a case that the actor may see. Raises NotFound."""
    return read(number, actor=actor, kind="case")


@functools.lru_cache(maxsize=2048)
def version_of(version_id: int) -> ImplementationView:
    """Return a published version; it never changes, so it is kept in the process."""
    return version(version_id)
