"""Copies of licences for one purpose: what allows them, how they are made and ended, and who used them."""

from tongban.licences.actions.copies.end_copies import revoke_copies_of_case, sweep_copies, take_back
from tongban.licences.actions.copies.make_copy import CopyView, make_copy

__all__ = ["CopyView", "make_copy", "revoke_copies_of_case", "sweep_copies", "take_back"]
