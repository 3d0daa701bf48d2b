from tongban.feedback.actions.rate import rate

__all__ = ["rate"]
