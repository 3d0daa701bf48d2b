"""How far an administrator reaches in the reference data: the own authority; those of the operator reach everything."""

from __future__ import annotations

from django.http import HttpRequest

from tongban.parties.queries import city
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor

# By which field a row belongs to an authority; tables that are not here belong to the whole city.
OF_AN_AUTHORITY = {
    "parties.Authority": "pk",
    "parties.ClientSystem": "authority",
    "parties.Official": "authority",
    "parties.Duty": "authority",
    "parties.Absence": "official__authority",
    "parties.Authorisation": "from_authority",
    "catalogue.Implementation": "authority",
    "catalogue.Version": "implementation__authority",
    "matters.Matter": "owner",
    "matters.JournalEntry": "matter__owner",
    "matters.Alert": "matter__owner",
    "licences.Licence": "authority",
}
# What everybody knows anyway; the rest of what is the city's holds persons or what was done with them.
OF_THE_CITY = {
    "parties.Region",
    "parties.Hall",
    "parties.Window",
    "parties.City",
    "kernel.CalendarDay",
    "kernel.Parameter",
    "catalogue.Theme",
    "catalogue.QualityRule",
    "catalogue.Item",
    "matters.LampRule",
    "matters.Checkpoint",
    "licences.LicenceType",
}


def reaches_everything(request: HttpRequest) -> bool:
    """Tell whether the caller administers the operator of the site, or is the installer's own account."""
    kept = vars(request)
    if "reaches_everything" not in kept:
        caller, place = actor(request), city()
        operator = place.operator_id if place is not None else None
        kept["reaches_everything"] = caller.official_id is None or operator in own_authorities(request)
    return bool(kept["reaches_everything"])


def own_authorities(request: HttpRequest) -> frozenset[int]:
    """Return the authorities that the caller administers today."""
    return actor(request).authorities(DutyKind.ADMINISTRATOR)
