"""Copies of licences for one purpose: what allows them, how they are made and ended, and who used them."""

from tongban.licences.actions.copies.by_code import check_code, copy_by_code, give_code
from tongban.licences.actions.copies.by_screen import copy_by_screen, show_screen
from tongban.licences.actions.copies.end_copies import revoke_copies_of_case, sweep_copies, take_back
from tongban.licences.actions.copies.make_copy import CopyView, make_copy
from tongban.licences.actions.copies.requests import answer_request, ask_for_copy

__all__ = [
    "CopyView",
    "answer_request",
    "ask_for_copy",
    "check_code",
    "copy_by_code",
    "copy_by_screen",
    "give_code",
    "make_copy",
    "revoke_copies_of_case",
    "show_screen",
    "sweep_copies",
    "take_back",
]
