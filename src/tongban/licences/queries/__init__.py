"""Reading licences: one's own, one of them, its file, and what anybody may verify."""

from tongban.licences.queries.at_window import LicenceAtHand, licences_at_hand
from tongban.licences.queries.facts import LicenceFacts, licence_facts, valid_until_of
from tongban.licences.queries.held import licence, licence_file, licence_scan, my_licences, of_holder
from tongban.licences.queries.verifying import verification, verify_file

__all__ = [
    "LicenceAtHand",
    "LicenceFacts",
    "licence",
    "licence_facts",
    "licence_file",
    "licence_scan",
    "licences_at_hand",
    "my_licences",
    "of_holder",
    "valid_until_of",
    "verification",
    "verify_file",
]
