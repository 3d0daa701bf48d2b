"""Reading a case, and its version of the implementation list."""

import functools
import time

from tongban.cases.rules.numbers import MOCK_MARK
from tongban.catalogue.queries import ImplementationView, version
from tongban.matters.queries import Facts, read
from tongban.parties.queries import authority
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import AuthorityView

AUTHORITY_KEPT_SECONDS = 30


def read_case(number: str, actor: Actor) -> Facts:
    """Return the facts of a case that the actor may see. Raises NotFound."""
    return read(number, actor=actor, kind="mock" if number.startswith(MOCK_MARK) else "case")


@functools.lru_cache(maxsize=2048)
def version_of(version_id: int) -> ImplementationView:
    """Return a published version; it never changes, so it is kept in the process."""
    return version(version_id)


def authority_of(authority_id: int) -> AuthorityView:
    """Return an authority, kept in the process for half a minute. Raises NotFound."""
    return _authority(authority_id, int(time.monotonic() // AUTHORITY_KEPT_SECONDS))


@functools.lru_cache(maxsize=1024)
def _authority(authority_id: int, _span: int) -> AuthorityView:
    return authority(authority_id)


def item_of(facts: Facts) -> ImplementationView:
    """Return the version that a case keeps, as it is in the situation that the applicant told of."""
    case = facts.parts["case"]
    return version_of(case.version_id).in_situation(case.situation)
