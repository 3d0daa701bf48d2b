from tongban.matters.models.alert import Alert
from tongban.matters.models.clock import Clock, Pause
from tongban.matters.models.history import History
from tongban.matters.models.journal import Checkpoint, Cosignature, JournalEntry, TreeLeaf, TreeTile, Witness
from tongban.matters.models.lamp_change import LampChange
from tongban.matters.models.lamp_rule import LampRule
from tongban.matters.models.matter import Matter

__all__ = [
    "Alert",
    "Checkpoint",
    "Clock",
    "Cosignature",
    "History",
    "JournalEntry",
    "LampChange",
    "LampRule",
    "Matter",
    "Pause",
    "TreeLeaf",
    "TreeTile",
    "Witness",
]
