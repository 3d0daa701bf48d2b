"""What can be done with licences."""

from tongban.licences.actions.cancel import cancel
from tongban.licences.actions.import_types import import_types
from tongban.licences.actions.issue import issue
from tongban.licences.actions.make import Issued
from tongban.licences.actions.reinstate import reinstate
from tongban.licences.actions.revoke import revoke
from tongban.licences.actions.supersede import supersede
from tongban.licences.actions.suspend import suspend

__all__ = ["Issued", "cancel", "import_types", "issue", "reinstate", "revoke", "supersede", "suspend"]
