from tongban.credit.actions.record import record
from tongban.credit.actions.repair import repair

__all__ = ["record", "repair"]
