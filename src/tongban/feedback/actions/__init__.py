from tongban.feedback.actions.answer import answer
from tongban.feedback.actions.lodge import lodge
from tongban.feedback.actions.rate import rate
from tongban.feedback.actions.withdraw_complaint import withdraw_complaint

__all__ = ["answer", "lodge", "rate", "withdraw_complaint"]
