"""Reading parties: who acts, and what other apps may know of persons, organisations and authorities."""

from tongban.parties.queries.actors import acting_for, actor_of, actor_of_token
from tongban.parties.queries.applicants import (
    mandates_of,
    organisation,
    organisations,
    parties_of,
    party_of_code,
    people,
    person,
    tokens_of,
)
from tongban.parties.queries.authorities import (
    authorities,
    authority,
    city,
    halls,
    officials,
    officials_charged,
    officials_in_service,
    officials_with,
    region,
    regions_under,
)
from tongban.parties.queries.delegation import (
    absence_of,
    absence_reasons,
    absences,
    authorisations,
    away,
    exercising_authority,
)

__all__ = [
    "absence_of",
    "absence_reasons",
    "absences",
    "acting_for",
    "actor_of",
    "actor_of_token",
    "authorisations",
    "authorities",
    "authority",
    "away",
    "city",
    "exercising_authority",
    "halls",
    "mandates_of",
    "officials",
    "officials_charged",
    "officials_in_service",
    "officials_with",
    "organisation",
    "organisations",
    "parties_of",
    "party_of_code",
    "people",
    "person",
    "region",
    "regions_under",
    "tokens_of",
]
