"""Reading licences: one's own, one of them, its file, and what anybody may verify."""

from tongban.licences.queries.held import licence, licence_file, my_licences, of_holder
from tongban.licences.queries.verifying import verification, verify_file

__all__ = ["licence", "licence_file", "my_licences", "of_holder", "verification", "verify_file"]
