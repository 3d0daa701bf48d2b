"""What the verbs of a case share: reading it, and its version of the implementation list."""

import functools

from tongban.catalogue.queries import ImplementationView, version
from tongban.matters.queries import Facts, read
from tongban.parties.rules.actor import Actor

# Periods that hold for every item (domain §12): days, unit, whose they are, and what they rest on.
INTAKE_DAYS = 5  # 行政许可法 第三十二条
DELIVERY_DAYS = 10  # 行政许可法 第四十四条
CORRECTION_DAYS = 30  # local parameter, calendar days


def read_case(number: str, actor: Actor) -> Facts:
    """Return the facts of a case that the actor may see. Raises NotFound."""
    return read(number, actor=actor, kind="case")


@functools.lru_cache(maxsize=2048)
def version_of(version_id: int) -> ImplementationView:
    """Return a published version; it never changes, so it is kept in the process."""
    return version(version_id)
