"""The tables of shared data; private to the app."""

from tongban.sharing.models.records import LookUp, RegisterRecord

__all__ = ["LookUp", "RegisterRecord"]
