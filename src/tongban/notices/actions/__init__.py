"""The verbs of messages."""

from tongban.notices.actions.dispatch import dispatch
from tongban.notices.actions.mark_read import mark_read
from tongban.notices.actions.send import Recipient, send
from tongban.notices.actions.send_each import Text, send_each
from tongban.notices.actions.send_grouped import send_grouped
from tongban.notices.actions.set_preference import ChannelUnknown, set_preference

__all__ = [
    "ChannelUnknown",
    "Recipient",
    "Text",
    "dispatch",
    "mark_read",
    "send",
    "send_each",
    "send_grouped",
    "set_preference",
]
