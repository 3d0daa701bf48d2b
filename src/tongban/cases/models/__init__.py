from tongban.cases.models.case import Case
from tongban.cases.models.material import CaseMaterial, Correction
from tongban.cases.models.outcome import Decision, Delivery, Document
from tongban.cases.models.review import Review

__all__ = ["Case", "CaseMaterial", "Correction", "Decision", "Delivery", "Document", "Review"]
