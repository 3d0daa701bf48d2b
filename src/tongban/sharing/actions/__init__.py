"""The verbs of shared data."""

from tongban.sharing.actions.import_registers import import_registers
from tongban.sharing.actions.look_up import PurposeMissing, look_up

__all__ = ["PurposeMissing", "import_registers", "look_up"]
