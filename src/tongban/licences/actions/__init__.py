"""What can be done with licences."""

from tongban.licences.actions.cancel import cancel
from tongban.licences.actions.cancel_transfer import cancel_transfer
from tongban.licences.actions.change import change
from tongban.licences.actions.correct import correct
from tongban.licences.actions.expire import expire
from tongban.licences.actions.forfeit import forfeit
from tongban.licences.actions.import_types import import_types
from tongban.licences.actions.issue import issue
from tongban.licences.actions.make import Issued
from tongban.licences.actions.merge import merge
from tongban.licences.actions.reinstate import reinstate
from tongban.licences.actions.renew import renew
from tongban.licences.actions.revoke import revoke
from tongban.licences.actions.supersede import supersede
from tongban.licences.actions.suspend import suspend
from tongban.licences.actions.transfer_in import transfer_in
from tongban.licences.actions.transfer_out import transfer_out
from tongban.licences.actions.unmerge import unmerge
from tongban.licences.actions.withdraw import withdraw

__all__ = [
    "Issued",
    "cancel",
    "cancel_transfer",
    "change",
    "correct",
    "expire",
    "forfeit",
    "import_types",
    "issue",
    "merge",
    "reinstate",
    "renew",
    "revoke",
    "supersede",
    "suspend",
    "transfer_in",
    "transfer_out",
    "unmerge",
    "withdraw",
]
