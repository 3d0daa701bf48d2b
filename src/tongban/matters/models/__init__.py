from tongban.matters.models.alert import Alert
from tongban.matters.models.clock import Clock, Pause
from tongban.matters.models.journal import Checkpoint, JournalEntry, TreeLeaf, TreeNode
from tongban.matters.models.lamp_rule import LampRule
from tongban.matters.models.matter import Matter

__all__ = ["Alert", "Checkpoint", "Clock", "JournalEntry", "LampRule", "Matter", "Pause", "TreeLeaf", "TreeNode"]
