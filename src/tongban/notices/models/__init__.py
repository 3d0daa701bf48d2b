"""The tables of messages; private to the app."""

from tongban.notices.models.messages import Dispatch, Message, Preference

__all__ = ["Dispatch", "Message", "Preference"]
