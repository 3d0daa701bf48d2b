"""The verbs of mandates: offered, asked for, accepted by both sides, declined, taken back."""

from tongban.parties.actions.mandates.accept_mandate import accept_mandate
from tongban.parties.actions.mandates.ask_mandate import ask_mandate
from tongban.parties.actions.mandates.decline_mandate import decline_mandate
from tongban.parties.actions.mandates.give_mandate import give_mandate
from tongban.parties.actions.mandates.hand_over import OriginalBack, give_back, hand_over
from tongban.parties.actions.mandates.note_act import note_act
from tongban.parties.actions.mandates.record_mandate import record_mandate
from tongban.parties.actions.mandates.revoke_mandate import revoke_mandate
from tongban.parties.actions.mandates.sweep_mandates import sweep_mandates
from tongban.parties.actions.mandates.terms import MandateOver, MandateUnclear

__all__ = [
    "MandateOver",
    "MandateUnclear",
    "OriginalBack",
    "accept_mandate",
    "ask_mandate",
    "decline_mandate",
    "give_back",
    "give_mandate",
    "hand_over",
    "note_act",
    "record_mandate",
    "revoke_mandate",
    "sweep_mandates",
]
